import { renameSync } from "node:fs";
import { rename } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

/** Pauses between tries, in milliseconds: two seconds in all. */
const pauses = [10, 20, 40, 80, 150, 200, 300, 400, 400, 400];
/** What Windows says while a scanner, an indexer, a backup or a reader has the file open for a moment. */
const passing = ["EPERM", "EACCES", "EBUSY"];

interface Moving {
  platform?: NodeJS.Platform;
  /** In place of the system's; for tests. */
  rename?: (from: string, to: string) => Promise<void>;
}

/**
 * Renames a file over another. On Windows a file that somebody has open for a moment refuses that; it is tried again.
 * @throws the file system's own error.
 */
export async function moveFile(from: string, to: string, moving: Moving = {}): Promise<void> {
  const { platform = process.platform, rename: move = rename } = moving;
  for (const pause of pauses) {
    try {
      return await move(from, to);
    } catch (error) {
      if (!passesBy(error, platform)) throw error;
      await setTimeout(pause);
    }
  }
  return move(from, to);
}

/** The same in a thread that may wait. */
export function moveFileSync(from: string, to: string): void {
  for (const pause of pauses) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      if (!passesBy(error, process.platform)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
  renameSync(from, to);
}

function passesBy(error: unknown, platform: NodeJS.Platform): boolean {
  if (platform !== "win32" || !(error instanceof Error) || !("code" in error)) return false;
  return passing.includes(String(error.code));
}
