import { chmodSync, closeSync, openSync } from "node:fs";
import { backup, type DatabaseSync } from "node:sqlite";
import { openForReading, userVersion } from "./database-handle.ts";
import { currentVersion } from "./schema.ts";

/** A whole copy of an open database, as SQLite makes it beside what goes on. @throws as SQLite and node do. */
export async function copyDatabase(database: DatabaseSync, path: string): Promise<void> {
  closeSync(openSync(path, "wx", 0o600));
  await backup(database, path);
  if (process.platform !== "win32") chmodSync(path, 0o600);
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
