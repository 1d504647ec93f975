import { LazyRows, type RowList } from "@shared/domain/dataset/row-list.ts";
import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import { type ExperimentSpec, type SpecRow, unitsOf } from "@shared/domain/experiment/experiment-spec.ts";
import type { ExperimentChange } from "@shared/domain/experiment/experiment-summary.ts";
import {
  type CellRetry,
  excerptLength,
  type GridCell,
  type GridCheck,
  type GridStatus,
} from "@shared/domain/experiment/grid.ts";
import type { HumanRating } from "@shared/domain/experiment/human-rating.ts";
import { factsOf } from "@shared/domain/experiment/row-facts.ts";
import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import { isScore, type ScoreOutcome } from "@shared/domain/experiment/score.ts";
import type { CellPlace } from "@shared/domain/job/expand-cells.ts";

/** A row as it is shown and sorted by; made once, since rows are frozen. */
export interface IndexedRow {
  number: number;
  id: string;
  name?: string;
  input: string;
  expected?: string;
  group?: string;
  facet?: string;
}

/** A cell as it stands, without the reasons of its scores, which lie in the store. */
export interface IndexedCell {
  result: CellResult;
  excerpt: string;
  /** Its run is under way, or ended with the app or by a person. */
  flight: "running" | "stopped" | null;
  rating: HumanRating | null;
  /** It waits to be tried again; nothing else may be told of it since. */
  retry: CellRetry | null;
}

/**
 * What is known of all cells of an experiment, compact enough that views of 100 000 are made without reading a run. Cells
 * lie by row, variant and repetition.
 */
export interface GridIndex {
  spec: ExperimentSpec;
  rows: RowList<IndexedRow>;
  /** Grows with every change. */
  revision(): number;
  at(row: number, variant: number, repetition: number): IndexedCell | null;
  find(place: CellPlace): IndexedCell | null;
  set(place: CellPlace, change: Partial<IndexedCell>): void;
  /** In the order of rows. */
  results(): CellResult[];
  /** Cells whose call has left and has not ended. */
  running(): number;
  statusOf(cell: IndexedCell): GridStatus;
  /** Cells that wait to be tried again, after a time in UTC milliseconds; null where there are none. */
  retrying(now: number): ExperimentChange["retrying"];
  /** Indexes of rows that changed after a revision; null: more than are remembered. */
  changedSince(revision: number): string[] | null;
  /** As the grid has it. */
  cell(row: number, variant: number, repetition: number): GridCell | null;
}

const inputLength = 300;
/** Changed rows that are told by name. */
const mostTold = 500;

/** @param isQueued whether a run that has begun waits for its turn: nothing of it has left. */
export function createGridIndex(spec: ExperimentSpec, isQueued: (runId: string) => boolean = () => false): GridIndex {
  const { rows: specRows, variants, repetitions } = spec;
  const facts = factsOf(specRows);
  // Rows that are made when they are asked for are not held here either.
  const rows: RowList<IndexedRow> =
    specRows instanceof LazyRows
      ? LazyRows.of(specRows, (row, index) => indexRow(row, index, facts.shared))
      : specRows.map((row, index) => indexRow(row, index, facts.shared));
  const variantAt = new Map(variants.map(({ name }, index) => [name, index]));
  const perRow = variants.length * repetitions;
  // Of a shard the rows of others are there and never run.
  const here = spec.shard && new Set(unitsOf(spec).flatMap((unit) => unit.rows));
  /** Of those of which something is known: most of many wait for hours. */
  const cells = new Map<number, IndexedCell>();
  let revision = 0;
  /** Cells whose run has begun and not ended. */
  const begun = new Set<number>();
  const waiting = new Map<number, CellRetry>();
  /** By row, the revision of its last change; in the order of changes. */
  const changes = new Map<number, number>();

  function placeOf({ row, variant, repetition }: CellPlace): { row: number; cell: number } | undefined {
    const [r, v] = [facts.placeOf(row), variantAt.get(variant)];
    if (r === undefined || v === undefined || repetition >= repetitions) return undefined;
    return { row: r, cell: r * perRow + v * repetitions + repetition };
  }

  function cellAt({ row, cell }: { row: number; cell: number }): IndexedCell | null {
    const rest = cell - row * perRow;
    return at(row, Math.floor(rest / repetitions), rest % repetitions);
  }

  function results(): CellResult[] {
    const all: CellResult[] = [];
    for (let row = 0; row < facts.ids.length; row += 1) {
      for (let rest = 0; rest < perRow; rest += 1) {
        const cell = cellAt({ row, cell: row * perRow + rest });
        if (cell) all.push(cell.result);
      }
    }
    return all;
  }

  /** Asked of the queue each time: a call leaves at a moment that nobody may have been there to note. */
  function isSent(cell: IndexedCell | null | undefined): boolean {
    return cell?.flight === "running" && (cell.result.runId === null || !isQueued(cell.result.runId));
  }

  function statusOf(cell: IndexedCell): GridStatus {
    const { flight, result } = cell;
    if (flight !== null) return flight === "running" && !isSent(cell) ? "waiting" : flight;
    const { standing, passed } = result;
    if (standing === "done") return passed === false ? "failed" : "passed";
    return standing;
  }

  function at(row: number, variant: number, repetition: number): IndexedCell | null {
    const known = cells.get(row * perRow + variant * repetitions + repetition);
    if (known) return known;
    const [id, of] = [facts.ids[row], variants[variant]];
    if (id === undefined || !of || !facts.isRun(row, of) || (here && !here.has(id))) return null;
    return emptyCell({ row: id, variant: of.name, repetition });
  }

  function tallyOf(row: number, variant: number): Partial<Record<GridStatus, number>> {
    const tally: Partial<Record<GridStatus, number>> = {};
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const cell = at(row, variant, repetition);
      if (!cell) continue;
      const status = statusOf(cell);
      tally[status] = (tally[status] ?? 0) + 1;
    }
    return tally;
  }

  return {
    spec,
    rows,
    revision: () => revision,
    at,
    find(place) {
      const found = placeOf(place);
      return found ? cellAt(found) : null;
    },
    set(place, change) {
      const found = placeOf(place);
      const before = found && cellAt(found);
      if (!found || !before) return;
      const retry = change.retry ?? null;
      if (retry) waiting.set(found.cell, retry);
      else waiting.delete(found.cell);
      const after = {
        ...before,
        ...change,
        retry,
        ...(change.result ? { result: withoutReasons(change.result) } : {}),
      };
      if (after.flight === "running") begun.add(found.cell);
      else begun.delete(found.cell);
      cells.set(found.cell, after);
      revision += 1;
      changes.delete(found.row);
      changes.set(found.row, revision);
    },
    results,
    running: () => [...begun].filter((one) => isSent(cells.get(one))).length,
    statusOf,
    retrying(now) {
      const all = [...waiting.values()].filter(({ at }) => at > now);
      if (all.length === 0) return null;
      return {
        cells: all.length,
        nextAt: Math.min(...all.map(({ at }) => at)),
        isLimited: all.some(({ isLimited }) => isLimited),
      };
    },
    changedSince(since) {
      const told: string[] = [];
      // The last changed lie at the end.
      for (const [row, at] of [...changes].reverse()) {
        if (at <= since) break;
        if (told.length >= mostTold) return null;
        told.push(facts.ids[row] ?? "");
      }
      return told;
    },
    cell(row, variant, repetition) {
      const cell = at(row, variant, repetition);
      return cell && gridCell(cell, statusOf(cell), repetitions > 1 ? tallyOf(row, variant) : undefined);
    },
  };
}

