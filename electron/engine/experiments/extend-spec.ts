import { createHash } from "node:crypto";
import { LazyRows, type RowList } from "@shared/domain/dataset/row-list.ts";
import {
  type ExperimentSpec,
  earlierOf,
  expandExperiment,
  type SpecRow,
} from "@shared/domain/experiment/experiment-spec.ts";
import type { Cell } from "@shared/domain/job/expand-cells.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import type { CellRun } from "../jobs/job-store.ts";

/** An experiment that was run, with the latest run of each of its cells. */
export interface EarlierExperiment {
  jobId: string;
  spec: ExperimentSpec;
  cells: readonly CellRun[];
}

/** Cells that are looked at between two steps: their requests are made for it. */
const cellsOfStep = 200;

/** How runs end that count for their variant, for it or against it; what never reached a model is asked again. */
const counting: ReadonlySet<string> = new Set([
  ...["completed", "completed_unterminated"],
  ...["truncated", "timeout", "protocol_error", "limit_exceeded"],
]);

/**
 * The same experiment with the answers of an earlier one in place of calls, wherever the very request has been answered there.
 * Where both sides of a comparison come from it the earlier verdict has been read of them, and the live one stays. Goes on in
 * steps, since it looks at every request.
 */
export function* reuseAnswers(spec: ExperimentSpec, earlier: EarlierExperiment): Generator<void, ExperimentSpec> {
  const before = runsOf(earlier);
  const pools = new Map<string, string[]>();
  for (const [at, cell] of before.cells.entries()) {
    if (at % cellsOfStep === 0) yield;
    const runId = before.runs.get(cell.cell);
    if (runId === undefined) continue;
    const key = keyOf(cell);
    const pool = pools.get(key) ?? [];
    pool.push(runId);
    pools.set(key, pool);
  }
  const reused: Record<string, string> = {};
  const variants = new Set<string>();
  for (const [at, cell] of expandExperiment(spec, "").entries()) {
    if (at % cellsOfStep === 0) yield;
    // Each answer stands for one cell: the same one twice would be no repetition.
    const runId = pools.get(keyOf(cell))?.shift();
    if (runId === undefined) continue;
    reused[cell.cell] = runId;
    if (cell.lane !== undefined) variants.add(cell.lane);
  }
  if (variants.size === 0) return spec;
  const isSeen = variants.size > 1;
  return {
    ...spec,
    reused,
    ...takenFrom(earlier),
    ...(isSeen ? { extends: { jobId: earlier.jobId, batches: [spec.rows.length], restarts: 0 } } : {}),
  };
}

/**
 * More rows, variants or repetitions for an earlier experiment, whose cells are taken over: only new ones are sent. Its rows
 * keep their order and new ones follow, since units that have been looked at must not be mixed with others. Goes on in steps.
 * @returns a problem in words where it is another experiment.
 */
export function* extendExperiment(
  spec: ExperimentSpec,
  earlier: EarlierExperiment,
): Generator<void, { spec: ExperimentSpec } | { problem: string }> {
  const { spec: old } = earlier;
  if (spec.seed !== old.seed) return { problem: `its seed was ${old.seed}, which orders the rows` };
  if (spec.repetitions < old.repetitions) return { problem: `it had ${old.repetitions} repetitions` };
  const ordered = yield* orderedRows(spec.rows, old.rows);
  if ("problem" in ordered) return ordered;
  const { rows, added } = ordered;
  const batches = [...(old.extends?.batches ?? [old.rows.length]), ...(added > 0 ? [added] : [])];
  // Means over more repetitions are other values of units that have been looked at: that is a second test.
  const restarts = (old.extends?.restarts ?? 0) + (spec.repetitions > old.repetitions ? 1 : 0);
  const wider: ExperimentSpec = { ...spec, rows, extends: { jobId: earlier.jobId, batches, restarts } };
  const now = new Map(expandExperiment(wider, "").map((cell) => [cell.cell, cell]));
  const { cells, runs } = runsOf(earlier);
  const reused: Record<string, string> = {};
  for (const [at, cell] of cells.entries()) {
    if (at % cellsOfStep === 0) yield;
    const same = now.get(cell.cell);
    if (!same) return { problem: `its variant ${cell.lane ?? ""} is not run on all of its rows any more` };
    if (keyOf(same) !== keyOf(cell))
      return { problem: `what ${cell.lane ?? ""} sends for row ${cell.group} has changed` };
    const runId = runs.get(cell.cell);
    if (runId !== undefined) reused[cell.cell] = runId;
  }
  return { spec: { ...wider, reused, ...takenFrom(earlier) } };
}

/** Whose answers and judgements hold: also those that the earlier one had taken over itself. */
function takenFrom({ jobId, spec }: EarlierExperiment): Pick<ExperimentSpec, "reusedFrom" | "reusedBefore"> {
  const before = earlierOf(spec);
  return { reusedFrom: jobId, ...(before.length > 0 ? { reusedBefore: before } : {}) };
}

/** Rows of before in the order they had, behind them what was added; none of them is held. */
function* orderedRows(
  rows: RowList<SpecRow>,
  old: RowList<SpecRow>,
): Generator<void, { rows: RowList<SpecRow>; added: number } | { problem: string }> {
  const places = new Map<string, number>();
  for (const [place, { id }] of rows.entries()) {
    if (place % cellsOfStep === 0) yield;
    places.set(id, place);
  }
  const order: number[] = [];
  const groups = new Set<string>();
  const known = new Set<string>();
  for (const [at, { id, group }] of old.entries()) {
    if (at % cellsOfStep === 0) yield;
    const place = places.get(id);
    if (place === undefined) return { problem: `its row ${id} is not there any more` };
    order.push(place);
    known.add(id);
    if (group !== undefined) groups.add(group);
  }
  for (const [id, place] of places) {
    if (known.has(id)) continue;
    order.push(place);
    if (groups.size === 0) continue;
    const group = rows.at(place)?.group;
    // Its group has counted, and would be another one with it.
    if (group !== undefined && groups.has(group))
      return { problem: `row ${id} is of the group ${group}, which has counted` };
  }
  const isAsItWas = order.every((place, at) => place === at);
  return {
    rows: isAsItWas ? rows : new LazyRows(order.length, (at) => rows.at(order[at] ?? 0) as SpecRow),
    added: order.length - old.length,
  };
}

/** Cells in their order, and the runs of those that count, also of those that were taken over themselves. */
function runsOf({ spec, cells }: EarlierExperiment): { cells: Cell[]; runs: ReadonlyMap<string, string> } {
  const runs = new Map(Object.entries(spec.reused ?? {}));
  for (const { cell, runId, state, outcome } of cells) {
    if (state === "finished" && outcome !== null && counting.has(outcome)) runs.set(cell, runId);
  }
  return { cells: expandExperiment(spec, ""), runs };
}

/** What tells a request from another one, as a hash: the requests of 200 000 cells are not held. */
function keyOf({ request: { comparison: _, ...request }, apiBase }: Cell): string {
  const text = stableJson([JSON.parse(JSON.stringify(request)), apiBase ?? null]);
  return createHash("sha256").update(text).digest("base64");
}
