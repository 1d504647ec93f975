import { copyFileSync, rmSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { RunRecord } from "../../../shared/domain/run/run.ts";
import { keepBlobForJob } from "./blob-rows.ts";
import { companions, openForReading, openForWriting } from "./database-handle.ts";
import { historyPath, placeOfDatabase } from "./history-path.ts";
import { copyWithNewHeader } from "./mend-header.ts";
import { listBackups, migrate } from "./migrate.ts";
import { type RemovedRuns, removedRuns } from "./removed-runs.ts";
import type { Row } from "./run-row.ts";
import { toNotes } from "./run-row.ts";
import { addRun, cutShort, markDeleted, readExchanges, readRecord, type StoredRun, setNotes } from "./run-rows.ts";
import { scanDamaged } from "./scan-damaged.ts";
import { createStatements, type Statements } from "./statements.ts";

/*
 * Brings runs out of a damaged database one by one: what cannot be read is passed over, never guessed.
 */

export interface SalvageReport {
  /** Runs read from the damaged file. */
  saved: number;
  /** Of those, runs whose exchanges could not all be read. */
  partly: number;
  /** Runs that are known to have been there and could not be read. */
  lost: number;
  /** Runs that the newest good copy made before an upgrade still had. */
  fromBackup: number;
}

/** Fills a fresh database from a damaged file, and from a backup what the file has lost. */
export async function salvage(sql: Statements, damagedPath: string): Promise<SalvageReport> {
  const left: Left = { saved: 0, partly: 0, bare: [], lost: new Set() };
  const save = (damaged: Statements) => {
    for (const sequence of findSequences(damaged)) saveOne(sql, damaged, sequence, left);
    copyOwnTables(sql, damaged);
  };
  withDatabase(() => openForReading(damagedPath, false), save);
  const folder = placeOfDatabase(damagedPath);
  await withFileBeside(historyPath(folder, mendedName), (path) => {
    copyWithNewHeader(damagedPath, path);
    withDatabase(() => openForReading(path, true), save);
  });
  await withFileBeside(historyPath(folder, scannedName), async (path) => {
    const database = openForWriting(path);
    try {
      await migrate(database, { backupFolder: null });
      const found = createStatements(database);
      if (scanDamaged(damagedPath, sql, found) > 0) save(found);
    } finally {
      database.close();
    }
  });
  const { saved, partly, lost, bare } = left;
  return { saved, partly, lost: lost.size, fromBackup: await addFromBackup(sql, folder, bare) };
}

const mendedName = ".mended.db";
const scannedName = ".scanned.db";

/** A way to more runs; where it cannot be gone, say for want of room, those found before are what there is. */
async function withFileBeside(path: string, work: (path: string) => Promise<void> | void): Promise<void> {
  const remove = () => {
    for (const companion of companions) rmSync(path + companion, { force: true });
  };
  remove();
  try {
    await work(path);
  } catch {
    // The next way may be open.
  } finally {
    remove();
  }
}

interface Left {
  saved: number;
  partly: number;
  /** Runs whose row was lost, and with it what a person had added. */
  bare: number[];
  /** Runs that no way led to, by sequence. */
  lost: Set<number>;
}

function saveOne(sql: Statements, damaged: Statements, sequence: number, left: Left): void {
  // An earlier way led to it.
  if (sql.get("SELECT 1 FROM runs WHERE sequence = ?", sequence)) return;
  const run = readWhatIsLeft(damaged, sequence);
  if (!run) {
    left.lost.add(sequence);
    return;
  }
  left.lost.delete(sequence);
  if (!putBack(sql, run)) return;
  left.saved += 1;
  if (run.partly) left.partly += 1;
  if (!run.hasRow) left.bare.push(sequence);
}

/** A run that was deleted stays so: nobody asked for it back. */
function putBack(sql: Statements, run: LeftOfRun): boolean {
  return sql.transaction(() => {
    if (!addRun(sql, run)) return false;
    if (run.deletedAt !== null) markDeleted(sql, run.record.id, run.deletedAt);
    return true;
  });
}

/** Tables besides the runs that hold what a person has made. */
const ownTables = ["jobs", "edits", "results", "ratings", "experiments", "setups"] as const;

function copyOwnTables(sql: Statements, from: Statements): void {
  for (const table of ownTables) copyRows(sql, from, table);
  attempt(() => {
    for (const { hash, job_id, data } of from.each(
      "SELECT hash, job_id, data FROM job_blobs JOIN blobs USING (hash)",
    )) {
      if (data instanceof Uint8Array) attempt(() => keepBlobForJob(sql, String(job_id))({ hash: String(hash), data }));
    }
  });
}

/** Row by row up to the damage; columns that one of the two does not have stay out. */
function copyRows(sql: Statements, from: Statements, table: (typeof ownTables)[number]): void {
  const known = columnsOf(sql, table);
  attempt(() => {
    for (const row of from.each(`SELECT * FROM ${table}`)) {
      const names = Object.keys(row).filter((name) => known.has(name));
      attempt(() =>
        sql.runNamed(
          `INSERT OR IGNORE INTO ${table} (${names.join(", ")}) VALUES (${names.map((name) => `:${name}`).join(", ")})`,
          Object.fromEntries(names.map((name) => [name, row[name] ?? null])),
        ),
      );
    }
  });
}

function columnsOf(sql: Statements, table: string): Set<string> {
  return new Set(sql.all(`SELECT name FROM pragma_table_info('${table}')`).map(({ name }) => String(name)));
}

/** What could be read of a run. */
interface LeftOfRun extends StoredRun {
  /** Exchanges are missing. */
  partly: boolean;
  /** What a person added could be read. */
  hasRow: boolean;
  /** When it was deleted; null when it was not or that is lost. */
  deletedAt: number | null;
}

function readWhatIsLeft(damaged: Statements, sequence: number): LeftOfRun | undefined {
  const exchanges = attempt(() => readExchanges(damaged, sequence));
  const record = attempt(() => readRecord(damaged, sequence, exchanges ?? []));
  if (!record) return undefined;
  const row = attempt(() => damaged.get("SELECT * FROM runs WHERE sequence = ?", sequence));
  const notes = toNotes(row ?? {});
  return { record, notes, partly: exchanges === undefined, hasRow: row !== undefined, deletedAt: deletedAtOf(row) };
}

function deletedAtOf(row: Row | undefined): number | null {
  const at = row?.["deleted_at"];
  return typeof at === "number" ? at : null;
}

/** Every sequence any table or index still knows, from both ends up to the damage. */
function findSequences(damaged: Statements): number[] {
  const found = new Set<number>();
  const sources = [
    "SELECT sequence FROM runs INDEXED BY runs_by_start",
    "SELECT sequence FROM runs NOT INDEXED ORDER BY sequence",
    "SELECT sequence FROM runs NOT INDEXED ORDER BY sequence DESC",
    "SELECT sequence FROM documents ORDER BY sequence",
    "SELECT sequence FROM documents ORDER BY sequence DESC",
  ];
  for (const source of sources) {
    attempt(() => {
      for (const row of damaged.each(source)) addSequence(found, row);
    });
  }
  return [...found].sort((a, b) => a - b);
}

function addSequence(found: Set<number>, row: Row): void {
  const sequence = row["sequence"];
  if (typeof sequence === "number" && sequence > 0) found.add(sequence);
}

/** The newest copy that is whole. It is read as a copy, since it may need an upgrade first. */
async function addFromBackup(sql: Statements, folder: string, bare: readonly number[]): Promise<number> {
  for (const path of listBackups(folder)) {
    const copy = `${path}.reading`;
    try {
      copyFileSync(path, copy);
      const database = openForWriting(copy);
      try {
        await migrate(database, { backupFolder: null });
        const copied = createStatements(database);
        const removed = removedRuns(folder);
        restoreNotes(sql, copied, { sequences: bare, removed });
        copyOwnTables(sql, copied);
        return addAll(sql, copied, removed);
      } finally {
        database.close();
      }
    } catch {
      // This copy is damaged as well; an older one may be whole.
    } finally {
      for (const companion of companions) rmSync(copy + companion, { force: true });
    }
  }
  return 0;
}

/** Runs that were read without their rows, and those that had been deleted. */
interface Bare {
  sequences: readonly number[];
  removed: RemovedRuns;
}

/** A copy of a large history has the rows of its runs and not what they hold: enough for what a person added or deleted. */
function restoreNotes(sql: Statements, copied: Statements, { sequences, removed }: Bare): void {
  for (const sequence of sequences) {
    const row = attempt(() => copied.get("SELECT * FROM runs WHERE sequence = ?", sequence));
    const id = row?.["id"];
    const kept = typeof id === "string" ? sql.get("SELECT sequence FROM runs WHERE id = ?", id) : undefined;
    if (!row || !kept) continue;
    setNotes(sql, Number(kept["sequence"]), toNotes(row));
    const deletedAt = deletedAtOf(row) ?? (removed.has(String(id)) ? Number(row["started_at"]) : null);
    if (deletedAt !== null) markDeleted(sql, String(id), deletedAt);
  }
}

/** But what was deleted since the copy was made: that can be brought back only by who deleted it, or by nobody. */
function addAll(sql: Statements, backup: Statements, removed: RemovedRuns): number {
  let added = 0;
  for (const sequence of findSequences(backup)) {
    const run = readWhatIsLeft(backup, sequence);
    const what = run && removed.get(run.record.id);
    if (!run || what === "removed") continue;
    const deletedAt = run.deletedAt ?? (what === "deleted" ? run.record.startedAt : null);
    if (putBack(sql, { ...run, record: ended(run.record), deletedAt }) && deletedAt === null) added += 1;
  }
  return added;
}

/** A run of the file itself may go on, or is closed by who opens it; one of a copy has ended long ago. */
function ended(record: RunRecord): RunRecord {
  return record.state === "running"
    ? { ...record, state: "interrupted", exchanges: record.exchanges.map(cutShort) }
    : record;
}

function withDatabase(open: () => DatabaseSync, work: (statements: Statements) => void): void {
  const database = attempt(open);
  if (!database) return;
  try {
    work(createStatements(database));
  } finally {
    database.close();
  }
}

/** What reads past damage must go on when a read fails: that is its purpose. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
