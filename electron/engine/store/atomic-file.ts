import { type FileHandle, open, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { moveFile } from "./move-file.ts";

let temporaryFiles = 0;

/**
 * Replaces a file so that a reader, a crash or a full disk sees the old content or the new one, never a mix: temporary
 * file in the same folder, fsync, rename, fsync of the folder. The file is readable by this user only (0600).
 * @throws the file system's own error; the old file is untouched then.
 */
export function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  return replaceFile(path, (file) => file.writeFile(content));
}

/** The same with what comes piece by piece, and with what the pieces throw: a file that would not be whole is none. */
export function writePiecesAtomically(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  return replaceFile(path, async (file) => {
    for await (const piece of pieces) await file.writeFile(piece);
  });
}

async function replaceFile(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  temporaryFiles += 1;
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${temporaryFiles}.tmp`);
  try {
    await writeDurably(temporary, write);
    await moveFile(temporary, path);
  } catch (error) {
    // Where the scanner still has it, the temporary file stays; what is told is why the writing failed.
    await rm(temporary, { force: true, maxRetries: 3 }).catch(() => undefined);
    throw error;
  }
  await syncDirectory(dirname(path));
}

async function writeDurably(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await write(file);
    await syncIfPossible(file);
  } finally {
    await file.close();
  }
}

/** Makes the rename itself survive a power cut. Windows has no handle on folders and needs none. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const directory = await open(path, "r");
  try {
    await syncIfPossible(directory);
  } finally {
    await directory.close();
  }
}

/** Some file systems (network shares, FUSE) know no such thing; what is written is as safe there as it can be. */
async function syncIfPossible(file: FileHandle): Promise<void> {
  await file.sync().catch((error: NodeJS.ErrnoException) => {
    if (!["EINVAL", "ENOTSUP", "ENOSYS", "EISDIR"].includes(error.code ?? "")) throw error;
  });
}
