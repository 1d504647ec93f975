import { createHash } from "node:crypto";
import { mkdtemp, open, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { backedUpFiles, backedUpFolders, historyFile } from "../store/backed-up.ts";
import {
  type BackupEnd,
  type BackupEntry,
  type BackupHead,
  backupFormat,
  backupVersion,
  isBackedUp,
} from "./backup-file.ts";
import { maskSecrets } from "./mask-secrets.ts";

export interface BackupPorts {
  /** The profile's folder. */
  directory: string;
  now(): number;
  /** Has a whole copy of the history made at a path. @throws AppFailure `storage_failed`. */
  copyHistory(path: string): Promise<void>;
  /** Every key that is known: none of them goes into the file. */
  secretValues(): readonly string[];
  redact(text: string): string;
}

/** Bytes at once; as base64 they stay well below what a call of the web host may carry. */
const chunkBytes = 1_048_576;

/** The profile as the bytes of one file, without keys; nothing of it is held in memory but what is on its way. */
export async function* writeBackup(ports: BackupPorts, signal: AbortSignal): AsyncGenerator<Buffer, void> {
  const hash = createHash("sha256");
  const counted = (bytes: Buffer) => {
    hash.update(bytes);
    return bytes;
  };
  const line = (value: BackupHead | BackupEntry | BackupEnd) => Buffer.from(`${JSON.stringify(value)}\n`);
  const aside = await mkdtemp(join(ports.directory, ".backup-"));
  try {
    const copy = join(aside, historyFile);
    await ports.copyHistory(copy);
    yield counted(line({ format: backupFormat, version: backupVersion, createdAt: ports.now() }));
    let files = 0;
    for (const path of await pathsOf(ports.directory)) {
      const bytes = await read(join(ports.directory, path), path, ports);
      if (bytes === null) continue;
      signal.throwIfAborted();
      files += 1;
      yield counted(line({ path, bytes: bytes.byteLength }));
      for (let at = 0; at < bytes.byteLength; at += chunkBytes) yield counted(bytes.subarray(at, at + chunkBytes));
    }
    files += 1;
    yield counted(line({ path: historyFile, bytes: (await stat(copy)).size }));
    for await (const bytes of maskSecrets(chunksOf(copy, signal), ports.secretValues())) yield counted(bytes);
    yield line({ end: true, files, sha256: hash.digest("hex") });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function pathsOf(directory: string): Promise<string[]> {
  const folders = await Promise.all(backedUpFolders.map((folder) => below(directory, folder)));
  return [...backedUpFiles, ...folders.flat().sort()].filter(isBackedUp);
}

/** Files below a folder, by their paths in the profile; a link is none. */
async function below(directory: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(directory, folder), { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return below(directory, path);
      return entry.isFile() ? [path] : [];
    }),
  );
  return found.flat();
}

/** Null for one that is not there. A text in which a key stands comes without it; a picture is no text. */
async function read(file: string, path: string, { redact }: BackupPorts): Promise<Buffer | null> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (bytes === null || path.startsWith("pictures/")) return bytes;
  const text = bytes.toString("utf8");
  const clean = redact(text);
  return clean === text ? bytes : Buffer.from(clean);
}

async function* chunksOf(path: string, signal: AbortSignal): AsyncGenerator<Buffer, void> {
  const file = await open(path, "r");
  try {
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead, buffer } = await file.read({ buffer: Buffer.allocUnsafe(chunkBytes) });
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
