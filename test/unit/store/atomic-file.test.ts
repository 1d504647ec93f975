import { spawn } from "node:child_process";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { writeFileAtomically } from "@engine/store/atomic-file.ts";
import { moveFile } from "@engine/store/move-file.ts";
import { describe, expect, it } from "vitest";
import { runs } from "../../prove-scale.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const modulePath = resolve(import.meta.dirname, "../../../electron/engine/store/atomic-file.ts");
const size = 200_000;

/** Writes `a…a` and `b…b` in turn until it is killed. */
const writerScript = `
  const { writeFileAtomically } = await import(${JSON.stringify(pathToFileURL(modulePath).href)});
  for (let n = 0; ; n += 1) {
    await writeFileAtomically(process.argv[1], (n % 2 ? "a" : "b").repeat(${size}));
    if (n === 3) process.stdout.write("writing\\n");
  }`;

async function killWriterMidway(path: string): Promise<void> {
  const writer = spawn(process.execPath, ["--input-type=module", "-e", writerScript, path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise((resolveExit) => writer.once("exit", resolveExit));
  await new Promise((resolveData) => writer.stdout.once("data", resolveData));
  writer.kill("SIGKILL");
  await exited;
}

describe("writeFileAtomically", () => {
  // A plain writeFile leaves an empty or torn file in most kills.
  it("leaves whole content, old or new, when the writer is killed", async () => {
    const path = join(await temporaryFolder(), "settings.json");
    for (let kill = 0; kill < runs(8); kill += 1) {
      await killWriterMidway(path);
      expect(["a".repeat(size), "b".repeat(size)].includes(await readFile(path, "utf8"))).toBe(true);
    }
  });

  it("keeps the file to this user under the usual umask of 022", async () => {
    const path = join(await temporaryFolder(), "settings.json");
    await writeFile(path, "old", { mode: 0o644 });
    await writeFileAtomically(path, "new");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("leaves the old content and no rubbish when the write fails", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "target");
    await mkdir(join(path, "in-the-way"), { recursive: true });
    await expect(writeFileAtomically(path, "new")).rejects.toThrow();
    expect(await readdir(folder)).toEqual(["target"]);
  });
});

describe("moveFile", () => {
  /** A file system whose first answers are these. */
  const refusing = (...codes: string[]) => {
    let tries = 0;
    const rename = async () => {
      tries += 1;
      const code = codes.shift();
      if (code !== undefined) throw Object.assign(new Error(code), { code });
    };
    return { rename, tries: () => tries };
  };

  // Defender and the indexer have a file open for a moment: the draft "could not be written" with every letter typed.
  it("tries again on Windows while somebody has the file open", async () => {
    const { rename, tries } = refusing("EPERM", "EBUSY", "EACCES");
    await moveFile("a", "b", { platform: "win32", rename });
    expect(tries()).toBe(4);
  });

  it.each([
    ["linux", "EPERM"],
    ["win32", "ENOSPC"],
  ] as const)("tells at once on %s what will not pass: %s", async (platform, code) => {
    const { rename, tries } = refusing(code, code);
    await expect(moveFile("a", "b", { platform, rename })).rejects.toMatchObject({ code });
    expect(tries()).toBe(1);
  });

  it("tells on Windows what does not pass after all", async () => {
    const { rename, tries } = refusing(...Array.from({ length: 20 }, () => "EPERM"));
    await expect(moveFile("a", "b", { platform: "win32", rename })).rejects.toMatchObject({ code: "EPERM" });
    expect(tries()).toBe(11);
  });
});
