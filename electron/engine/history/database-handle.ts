import { chmodSync, closeSync, existsSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

/*
 * THE place where a history database is opened, so that every handle has the rules of `README.md#the-handle`.
 */

/** How long a handle waits for another's lock; from its first statement on, which may already meet one. */
export const patienceMs = 5_000;

/** Files of one database. */
export const companions = ["", "-wal", "-shm"] as const;

export interface WritingOptions {
  /** The most pages the file may have; SQLite calls the disk full beyond. Absent: as large as the disk. */
  maxPages?: number | undefined;
}

/**
 * Opens a database for writing; a missing file is created, readable by this user only. SQLite gives -wal and -shm the
 * mode of the file they belong to.
 * @throws SQLite's error, and node's when the file cannot be created.
 */
export function openForWriting(path: string, options: WritingOptions = {}): DatabaseSync {
  if (existsSync(path)) makePrivate(path);
  else closeSync(openSync(path, "wx", 0o600));
  const database = new DatabaseSync(path, { timeout: patienceMs });
  try {
    // Before the first table is made it decides that removed runs give their space back.
    database.exec("PRAGMA auto_vacuum = INCREMENTAL");
    configure(database);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = FULL");
    if (options.maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${Math.trunc(options.maxPages)}`);
    if (!hasFullText(database)) throw new Error("This SQLite has no full-text search (ENABLE_FTS5).");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens a database without changing it. `immutable` also makes no -wal and -shm, which a read-only folder needs; what
 * lies in a -wal is then not seen.
 */
export function openForReading(path: string, immutable: boolean): DatabaseSync {
  const url = pathToFileURL(path);
  if (immutable) url.searchParams.set("immutable", "1");
  const database = new DatabaseSync(url, { readOnly: true, timeout: patienceMs });
  try {
    configure(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

export function userVersion(database: DatabaseSync): number {
  const version = database.prepare("PRAGMA user_version").get()?.["user_version"];
  return typeof version === "number" ? version : 0;
}

function configure(database: DatabaseSync): void {
  database.exec("PRAGMA trusted_schema = OFF");
  database.exec("PRAGMA foreign_keys = ON");
}

function hasFullText(database: DatabaseSync): boolean {
  return database
    .prepare("PRAGMA compile_options")
    .all()
    .some(({ compile_options }) => compile_options === "ENABLE_FTS5");
}

/** A database that was copied here may be open to everybody. */
function makePrivate(path: string): void {
  if (process.platform === "win32") return;
  for (const companion of companions) {
    if (existsSync(path + companion)) chmodSync(path + companion, 0o600);
  }
}
