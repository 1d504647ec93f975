import { chmodSync, closeSync, openSync, rmSync } from "node:fs";
import { backup, type DatabaseSync } from "node:sqlite";
import { companions, openForReading, userVersion } from "./database-handle.ts";
import { historyPath } from "./history-path.ts";
import { currentVersion } from "./schema.ts";

/** Pages copied at once: four megabytes of them. Whoever wants it stopped waits no longer than one such step. */
const pagesAtOnce = 1_024;

/** What the thread that copies shares with the one that waits: numbers at these places of an `Int32Array`. */
export const copyPlaces = { pagesDone: 0, pages: 1, pageBytes: 2, isStopped: 3 } as const;

/** Shared memory for one copy. */
export function createCopyWatch(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(4 * Object.keys(copyPlaces).length));
}

/**
 * A whole copy of a history beside whoever writes to it. Over a handle of its own, in one reading transaction: the copy is the
 * database of one moment however long it takes, and nobody waits for it.
 * @param path free; nothing is left there when it fails.
 * @throws as SQLite and node do; an error of its own when it was stopped.
 */
export async function copyHistory(folder: string, path: string, watch: Int32Array): Promise<void> {
  const database = openForReading(historyPath(folder, ".db"), false);
  try {
    database.exec("BEGIN");
    Atomics.store(watch, copyPlaces.pages, pragma(database, "page_count"));
    Atomics.store(watch, copyPlaces.pageBytes, pragma(database, "page_size"));
    closeSync(openSync(path, "wx", 0o600));
    const progress = ({ totalPages, remainingPages }: { totalPages: number; remainingPages: number }) => {
      if (Atomics.load(watch, copyPlaces.isStopped) !== 0) throw new Error("The copy was stopped.");
      Atomics.store(watch, copyPlaces.pagesDone, totalPages - remainingPages);
    };
    await backup(database, path, { rate: pagesAtOnce, progress });
    if (process.platform !== "win32") chmodSync(path, 0o600);
  } catch (error) {
    for (const companion of [...companions, "-journal"]) rmSync(path + companion, { force: true });
    throw error;
  } finally {
    database.close();
  }
}

function pragma(database: DatabaseSync, name: "page_count" | "page_size"): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

/** How many runs a copy has; why it cannot be used, in words for a person, when it is damaged or of a newer version. */
export function checkCopy(path: string): number | string {
  try {
    const database = openForReading(path, true);
    try {
      if (userVersion(database) > currentVersion) return "its history was written by a newer Promptscope.";
      const check = database.prepare("PRAGMA quick_check(1)").get();
      if (userVersion(database) < 1 || check?.["quick_check"] !== "ok") return "its history is damaged.";
      const row = database.prepare("SELECT count(*) AS runs FROM runs WHERE deleted_at IS NULL").get();
      return Number(row?.["runs"] ?? 0);
    } finally {
      database.close();
    }
  } catch {
    return "its history is damaged.";
  }
}
