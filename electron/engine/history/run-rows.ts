import { foldEvent } from "../../../shared/domain/run/fold-events.ts";
import type { RunNotes } from "../../../shared/domain/run/history.ts";
import type { RunRecord } from "../../../shared/domain/run/run.ts";
import type { StreamEvent } from "../../../shared/domain/run/stream-event.ts";
import { readStoredRecord, recordVersion } from "../../../shared/domain/run/upgrade-record.ts";
import type { Exchange } from "../../../shared/domain/wire/wire.ts";
import { blobFinder, blobsOfRun, keepBlobFor, removeUnusedBlobs } from "./blob-rows.ts";
import { packJson, unpackJson } from "./blob-text.ts";
import { packFrames, unpackFrames } from "./frame-text.ts";
import { columnNames, columnValues, notesColumns, notesNames, type Row, toNotes } from "./run-row.ts";
import { type SearchText, searchTextOf } from "./search-text.ts";
import type { Parameters, Statements } from "./statements.ts";
import { documentOf, type WrittenRun } from "./written-run.ts";

/*
 * Writes runs into their tables and reads them back whole. Callers put calls that belong together into one transaction.
 */

/** A run together with what was added to it, as salvage and export need it. */
export interface StoredRun {
  record: RunRecord;
  notes: RunNotes;
}

/**
 * Writes a run as it is now, over what was there of it. Gives the sequence under which it is kept: its own, or the next
 * free one when another run has that.
 *
 * @param framesTexts the frames of each exchange as `packFrames` gives them, where the record does not hold them itself.
 */
export function saveRun(sql: Statements, record: RunRecord, framesTexts?: readonly string[]): number {
  const { sequence, before } = upsertRow(sql, record, columnValues(record));
  const { exchanges, ...rest } = record;
  const blobsBefore = before === null ? [] : forgetParts(sql, sequence, exchanges.length);
  const keep = keepBlobFor(sql, sequence);
  const document = packJson({ ...rest, sequence, documentVersion: recordVersion }, keep);
  const texts = exchanges.map((exchange, position) => {
    const { frames: _frames, ...head } = exchange;
    return { head: packJson(head, keep), frames: framesTexts?.[position] ?? packFrames(exchange) };
  });
  putTexts(sql, sequence, document, texts);
  removeUnusedBlobs(sql, blobsBefore);
  // A running run is found when it has ended: indexing it twice would double the work.
  if (record.state !== "running") indexRun(sql, sequence, searchTextOf(record), isIndexed(before));
  return sequence;
}

/** The same of a run whose texts are made already. */
export function saveWritten(sql: Statements, run: WrittenRun): number {
  const { sequence, before } = upsertRow(sql, run, run.columns);
  const blobsBefore = before === null ? [] : forgetParts(sql, sequence, run.exchanges.length);
  putTexts(sql, sequence, documentOf(run, sequence), run.exchanges);
  removeUnusedBlobs(sql, blobsBefore);
  if (run.search) indexRun(sql, sequence, run.search, isIndexed(before));
  return sequence;
}

function putTexts(sql: Statements, sequence: number, document: string, exchanges: WrittenRun["exchanges"]): void {
  sql.run(
    "INSERT INTO documents VALUES (?, ?) ON CONFLICT (sequence) DO UPDATE SET document = excluded.document",
    sequence,
    document,
  );
  let characters = document.length;
  exchanges.forEach(({ head, frames }, position) => {
    sql.run(
      `INSERT INTO exchanges VALUES (?, ?, ?, ?) ON CONFLICT (sequence, position)
       DO UPDATE SET exchange = excluded.exchange, frames = excluded.frames`,
      sequence,
      position,
      head,
      frames,
    );
    characters += head.length + frames.length;
  });
  sql.run("UPDATE runs SET bytes = ? WHERE sequence = ?", characters, sequence);
}

function isIndexed(before: string | null): boolean {
  return before !== null && before !== "running";
}

