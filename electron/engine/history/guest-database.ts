import { statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { openForReading, openForWriting, userVersion } from "./database-handle.ts";
import { hasHistory } from "./has-history.ts";
import type { HistoryWrite } from "./history-calls.ts";
import { historyPath } from "./history-path.ts";
import type { DatabaseAccess } from "./job-calls.ts";
import { noteRemoval } from "./removed-runs.ts";
import { markDeleted } from "./run-rows.ts";
import { currentVersion } from "./schema.ts";
import { takeInSpool } from "./spool-intake.ts";
import { createStatements, type Statements } from "./statements.ts";
import { writeRun } from "./write-run.ts";

/** Files of the spool taken in with a write of its own. */
const filesPerWrite = 1;
/** A handle stays open so long for what comes next: to open and close one costs half of what writing 64 runs does. */
const keptOpenMs = 1_000;
/** An open file cannot be renamed on Windows, and the app renames a damaged one. */
const keepsOpen = process.platform !== "win32";

/**
 * A history that the app may have open at the same time: SQLite lets one write after the other. A guest adds runs and
 * jobs of its own and changes nothing else: it upgrades and mends nothing, and creates no history. What it removes is
 * marked as a deletion in the app is, and can be brought back there.
 * Methods throw an Error in words for a person when the history is of another version, and SQLite's error otherwise.
 */
export interface GuestDatabase {
  /** Writes runs down as they go, and after them something of what others had to leave in the spool. */
  write(writes: readonly HistoryWrite[]): void;
  access: DatabaseAccess;
  /** Marks runs as deleted. Gives the ids that were there. `now`: UTC milliseconds. */
  remove(ids: readonly string[], now: number): string[];
  close(): void;
}

interface Handle {
  database: DatabaseSync;
  sql: Statements;
  /** Which file it is: the app may have put another in its place. */
  file: string;
}

export function openGuestDatabase(folder: string): GuestDatabase {
  const path = historyPath(folder, ".db");
  let handle: Handle | undefined;
  let idle: NodeJS.Timeout | undefined;

  function close(): void {
    clearTimeout(idle);
    handle?.database.close();
    handle = undefined;
  }

  function current(): Statements {
    clearTimeout(idle);
    if (!hasHistory(folder)) throw new Error("There is no history any more.");
    const file = fileAt(path);
    if (handle?.file !== file) close();
    handle ??= { ...opened(path), file };
    assertOwnVersion(handle.database);
    return handle.sql;
  }

  function using<T>(work: (sql: Statements) => T): T {
    try {
      const result = work(current());
      if (keepsOpen) idle = setTimeout(close, keptOpenMs).unref();
      else close();
      return result;
    } catch (error) {
      close();
      throw error;
    }
  }

  return {
    write: (writes) =>
      using((sql) => {
        sql.transaction(() => {
          for (const write of writes) writeRun(sql, unnumberedWrite(write));
        });
        try {
          takeInSpool(sql, folder, filesPerWrite);
        } catch {
          // It stays where it is for the next one; what was to be written is written.
        }
      }),
    access: {
      reading: async (work) => using(work),
      writing: async (work) => using((sql) => sql.transaction(() => work(sql))),
    },
    remove: (ids, now) =>
      using((sql) => {
        const found = sql.transaction(() =>
          ids.filter((id) => {
            const row = sql.get("SELECT 1 FROM runs WHERE id = ? AND deleted_at IS NULL AND job_id IS NULL", id);
            if (row) markDeleted(sql, id, now);
            return row !== undefined;
          }),
        );
        noteRemoval(folder, found, "deleted");
        return found;
      }),
    close,
  };
}

function fileAt(path: string): string {
  const { dev, ino } = statSync(path);
  return `${dev}:${ino}`;
}

function opened(path: string): Pick<Handle, "database" | "sql"> {
  // Looked at without writing: opening for writing changes the file.
  const looked = openForReading(path, false);
  try {
    assertOwnVersion(looked);
  } finally {
    looked.close();
  }
  const database = openForWriting(path);
  return { database, sql: createStatements(database) };
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

function assertOwnVersion(database: DatabaseSync): void {
  if (userVersion(database) === currentVersion) return;
  throw new Error("The history was written by another version of Promptscope; open the app once, then try again.");
}
