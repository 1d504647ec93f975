import { openForReading, openForWriting, userVersion } from "./database-handle.ts";
import { hasHistory } from "./has-history.ts";
import type { HistoryWrite } from "./history-calls.ts";
import { historyPath } from "./history-path.ts";
import type { DatabaseAccess } from "./job-calls.ts";
import { currentVersion } from "./schema.ts";
import { takeInSpool } from "./spool-intake.ts";
import { createStatements, type Statements } from "./statements.ts";
import { writeRun } from "./write-run.ts";

/** Files of the spool taken in with a write of its own. */
const filesPerWrite = 1;

/**
 * Works on a history that the app may have open at the same time: SQLite lets one write after the other. A guest adds
 * runs and jobs of its own and changes nothing else: it upgrades, mends and removes nothing, and creates no history.
 * The file is opened anew each time, since the app may have put another in its place.
 * @throws Error in words for a person when the history is of another version; SQLite's error otherwise.
 */
function withGuestDatabase<T>(folder: string, work: (sql: Statements) => T): T {
  if (!hasHistory(folder)) throw new Error("There is no history any more.");
  const path = historyPath(folder, ".db");
  assertOwnVersion(path);
  const database = openForWriting(path);
  try {
    return work(createStatements(database));
  } finally {
    database.close();
  }
}

/** Writes runs down as they go, and after them something of what others had to leave in the spool. */
export function writeAsGuest(folder: string, writes: readonly HistoryWrite[]): void {
  withGuestDatabase(folder, (sql) => {
    sql.transaction(() => {
      for (const write of writes) {
        writeRun(sql, unnumberedWrite(write));
      }
    });
    try {
      takeInSpool(sql, folder, filesPerWrite);
    } catch {
      // It stays where it is for the next one; what was to be written is written.
    }
  });
}

export function guestAccess(folder: string): DatabaseAccess {
  return {
    reading: async (work) => withGuestDatabase(folder, work),
    writing: async (work) => withGuestDatabase(folder, (sql) => sql.transaction(() => work(sql))),
  };
}

function unnumberedWrite(write: HistoryWrite): HistoryWrite {
  if (write.kind === "append") return write;
  return write.kind === "save"
    ? { ...write, record: unnumbered(write.record) }
    : { ...write, run: unnumbered(write.run) };
}

/** 0 is never a run's own number: it gets the next free one, or keeps the one it was given before. */
function unnumbered<R extends { sequence: number }>(record: R): R {
  return { ...record, sequence: 0 };
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