/** Takes away what a run is about to be written with anew, but exchanges that are written over; gives its blobs. */
function forgetParts(sql: Statements, sequence: number, exchanges: number): string[] {
  const hashes = blobsOfRun(sql, sequence);
  if (hashes.length > 0) sql.run("DELETE FROM blob_uses WHERE sequence = ?", sequence);
  sql.run("DELETE FROM parts WHERE sequence = ?", sequence);
  sql.run("DELETE FROM exchanges WHERE sequence = ? AND position >= ?", sequence, exchanges);
  return hashes;
}

/** Puts a run of another history in, with its notes; a run that is there already stays as it is. */
export function addRun(sql: Statements, { record, notes }: StoredRun): boolean {
  if (sql.get("SELECT 1 FROM runs WHERE id = ?", record.id)) return false;
  const sequence = saveRun(sql, record);
  setNotes(sql, sequence, notes);
  return true;
}

export function setNotes(sql: Statements, sequence: number, notes: RunNotes): void {
  sql.runNamed(
    `UPDATE runs SET rating = :rating, note = :note, pinned = :pinned, best_blind_of = :best_blind_of
     WHERE sequence = :sequence`,
    { ...notesColumns(notes), sequence },
  );
}

/** @param deletedAt in milliseconds; null brings it back. */
export function markDeleted(sql: Statements, id: string, deletedAt: number | null): void {
  sql.run("UPDATE runs SET deleted_at = ? WHERE id = ?", deletedAt, id);
}

/** Keeps what a running run has said since the last time. */
export function appendPart(sql: Statements, id: string, events: readonly StreamEvent[]): void {
  const row = sql.get("SELECT sequence FROM runs WHERE id = ? AND state = 'running'", id);
  if (!row) return;
  const sequence = Number(row["sequence"]);
  sql.run(
    "INSERT INTO parts SELECT ?1, coalesce(max(part), 0) + 1, ?2 FROM parts WHERE sequence = ?1",
    sequence,
    JSON.stringify(events),
  );
}

/**
 * The run under a sequence, with the parts of its answer folded in when it has not ended.
 * @throws Error when a part of it cannot be read, which only a damaged database can have.
 */
export function readRun(sql: Statements, sequence: number): StoredRun | undefined {
  const row = sql.get(`SELECT ${notesNames} FROM runs WHERE sequence = ?`, sequence);
  const record = row && readRecord(sql, sequence, readExchanges(sql, sequence));
  return row && record && { record, notes: toNotes(row) };
}

export function readRecord(sql: Statements, sequence: number, exchanges: Exchange[]): RunRecord | undefined {
  const row = sql.get("SELECT document FROM documents WHERE sequence = ?", sequence);
  if (!row) return undefined;
  const record = { ...readStoredRecord(unpackJson(String(row["document"]), blobFinder(sql))), exchanges };
  const parts = sql.all("SELECT events FROM parts WHERE sequence = ? ORDER BY part", sequence);
  return parts.length === 0 ? record : withParts(record, parts);
}

export function readExchanges(sql: Statements, sequence: number): Exchange[] {
  const rows = sql.all("SELECT exchange, frames FROM exchanges WHERE sequence = ? ORDER BY position", sequence);
  return rows.map((row) => toExchange(row, blobFinder(sql)));
}

/** After a crash: what was running is `interrupted`, with what had been written down of its answer. */
export function closeInterrupted(sql: Statements, isOver: (jobId: string | null) => boolean): number {
  const running = sql.all("SELECT sequence, job_id FROM runs WHERE state = 'running'");
  const rows = running.filter(({ job_id }) => isOver(typeof job_id === "string" ? job_id : null));
  for (const row of rows) {
    const sequence = Number(row["sequence"]);
    const record = readRecord(sql, sequence, readExchanges(sql, sequence));
    const exchanges = record?.exchanges.map(cutShort);
    if (record && exchanges) saveRun(sql, { ...record, exchanges, state: "interrupted" });
    else sql.run("UPDATE runs SET state = 'interrupted' WHERE sequence = ?", sequence);
  }
  return rows.length;
}

