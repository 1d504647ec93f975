import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileToKeep } from "@routes/host-services.ts";
import type { FileKeeping } from "@shared/domain/backup.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { createFileDialogs, type FileDialogs } from "../../../../electron/hosts/desktop/file-dialogs.ts";
import { temporaryFolder } from "../../store/temporary-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

const { signal } = new AbortController();

function dialogsThatSay(path: string | undefined) {
  const asked: unknown[] = [];
  const dialogs: FileDialogs = {
    async showSaveDialog(options) {
      asked.push(options);
      return path === undefined ? { canceled: true, filePath: "" } : { canceled: false, filePath: path };
    },
    async showOpenDialog(options) {
      asked.push(options);
      return path === undefined ? { canceled: true, filePaths: [] } : { canceled: false, filePaths: [path] };
    },
  };
  return { files: createFileDialogs(dialogs, () => folder), asked };
}

/** A file of two pieces; `between` happens after the first. */
function fileOf(between: () => void = () => {}): FileToKeep {
  return {
    name: "a.backup",
    bytes: 10,
    async *pieces() {
      yield Buffer.from("first ");
      between();
      yield Buffer.from("last");
    },
  };
}

async function keep(path: string, file: FileToKeep): Promise<FileKeeping | undefined> {
  const place = await dialogsThatSay(path).files.choosePlace(file.name, signal);
  let last: FileKeeping | undefined;
  for await (const step of place?.keep(file, signal) ?? []) last = step;
  return last;
}

describe("a file that is kept where a dialog says", () => {
  it("is there whole, for this user only, and is told of by its path", async () => {
    const path = join(folder, "a.backup");
    expect(await keep(path, fileOf())).toEqual({ kind: "written", bytes: 10, path });
    expect(readFileSync(path, "utf8")).toBe("first last");
    if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["a.backup"]);
  });

  // A backup that failed had destroyed the one of before.
  it("that cannot be made whole leaves nothing, and one of before as it was", async () => {
    const path = join(folder, "a.backup");
    writeFileSync(path, "the one of before");
    const stopped = new AppFailure("cancelled");
    const file = fileOf(() => {
      // Half of it is on the disk, and not in the place of the other.
      expect(readFileSync(path, "utf8")).toBe("the one of before");
      throw stopped;
    });
    await expect(keep(path, file)).rejects.toBe(stopped);
    expect(readFileSync(path, "utf8")).toBe("the one of before");
    expect(readdirSync(folder)).toEqual(["a.backup"]);
  });

  it("says in words why a place does not take it", async () => {
    await expect(keep(join(folder, "gone", "a.backup"), fileOf())).rejects.toThrow(/that folder is not there/);
    mkdirSync(join(folder, "a.backup"));
    await expect(keep(join(folder, "a.backup"), fileOf())).rejects.toMatchObject({ error: { code: "storage_failed" } });
  });

  it("goes nowhere, and none is read, where the dialog is closed", async () => {
    const { files, asked } = dialogsThatSay(undefined);
    expect(await files.choosePlace("a.backup", signal)).toBeNull();
    expect(await files.chooseFile(signal)).toBeNull();
    expect(asked).toMatchObject([
      { defaultPath: join(folder, "a.backup"), properties: ["createDirectory", "showOverwriteConfirmation"] },
      { defaultPath: folder, properties: ["openFile"] },
    ]);
  });

  it("is read from where a dialog says, in pieces and whole", async () => {
    const path = join(folder, "a.backup");
    writeFileSync(path, Buffer.alloc(2_500_000, "x"));
    const source = await dialogsThatSay(path).files.chooseFile(signal);
    const { bytes, pieces } = (await source?.open(signal)) ?? { bytes: 0, pieces: [] };
    const lengths: number[] = [];
    for await (const piece of pieces) lengths.push(piece.byteLength);
    expect([bytes, lengths]).toEqual([2_500_000, [1_048_576, 1_048_576, 402_848]]);
  });

  it("is not made any more where the page has stopped waiting for the dialog", async () => {
    const { files } = dialogsThatSay(join(folder, "a.backup"));
    expect(await files.choosePlace("a.backup", AbortSignal.abort())).toBeNull();
    expect(await files.chooseFile(AbortSignal.abort())).toBeNull();
  });
});
