import { execFileSync, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readHeaders } from "../../../../electron/hosts/cli/read-headers.ts";
import { readValues } from "../../../../electron/hosts/cli/read-values.ts";
import type { ReadWords } from "../../../../electron/hosts/cli/read-words.ts";
import { temporaryFolder } from "../../store/temporary-folder.ts";

const { signal } = new AbortController();
const words = (pairs: string[]): ReadWords => ({
  operands: [],
  flag: () => false,
  text: () => undefined,
  list: () => pairs,
});

describe("--var", () => {
  it("ends the name at the first =, and keeps the value as it was typed (an address loses its query)", async () => {
    expect(await readValues(words(["url=https://x.test/?a=1&b=2", "empty=", "n=01"]), signal)).toEqual({
      url: "https://x.test/?a=1&b=2",
      empty: "",
      n: "01",
    });
  });

  it("without a name or a value is refused", async () => {
    for (const pair of ["novalue", "=value"]) await expect(readValues(words([pair]), signal)).rejects.toThrow(pair);
  });
});

describe("--vars", () => {
  const fileOf = (file: string): ReadWords => ({ ...words([]), text: () => file });

  it("reads a pipe, as shells write <(command), and lets go of one nobody writes into (it kept the process)", async () => {
    const pipe = join(await temporaryFolder(), "pipe");
    execFileSync("mkfifo", [pipe]);
    const gone = new AbortController();
    const waiting = readValues(fileOf(pipe), gone.signal);
    gone.abort();
    await expect(waiting).rejects.toMatchObject({ error: { code: "cancelled" } });
    const reading = readValues(fileOf(pipe), signal);
    const writer = spawn("sh", ["-c", `sleep 0.1; echo '{"a":1}' > '${pipe}'`], { stdio: "ignore" });
    expect(await reading).toEqual({ a: 1 });
    writer.kill();
  });

  it("refuses values that nothing could go down (a stack overflow of ours)", async () => {
    const file = join(await temporaryFolder(), "values.json");
    await writeFile(file, `{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`);
    await expect(readValues(fileOf(file), signal)).rejects.toThrow("nested more deeply");
  });

  it("refuses a device, which never ends", async () => {
    await expect(readValues(fileOf("/dev/zero"), signal)).rejects.toThrow("/dev/zero is no ordinary file");
  });
});

describe("--header", () => {
  it("ends the name at the first colon; of one name given twice the last counts", () => {
    expect(readHeaders(words(["X-A: b:c", "anthropic-beta:x", "x-a:  d "]))).toEqual({
      headers: { "x-a": "d", "anthropic-beta": "x" },
    });
  });

  it("that is none is refused, and its value, which may be a key, is not repeated", () => {
    for (const given of ["sk-secret", ": sk-secret", "x:", "x y: sk-secret", "x: sk-secret\u0000"]) {
      expect(() => readHeaders(words([given]))).toThrow(/--header/);
      expect(() => readHeaders(words([given]))).not.toThrow(/sk-secret/);
    }
  });
});
