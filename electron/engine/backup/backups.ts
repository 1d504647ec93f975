import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { BackupFound } from "@shared/domain/backup.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { historyFile } from "../store/backed-up.ts";
import { noteRestore } from "../store/finish-restore.ts";
import { storageFailure } from "../store/json-document.ts";
import type { Clock } from "../time/clock.ts";
import { notABackup } from "./backup-file.ts";
import { type BackupIntake, dropFolder, takeBackup } from "./take-backup.ts";
import { type BackupPorts, writeBackup } from "./write-backup.ts";

/** The whole profile as one file, and back. */
export interface Backups {
  /** The file in pieces. */
  write(signal: AbortSignal): AsyncIterable<Buffer>;
  /**
   * A piece of a backup that is to be restored.
   * @param at how many bytes came before it; 0 begins anew.
   * @throws AppFailure `invalid_input`: it is no backup; `storage_failed`.
   */
  take(at: number, piece: Uint8Array): Promise<void>;
  /** All has come: what it is. Nothing of the profile has changed yet. @throws AppFailure as `take`. */
  look(): Promise<BackupFound>;
  /** Has what was looked at take the profile's place at the next start. */
  restore(): Promise<{ aside: string }>;
  /** Forgets what has come. */
  forget(): Promise<void>;
  /** What was done at this start, in words for a person; null when no backup took its place. */
  restored(): string | null;
  close(): Promise<void>;
}

export interface BackupsPorts extends Pick<BackupPorts, "secretValues" | "redact"> {
  profile: {
    directory: string;
    /** Nothing of the profile can be written. */
    readOnly: boolean;
    /** What was done at this start. */
    restored?: string;
  };
  history: {
    copyTo(path: string): Promise<void>;
    /** How many runs a copy has; why it cannot be used when it cannot. */
    checkCopy(path: string): Promise<number | string>;
  };
  clock: Clock;
}

interface Incoming {
  name: string;
  at: number;
  intake: BackupIntake;
  isChecked: boolean;
}

export function createBackups(ports: BackupsPorts): Backups {
  const { profile, history, clock } = ports;
  const { directory, readOnly } = profile;
  const now = () => clock.now();
  let incoming: Incoming | null = null;
  let noted: string | null = null;

  async function begin(): Promise<Incoming> {
    if (readOnly) throw new AppFailure("storage_failed", { message: "The profile folder cannot be written." });
    await forget();
    const name = `restored-${stamp(now())}`;
    await mkdir(join(directory, name), { mode: 0o700 });
    return { name, at: 0, intake: takeBackup(join(directory, name)), isChecked: false };
  }

  /** What was left by a session that ended in the middle goes too. */
  async function forget(): Promise<void> {
    await incoming?.intake.close();
    incoming = null;
    for (const name of await readdir(directory)) {
      if (/^restored-[\w-]+$/.test(name) && name !== noted) await dropFolder(join(directory, name));
    }
  }

  /** What cannot be used leaves nothing behind. */
  async function orForget<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await forget();
      throw error instanceof AppFailure ? error : storageFailure("The backup could not be read in.", error);
    }
  }

  return {
    write: (signal) => writeBackup({ ...ports, directory, now, copyHistory: history.copyTo }, signal),
    take: (at, piece) =>
      orForget(async () => {
        if (at === 0) incoming = await begin();
        if (incoming?.at !== at) throw notABackup("a piece of it is missing.");
        await incoming.intake.write(piece);
        incoming.at += piece.byteLength;
      }),
    look: () =>
      orForget(async () => {
        if (!incoming) throw notABackup("nothing has come.");
        const { createdAt, files } = await incoming.intake.end();
        const runs = await history.checkCopy(join(directory, incoming.name, historyFile));
        if (typeof runs === "string") throw notABackup(runs);
        incoming.isChecked = true;
        return { createdAt, files, bytes: incoming.at, runs };
      }),
    async restore() {
      if (!incoming?.isChecked) throw notABackup("it was not looked at.");
      const aside = `before-restore-${stamp(now())}`;
      await noteRestore(directory, incoming.name, aside);
      noted = incoming.name;
      incoming = null;
      return { aside: join(directory, aside) };
    },
    forget,
    restored: () => profile.restored ?? null,
    close: async () => incoming?.intake.close(),
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