export function emptyResult(place: CellPlace): CellResult {
  return { ...place, runId: null, standing: "waiting", passed: null, scores: [] };
}

function emptyCell(place: CellPlace): IndexedCell {
  return { result: emptyResult(place), excerpt: "", flight: null, rating: null, retry: null };
}

/** Reasons are long, and read one cell at a time. */
function withoutReasons(result: CellResult): CellResult {
  return {
    ...result,
    scores: result.scores.map((score): ScoreOutcome => (isScore(score) ? { ...score, reason: "" } : score)),
  };
}

function gridCell(cell: IndexedCell, status: GridStatus, tally: GridCell["tally"]): GridCell {
  const { result, excerpt, rating, retry } = cell;
  const { runId, why, latencyMs, tokens, costUsd } = result;
  return {
    status,
    runId,
    answer: excerpt,
    checks: result.scores.map(checkOf),
    ...(why === undefined ? {} : { why }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(tokens === undefined ? {} : { tokens }),
    ...(costUsd === undefined ? {} : { costUsd }),
    ...(rating === null ? {} : { rating }),
    ...(retry === null ? {} : { retry }),
    ...(result.isReused ? { reused: true as const } : {}),
    ...(tally === undefined ? {} : { tally }),
  };
}

function checkOf(score: ScoreOutcome): GridCheck {
  const { name } = score;
  if (!isScore(score)) return { name, passed: null, value: null, error: score.error };
  return { name, passed: score.passed ?? null, value: score.value };
}

function indexRow(row: SpecRow, index: number, shared: ReadonlySet<string>): IndexedRow {
  const { id, description, variables, expected, group, facet, values } = row;
  const named = Object.entries(values ?? variables).map(([name, value]) => ({ name, text: textOfValue(value) }));
  const own = named.filter(({ name }) => !shared.has(name));
  const shown = (own.length > 0 ? own : named).map(({ text }) => text);
  const expectation = expected === undefined ? undefined : textOfValue(expected);
  return {
    number: index + 1,
    id,
    ...(description === undefined ? {} : { name: description }),
    input: oneLine(shown.toSorted((a, b) => b.length - a.length).join(" · ")),
    ...(expectation === undefined ? {} : { expected: expectation.slice(0, inputLength) }),
    ...(group === undefined ? {} : { group }),
    ...(facet === undefined ? {} : { facet }),
  };
}

/** Whether any text of a row has words, which are in lower case. Whole texts are read from the rows and not kept here. */
export function hasWords({ variables, values, expected, description, group, facet }: SpecRow, words: string): boolean {
  const texts = [...Object.values(values ?? variables), expected].map((value) =>
    value === undefined ? "" : textOfValue(value),
  );
  return [...texts, description, group, facet].some((text) => text?.toLowerCase().includes(words));
}

function oneLine(text: string): string {
  return text
    .slice(0, inputLength * 2)
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, inputLength)
    .toWellFormed();
}

/** How an answer begins, as a cell shows it. */
export function excerptOf(text: string): string {
  return text
    .slice(0, excerptLength * 2)
    .trim()
    .slice(0, excerptLength)
    .toWellFormed();
}
