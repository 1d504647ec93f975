import { copyFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { companions, openConnection, openForReading } from "./database-handle.ts";
import { listBackups, migrate } from "./migrate.ts";
import type { Row } from "./run-row.ts";
import { toNotes } from "./run-row.ts";
import { addRun, readExchanges, readRecord, type StoredRun } from "./run-rows.ts";
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
  const report: SalvageReport = { saved: 0, partly: 0, lost: 0, fromBackup: 0 };
  withDatabase(
    () => openForReading(damagedPath, false),
    (damaged) => {
      for (const sequence of findSequences(damaged)) saveOne(sql, damaged, sequence, report);
    },
  );
  report.fromBackup = await addFromBackup(sql, dirname(damagedPath));
  return report;
}

function saveOne(sql: Statements, damaged: Statements, sequence: number, report: SalvageReport): void {
  const run = readWhatIsLeft(damaged, sequence);
  if (!run) {
    report.lost += 1;
    return;
  }
  if (sql.transaction(() => addRun(sql, run))) report.saved += 1;
  if (run.partly) report.partly += 1;
}

function readWhatIsLeft(damaged: Statements, sequence: number): (StoredRun & { partly: boolean }) | undefined {
  const exchanges = attempt(() => readExchanges(damaged, sequence));
  const record = attempt(() => readRecord(damaged, sequence, exchanges ?? []));
  if (!record) return undefined;
  const row = attempt(() => damaged.get("SELECT * FROM runs WHERE sequence = ?", sequence));
  const state = record.state === "running" ? "interrupted" : record.state;
  return { record: { ...record, state }, notes: toNotes(row ?? {}), partly: exchanges === undefined };
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
async function addFromBackup(sql: Statements, folder: string): Promise<number> {
  for (const path of listBackups(folder)) {
    const copy = `${path}.reading`;
    try {
      copyFileSync(path, copy);
      const database = openConnection(copy);
      try {
        await migrate(database, { backupFolder: null });
        return addAll(sql, createStatements(database));
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

function addAll(sql: Statements, backup: Statements): number {
  let added = 0;
  for (const sequence of findSequences(backup)) {
    const run = readWhatIsLeft(backup, sequence);
    if (run && sql.transaction(() => addRun(sql, run))) added += 1;
  }
  return added;
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
