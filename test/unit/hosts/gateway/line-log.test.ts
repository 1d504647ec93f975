import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { createLineLog } from "../../../../electron/hosts/gateway/line-log.ts";

describe("the gateway's log", () => {
  it("writes a first line at once and those that follow together (a start that seems to hang; a write per call)", async () => {
    const written: string[] = [];
    let wake = () => {};
    const write = (text: string) => {
      written.push(text);
      wake();
      return true;
    };
    const log = createLineLog({ write });
    log("Listening");
    expect(written).toEqual(["Listening\n"]);
    const next = new Promise<void>((done) => {
      wake = done;
    });
    for (const line of ["a", "b", "c"]) log(line);
    await next;
    expect(written).toEqual(["Listening\n", "a\nb\nc\n"]);
  });

  it("loses nothing when the process ends (the calls of the last moment)", async () => {
    const file = pathToFileURL(resolve("electron/hosts/gateway/line-log.ts")).href;
    const script = `import { createLineLog } from ${JSON.stringify(file)};
      const log = createLineLog(process.stdout);
      for (const line of ["1", "2", "3"]) log(line);
      process.exit(0);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    await once(child, "close");
    expect(output).toBe("1\n2\n3\n");
  });
});
