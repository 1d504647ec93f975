import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { BackupFound, BackupReading } from "@shared/domain/backup.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { historyFile } from "../store/backed-up.ts";
import { assureRoom } from "../store/disk-room.ts";
import { noteRestore } from "../store/finish-restore.ts";
import { storageFailure } from "../store/json-document.ts";
import { reportWhile } from "../time/report-while.ts";
import { notABackup } from "./backup-file.ts";
import { removeFolders } from "./remove-folders.ts";
import { takeBackup } from "./take-backup.ts";

/** A file to be read in. */
export interface BackupSource {
  bytes: number;
  pieces: AsyncIterable<Uint8Array>;
}

/** Backups that come back. */
export interface Restores {
  /**
   * Takes a backup that is to be restored and looks at it. Nothing of the profile has changed then.
   * @param open gives the file.
   * @throws AppFailure `invalid_input`: it is no backup, or not whole; `storage_failed`; `cancelled`. Nothing is left of it.
   */
  read(open: (signal: AbortSignal) => Promise<BackupSource>, signal: AbortSignal): AsyncGenerator<BackupReading, void>;
  /** Has what was looked at last take the profile's place at the next start. */
  restore(): Promise<{ aside: string }>;
  /** Forgets what was looked at, and what a session that ended in the middle has left. */
  forget(): Promise<void>;
}

interface RestoresPorts {
  /** The profile's folder. */
  directory: string;
  now(): number;
  /** How many runs a history has; why it cannot be used when it cannot. */
  checkHistory(path: string): Promise<number | string>;
}

export function createRestores({ directory, now, checkHistory }: RestoresPorts): Restores {
  /** Folders that somebody is at work in, or that wait for the next start. */
  const inUse = new Set<string>();
  let looked: string | null = null;

  async function forget(): Promise<void> {
    if (looked !== null) inUse.delete(looked);
    looked = null;
    await removeFolders(directory, (name) => /^restored-[\w-]+$/.test(name) && !inUse.has(name));
  }

  /** Takes the file apart into a folder of its own. @throws as `read`, and the file system's own error. */
  async function take(source: BackupSource, folder: string, told: { bytes: number }, signal: AbortSignal) {
    const intake = takeBackup(folder);
    try {
      for await (const piece of source.pieces) {
        if (signal.aborted) throw new AppFailure("cancelled");
        await intake.write(piece);
        told.bytes += piece.byteLength;
      }
      return await intake.end();
    } finally {
      await intake.close();
    }
  }

  async function* readInto(
    name: string,
    source: BackupSource,
    signal: AbortSignal,
  ): AsyncGenerator<BackupReading, void> {
    const folder = join(directory, name);
    await assureRoom(directory, source.bytes, "Restoring this backup");
    await mkdir(folder, { mode: 0o700 });
    const told = { bytes: 0 };
    const taken = yield* reportWhile(take(source, folder, told, signal), () => {
      return { kind: "reading" as const, bytes: told.bytes, of: source.bytes };
    });
    yield { kind: "checking" };
    const runs = await checkHistory(join(folder, historyFile));
    if (signal.aborted) throw new AppFailure("cancelled");
    if (typeof runs === "string") throw notABackup(runs);
    const found: BackupFound = { ...taken, bytes: told.bytes, runs };
    looked = name;
    yield { kind: "found", found };
  }

  return {
    async *read(open, signal) {
      const name = `restored-${stamp(now())}`;
      await forget();
      inUse.add(name);
      try {
        yield* readInto(name, await open(signal), signal);
      } catch (error) {
        throw error instanceof AppFailure ? error : storageFailure("The backup could not be read in.", error);
      } finally {
        if (looked !== name) {
          inUse.delete(name);
          await removeFolders(directory, (known) => known === name);
        }
      }
    },
    async restore() {
      const name = looked;
      if (name === null) throw notABackup("it was not looked at.");
      const aside = `before-restore-${stamp(now())}`;
      await noteRestore(directory, name, aside);
      looked = null; // And it stays in use.
      return { aside: join(directory, aside) };
    },
    forget,
  };
}

/** A time as a name of a folder: 2026-11-29-114500-123. */
function stamp(now: number): string {
  return new Date(now)
    .toISOString()
    .replace(/[:.]/g, "")
    .replace("T", "-")
    .replace(/Z$/, "")
    .replace(/(\d{3})$/, "-$1");
}
