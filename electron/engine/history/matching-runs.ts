import type { SQLInputValue } from "node:sqlite";
import type { RunPlace } from "../../../shared/domain/run/run-place.ts";
import { type Row, summaryColumns } from "./run-row.ts";
import type { Statements } from "./statements.ts";

/** Of what a text matches so many are sorted. Of more the runs are gone through in their order, and each is looked up. */
const sortedMatches = 2_000;
/** Runs that are gone through at first; where few of them match, four times as many each time, up to so many. */
const firstStretch = 500;
const longestStretch = 32_000;

/** Conditions on `runs`, with the values of their marks. */
export interface RunConditions {
  where: string;
  values: readonly SQLInputValue[];
}

const inOrder = "ORDER BY runs.started_at DESC, runs.sequence DESC";

/** Runs in the order of lists, newest first, from a place on. */
export function runsInOrder(
  sql: Statements,
  columns: string,
  { where, values }: RunConditions,
  before: RunPlace | undefined,
  limit: number,
): Row[] {
  const below = before === undefined ? "" : "AND (runs.started_at, runs.sequence) < (?, ?)";
  const place = before === undefined ? [] : [before.startedAt, before.sequence];
  return sql.all(`SELECT ${columns} FROM runs WHERE ${where} ${below} ${inOrder} LIMIT ?`, ...values, ...place, limit);
}

/**
 * The same of the runs a full-text query matches. What it matches is asked for once: to put together the start of a word
 * that thousands begin with takes half a second among 100 000 runs.
 */
export function matchingRuns(
  sql: Statements,
  match: string,
  conditions: RunConditions,
  before: RunPlace | undefined,
  limit: number,
): Row[] {
  const newest = matches(sql, match, sortedMatches + 1);
  if (newest.length <= sortedMatches) return amongThese(sql, newest, conditions, before, limit);
  const known = { matches: new Set(newest), lowest: newest.at(-1) ?? 0 };
  const found: number[] = [];
  let place = before;
  for (let stretch = firstStretch; ; stretch = Math.min(4 * stretch, longestStretch)) {
    const rows = runsInOrder(sql, "runs.sequence, runs.started_at", conditions, place, stretch);
    const sequences = rows.map(({ sequence }) => Number(sequence));
    const isMatch = lookUp(sql, match, sequences, known);
    found.push(...sequences.filter((sequence) => isMatch.has(sequence)).slice(0, limit - found.length));
    const last = rows.at(-1);
    if (last === undefined || rows.length < stretch || found.length === limit) break;
    place = { startedAt: Number(last["started_at"]), sequence: Number(last["sequence"]) };
  }
  return amongThese(sql, found, { where: "TRUE", values: [] }, undefined, limit);
}

/** Which of some runs match, and others. `known`: the newest matches by number, without a gap. */
function lookUp(
  sql: Statements,
  match: string,
  sequences: readonly number[],
  known: { matches: ReadonlySet<number>; lowest: number },
): ReadonlySet<number> {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, 0];
  for (const sequence of sequences) [lowest, highest] = [Math.min(lowest, sequence), Math.max(highest, sequence)];
  return lowest >= known.lowest ? known.matches : new Set(matches(sql, match, -1, lowest, highest));
}

/** Sequences of what matches, the highest first. `limit`: -1 for all. */
function matches(
  sql: Statements,
  match: string,
  limit: number,
  lowest = 0,
  highest = Number.MAX_SAFE_INTEGER,
): number[] {
  const rows = sql.all(
    "SELECT rowid FROM search WHERE search MATCH ? AND rowid >= ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?",
    match,
    lowest,
    highest,
    limit,
  );
  return rows.map(({ rowid }) => Number(rowid));
}

function amongThese(
  sql: Statements,
  sequences: readonly number[],
  { where, values }: RunConditions,
  before: RunPlace | undefined,
  limit: number,
): Row[] {
  const among = {
    where: `runs.sequence IN (SELECT value FROM json_each(?)) AND ${where}`,
    values: [JSON.stringify(sequences), ...values],
  };
  return runsInOrder(sql, summaryColumns, among, before, limit);
}
