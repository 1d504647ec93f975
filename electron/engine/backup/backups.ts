import type { BackupMaking } from "@shared/domain/backup.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Clock } from "../time/clock.ts";
import { asideFolder, type BackupPorts, type PreparedBackup, prepareBackup } from "./prepare-backup.ts";
import { removeFolders } from "./remove-folders.ts";
import { createRestores, type Restores } from "./restores.ts";

/** The whole profile as one file, and back. */
export interface Backups extends Restores {
  /** What to call a backup that is made now. */
  fileName(): string;
  /**
   * Puts a backup together and tells how far it is; whoever has it drops it when it is written.
   * @throws AppFailure `storage_failed`, `cancelled`.
   */
  prepare(signal: AbortSignal): AsyncGenerator<BackupMaking, PreparedBackup>;
  /** What was done at this start, in words for a person; null when no backup took its place. */
  restored(): string | null;
  /** Ends what is under way, and leaves nothing half behind. */
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
    ready: Promise<unknown>;
    copies: {
      copyTo: BackupPorts["copyHistory"];
      /** How many runs a copy has; why it cannot be used when it cannot. */
      checkCopy(path: string): Promise<number | string>;
    };
  };
  clock: Clock;
}

export function createBackups(ports: BackupsPorts): Backups {
  const { profile, history, clock } = ports;
  const { directory, readOnly } = profile;
  const now = () => clock.now();
  const closing = new AbortController();
  const untilClosed = (signal: AbortSignal) => AbortSignal.any([signal, closing.signal]);
  const restores = createRestores({ directory, now, checkHistory: history.copies.checkCopy });
  /** How many are being made: what was put aside for them is not another session's. */
  let underWay = 0;

  function assureWritable(): void {
    if (readOnly) throw new AppFailure("storage_failed", { message: "The profile folder cannot be written." });
  }

  /** What a session that ended in the middle put aside may be gigabytes. */
  async function removeLeftovers(): Promise<void> {
    if (underWay === 0 && !readOnly) await removeFolders(directory, (name) => asideFolder.test(name));
  }
  void history.ready.then(removeLeftovers).catch(() => undefined); // The next backup tries again.

  return {
    ...restores,
    fileName: () => `promptscope-${new Date(now()).toISOString().slice(0, 10)}.backup`,
    async *prepare(given) {
      assureWritable();
      await removeLeftovers();
      underWay += 1;
      const signal = untilClosed(given);
      let made: PreparedBackup | undefined;
      try {
        made = yield* prepareBackup({ ...ports, directory, now, copyHistory: history.copies.copyTo }, signal);
      } finally {
        if (!made) underWay -= 1;
      }
      const { bytes, pieces, drop } = made;
      return {
        bytes,
        pieces: (reading) => pieces(AbortSignal.any([reading, signal])),
        async drop() {
          await drop();
          underWay -= 1;
        },
      };
    },
    async *read(open, signal) {
      assureWritable();
      yield* restores.read(open, untilClosed(signal));
    },
    restored: () => profile.restored ?? null,
    async close() {
      closing.abort();
      if (underWay > 0) await removeFolders(directory, (name) => asideFolder.test(name));
    },
  };
}