/** An exchange that had not ended has no end that could be known any more. */
export function cutShort(exchange: Exchange): Exchange {
  if (exchange.timings.end !== undefined) return exchange;
  return { ...exchange, failure: "Promptscope stopped before the answer was kept." };
}

/** Removes runs for good, with the blobs that no other run uses. */
export function removeRuns(sql: Statements, sequences: readonly number[]): void {
  for (const sequence of sequences) {
    const hashes = blobsOfRun(sql, sequence);
    sql.run("DELETE FROM search WHERE rowid = ?", sequence);
    sql.run("DELETE FROM runs WHERE sequence = ?", sequence);
    removeUnusedBlobs(sql, hashes);
  }
}

/** `before`: the state of the row that was there, null where there was none. */
function upsertRow(
  sql: Statements,
  run: { id: string; sequence: number },
  columns: WrittenRun["columns"],
): { sequence: number; before: string | null } {
  const known = sql.get(knownRow, run.id);
  if (known) {
    const sequence = Number(known["sequence"]);
    const values: Parameters = { sequence };
    // An index is written anew for every column that is named, changed or not.
    const set: string[] = [];
    columnNames.forEach((name, index) => {
      const value = columns[index] ?? null;
      if (known[name] === value) return;
      values[name] = value;
      set.push(`${name} = :${name}`);
    });
    if (set.length > 0) sql.runNamed(`UPDATE runs SET ${set.join(", ")} WHERE sequence = :sequence`, values);
    return { sequence, before: String(known["state"]) };
  }
  const sequence = freeSequence(sql, run.sequence);
  sql.run(newRow, sequence, ...columns);
  const jobId = columns[jobColumn];
  if (typeof jobId === "string") sql.run(firstOfExperiment, jobId, sequence);
  return { sequence, before: null };
}

const jobColumn = columnNames.indexOf("job_id");
/** Lists show an experiment by its first run. */
const firstOfExperiment = `INSERT INTO experiments (job_id, first) SELECT id, ?2 FROM jobs WHERE id = ?1 AND kind = 'experiment'
  ON CONFLICT (job_id) DO UPDATE SET first = coalesce(first, excluded.first)`;

const knownRow = `SELECT sequence, ${columnNames.join(", ")} FROM runs WHERE id = ?`;
const newRow = `INSERT INTO runs (sequence, ${columnNames.join(", ")}) VALUES (?${", ?".repeat(columnNames.length)})`;

function freeSequence(sql: Statements, wanted: number): number {
  if (wanted > 0 && !sql.get("SELECT 1 FROM runs WHERE sequence = ?", wanted)) return wanted;
  return Number(sql.get("SELECT coalesce(max(sequence), 0) + 1 AS next FROM runs")?.["next"] ?? 1);
}

function toExchange(row: Row, find: (hash: string) => Uint8Array | undefined): Exchange {
  const head = unpackJson(String(row["exchange"]), find) as Omit<Exchange, "frames">;
  return { ...head, frames: unpackFrames(String(row["frames"]), head.response) };
}

function withParts(record: RunRecord, parts: readonly Row[]): RunRecord {
  const output = structuredClone(record.output);
  for (const { events } of parts) {
    for (const event of JSON.parse(String(events)) as StreamEvent[]) foldEvent(output, event);
  }
  return { ...record, output };
}

function indexRun(sql: Statements, sequence: number, text: SearchText, wasIndexed: boolean): void {
  if (wasIndexed) sql.run("DELETE FROM search WHERE rowid = ?", sequence);
  sql.runNamed(
    `INSERT INTO search (rowid, prompt, variables, messages, output, error)
     VALUES (:sequence, :prompt, :variables, :messages, :output, :error)`,
    { sequence, ...text },
  );
}
