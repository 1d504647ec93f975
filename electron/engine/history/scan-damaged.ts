import { closeSync, fstatSync, openSync } from "node:fs";
import { parseObject } from "../../../shared/domain/json/read-json.ts";
import { type PagedFile, type PageRow, type PageValue, rowsOfPages } from "./page-rows.ts";
import type { Statements } from "./statements.ts";

/*
 * What a damaged file holds of runs whose tables cannot be walked any more, put into tables of a database beside it, so
 * that they are read as every other run is. A row says by its form of which table it is.
 */

/** Sizes SQLite can have had; ours is the first. */
const pageSizes = [4_096, 1_024, 8_192, 16_384, 32_768, 65_536];

/**
 * Fills `found`, an empty database of ours, with what leaves of the damaged file have of runs that `saved` lacks.
 * Gives how many runs there are.
 */
export function scanDamaged(path: string, saved: Statements, found: Statements): number {
  const descriptor = openSync(path, "r");
  try {
    const { size: bytes } = fstatSync(descriptor);
    for (const pageBytes of pageSizes) {
      const { seen, missing } = scanPages({ descriptor, bytes, pageBytes }, saved, found);
      // Of another size the same bytes would be other pages, and free ones would pass for used.
      if (seen > 0) return missing;
    }
    return 0;
  } finally {
    closeSync(descriptor);
  }
}

/** Twice over the file: which runs are missing, then what belongs to them. */
function scanPages(file: PagedFile, saved: Statements, found: Statements): { seen: number; missing: number } {
  const missing = new Set<number>();
  let seen = 0;
  return found.transaction(() => {
    for (const row of rowsOfPages(file)) {
      const document = documentOf(row);
      if (document === undefined) continue;
      seen += 1;
      if (saved.get("SELECT 1 FROM runs WHERE sequence = ?", row.rowid)) continue;
      putDocument(found, row.rowid, document);
      missing.add(row.rowid);
    }
    if (missing.size > 0) for (const row of rowsOfPages(file)) putRest(found, row, missing);
    return { seen, missing: missing.size };
  });
}

interface FoundDocument {
  text: string;
  id: string;
  isOver: boolean;
}

/** A run's own row: nothing else of ours is one JSON object with a request in it. */
function documentOf({ values: [sequence, text, ...more] }: PageRow): FoundDocument | undefined {
  if (sequence !== null || typeof text !== "string" || more.length > 0 || !text.startsWith("{")) return undefined;
  const { id, request, state } = parseObject(text) ?? {};
  return typeof id === "string" && request ? { text, id, isOver: state !== "running" } : undefined;
}

/** Of a run that stands there twice, as it was while it ran and as it ended, the end counts. */
function putDocument(found: Statements, sequence: number, { text, id, isOver }: FoundDocument): void {
  if (found.get("SELECT 1 FROM documents WHERE sequence = ?", sequence)) {
    if (isOver) found.run("UPDATE documents SET document = ? WHERE sequence = ?", text, sequence);
    return;
  }
  found.run(
    `INSERT OR IGNORE INTO runs (sequence, id, started_at, state, model, usage, excerpt)
     VALUES (?, ?, 0, 'interrupted', '', '{}', '')`,
    sequence,
    id,
  );
  found.run("INSERT OR IGNORE INTO documents VALUES (?, ?)", sequence, text);
}

function putRest(found: Statements, { rowid, values }: PageRow, missing: ReadonlySet<number>): void {
  const [first, second, third, fourth] = values;
  const isOfRun = typeof first === "number" && missing.has(first) && typeof second === "number";
  try {
    if (values.length === 4 && isOfRun && isText(third) && isText(fourth)) {
      found.run("INSERT OR IGNORE INTO exchanges VALUES (?, ?, ?, ?)", first, second, third, fourth);
    } else if (values.length === 3 && isOfRun && isText(third)) {
      found.run("INSERT OR IGNORE INTO parts VALUES (?, ?, ?)", first, second, third);
    } else if (values.length === 2 && isText(first) && second instanceof Uint8Array) {
      found.run("INSERT OR IGNORE INTO blobs VALUES (?, ?)", first, second);
    } else if (values.length > deletedColumn && first === null && missing.has(rowid)) {
      putNotes(found, rowid, values);
    }
  } catch {
    // It only looked like a row of that table.
  }
}

/** The places of what a person has added, in the first schema and in every later one. */
const notesColumn = 21;
const deletedColumn = notesColumn + 3;
const blindColumn = notesColumn + 5;

function putNotes(found: Statements, sequence: number, values: readonly PageValue[]): void {
  const row = found.get("SELECT id FROM runs WHERE sequence = ?", sequence);
  if (row?.["id"] !== values[1]) return;
  const [rating = null, note = null, pinned = 0, deletedAt = null] = values.slice(notesColumn);
  found.run(
    "UPDATE runs SET rating = ?, note = ?, pinned = ?, deleted_at = ?, best_blind_of = ? WHERE sequence = ?",
    rating,
    note,
    pinned,
    deletedAt,
    values[blindColumn] ?? null,
    sequence,
  );
}

function isText(value: PageValue | undefined): value is string {
  return typeof value === "string";
}
