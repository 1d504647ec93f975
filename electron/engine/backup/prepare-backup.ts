import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BackupMaking } from "@shared/domain/backup.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { backedUpFiles, backedUpFolders, historyFile, rowsFolder } from "../store/backed-up.ts";
import { assureRoom } from "../store/disk-room.ts";
import { storageFailure } from "../store/json-document.ts";
import { isBackedUp } from "./backup-file.ts";
import { type BackupPart, lengthOfBackup, piecesOfBackup } from "./write-backup.ts";

export interface BackupPorts {
  /** The profile's folder. */
  directory: string;
  now(): number;
  /** Has a whole copy of the history made at a path, and tells how far it is. @throws AppFailure `storage_failed`. */
  copyHistory(path: string, signal: AbortSignal): AsyncGenerator<BackupMaking, void>;
  /** Every key that is known: none of them goes into the file. */
  secretValues(): readonly string[];
  redact(text: string): string;
}

/** All that a backup will hold, put aside as it was at one time. */
export interface PreparedBackup {
  /** Of the whole file. */
  bytes: number;
  /** The file; nothing of it is held in memory but what is on its way. */
  pieces(signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Removes what was put aside. */
  drop(): Promise<void>;
}

/** Where a backup is put together; those that a session left behind are removed by the next one. */
export const asideFolder = /^\.backup-\w+$/;

/**
 * Puts aside what a backup holds: texts without keys, and the history as SQLite copies it. Files that nobody changes once they
 * are there, pictures and rows, stay where they are. The profile goes on meanwhile.
 * @throws AppFailure `storage_failed`: there is no room, or the history cannot be copied; `cancelled`.
 */
export async function* prepareBackup(
  ports: BackupPorts,
  signal: AbortSignal,
): AsyncGenerator<BackupMaking, PreparedBackup> {
  const { directory } = ports;
  await assureRoom(directory, (await unlessMissing(sizeOf(join(directory, historyFile)))) ?? 0, "A backup");
  const aside = await mkdtemp(join(directory, ".backup-"));
  const drop = () => rm(aside, { recursive: true, force: true, maxRetries: 3 });
  let isMade = false;
  try {
    const parts: BackupPart[] = [];
    for (const path of await pathsOf(directory)) {
      if (signal.aborted) throw new AppFailure("cancelled");
      const part = isLeftInPlace(path) ? await partOf(path, directory) : await putAside(path, aside, ports);
      if (part) parts.push(part);
    }
    const copy = join(aside, historyFile);
    yield* ports.copyHistory(copy, signal);
    parts.push({ path: historyFile, file: copy, bytes: (await stat(copy)).size, isMasked: true });
    const content = { createdAt: ports.now(), parts };
    isMade = true;
    return {
      bytes: lengthOfBackup(content),
      pieces: (reading) => piecesOfBackup(content, ports.secretValues(), reading),
      drop,
    };
  } catch (error) {
    throw error instanceof AppFailure ? error : storageFailure("The backup could not be made.", error);
  } finally {
    if (!isMade) await drop();
  }
}

function isLeftInPlace(path: string): boolean {
  return path.startsWith("pictures/") || path.startsWith(`${rowsFolder}/`);
}

/** Rows that a window is just handing over. */
function isOnItsWay(path: string): boolean {
  return path.startsWith(`${rowsFolder}/`) && path.endsWith(".part");
}

/** Undefined for one that has gone meanwhile. A picture is no text: no key is looked for in it. */
async function partOf(path: string, directory: string): Promise<BackupPart | undefined> {
  const file = join(directory, path);
  const bytes = await unlessMissing(sizeOf(file));
  return bytes === undefined ? undefined : { path, file, bytes, isMasked: !path.startsWith("pictures/") };
}

/** A text in which a key stands goes without it. */
async function putAside(path: string, aside: string, ports: BackupPorts): Promise<BackupPart | undefined> {
  const bytes = await unlessMissing(readFile(join(ports.directory, path)));
  if (bytes === undefined) return undefined;
  const text = bytes.toString("utf8");
  const clean = ports.redact(text);
  const content = clean === text ? bytes : Buffer.from(clean);
  const file = join(aside, path);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, content, { mode: 0o600 });
  return { path, file, bytes: content.byteLength, isMasked: false };
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}

async function pathsOf(directory: string): Promise<string[]> {
  const folders = await Promise.all(backedUpFolders.map((folder) => below(directory, folder)));
  const paths = [...backedUpFiles, ...folders.flat().sort()];
  return paths.filter((path) => isBackedUp(path) && !isOnItsWay(path));
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
