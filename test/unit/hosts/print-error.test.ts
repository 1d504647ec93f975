import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";

it("an error neither sets a terminal's title nor goes back over a line (the desktop wrote names of files as they were)", () => {
  const file = pathToFileURL(join(import.meta.dirname, "../../../electron/hosts/print-error.ts"));
  const hostile = "no \u001b]0;owned\u0007file \u001b[2J\u009b1A\u202egnp.exe\rOK";
  const script = `import { printError } from ${JSON.stringify(file)}; printError(${JSON.stringify(hostile)});`;
  const { stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, "no file gnp.exeOK\n"]);
});
