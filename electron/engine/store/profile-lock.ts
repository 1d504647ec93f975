import { readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { errorCode, storageFailure } from "./json-document.ts";

/** SQLite's result codes: https://sqlite.org/rescode.html. Extended ones carry these in their low byte. */
const busy = 5;
const notADatabase = 26;
const corrupt = 11;

export interface ProfileLock {
  release(): Promise<void>;
}

/**
 * Takes the profile for this process, web host and window alike. The system holds the lock on `profile.lock` and drops
 * it with the process however that ends (`README.md#one-process-at-a-time`); `profile.pid` beside it only says who it is.
 * @throws AppFailure `storage_failed`, naming the process that has the profile where it is known.
 */
export async function lockProfile(directory: string): Promise<ProfileLock> {
  const path = join(directory, "profile.lock");
  const pidPath = join(directory, "profile.pid");
  const lock = await take(path).catch((error: unknown) => {
    throw storageFailure("The profile folder cannot be locked.", error);
  });
  if (lock === null) throw inUse(await readPid(pidPath));
  // Nobody decides by it, so a disk that is full takes nothing from the lock.
  await writeFile(pidPath, `${process.pid}\n`, { mode: 0o600 }).catch(() => undefined);
  return {
    async release() {
      await rm(pidPath, { force: true }).catch(() => undefined);
      if (lock.isOpen) lock.close();
    },
  };
}

/** The lock's handle, or null while another one has it. */
async function take(path: string): Promise<DatabaseSync | null> {
  await makeIfMissing(path);
  try {
    return begin(path);
  } catch (error) {
    const code = resultCode(error);
    if (code === busy) return null;
    if (code !== notADatabase && code !== corrupt) throw error;
  }
  // An earlier version kept a text there, and a disk may have damaged it. Nobody can hold what cannot be locked; it is
  // emptied in place, since a file put there anew would be another lock than the one somebody else is opening.
  await truncate(path);
  return take(path);
}

/**
 * Made by us and not by SQLite, which would let others read it. A file that is there is not even opened: where locks are
 * POSIX's, closing it again would give away the lock that this process holds on it.
 */
async function makeIfMissing(path: string): Promise<void> {
  await writeFile(path, "", { flag: "wx", mode: 0o600 }).catch((error: unknown) => {
    if (errorCode(error) !== "EEXIST") throw error;
  });
}

/**
 * Begins a transaction that never ends and never writes: the file stays empty, so that no crash can leave anything to
 * be mended.
 */
function begin(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function resultCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return error.errcode & 0xff;
}

async function readPid(path: string): Promise<number | null> {
  const pid = Number(await readFile(path, "utf8").catch(() => ""));
  return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
}

function inUse(pid: number | null): AppFailure {
  return new AppFailure("storage_failed", {
    message: `Promptscope is already running on this profile${pid === null ? "" : ` (process ${pid})`}.`,
    advice: "Use that one or stop it; or set PROMPTSCOPE_HOME to another folder.",
  });
}
