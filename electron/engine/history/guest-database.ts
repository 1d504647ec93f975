import { join } from "node:path";
import type { HistoryRun } from "@shared/domain/run/history.ts";
import { openConnection, openForReading, userVersion } from "./database-handle.ts";
import { databaseName, hasHistory } from "./has-history.ts";
import { addRun } from "./run-rows.ts";
import { currentVersion } from "./schema.ts";
import { createStatements } from "./statements.ts";

/**
 * Adds finished runs to a history that the app may have open at the same time: SQLite lets one write after the other.
 * A guest changes nothing else: it upgrades, mends and removes nothing, and creates no history. The file is opened
 * anew each time, since the app may have put another in its place.
 * @throws Error in words for a person when the history is of another version; SQLite's error otherwise.
 */
export function addAsGuest(folder: string, runs: readonly HistoryRun[]): { added: number; skipped: number } {
  if (!hasHistory(folder)) throw new Error("There is no history any more.");
  const path = join(folder, databaseName);
  assertOwnVersion(path);
  const database = openConnection(path);
  try {
    const sql = createStatements(database);
    return sql.transaction(() => {
      // 0 is never a run's own number: the next free one is taken.
      const added = runs.filter(({ record, notes }) => addRun(sql, { record: { ...record, sequence: 0 }, notes }));
      return { added: added.length, skipped: runs.length - added.length };
    });
  } finally {
    database.close();
  }
}

/** Looked at without writing: opening for writing changes the file. */
function assertOwnVersion(path: string): void {
  const database = openForReading(path, false);
  try {
    if (userVersion(database) === currentVersion) return;
  } finally {
    database.close();
  }
  throw new Error("The history was written by another version of Promptscope; open the app once, then try again.");
}
