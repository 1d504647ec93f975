import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import { type ExperimentSpec, expandExperiment } from "@shared/domain/experiment/experiment-spec.ts";
import { type CellPlace, placeOfCell } from "@shared/domain/job/expand-cells.ts";
import type { CellView } from "@shared/domain/job/job.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { AskJudge } from "../evaluators/score-cell.ts";
import { scoreRun } from "./score-run.ts";

/** Results of an experiment, one for each of its cells; nothing of them is stored, since runs say it all. */
export interface CellResults {
  /** Scores a run that has ended. @throws AbortError */
  add(cell: string, record: RunRecord, ask: AskJudge): Promise<CellResult | undefined>;
  /** A cell without an answer: how it stands after a crash or a stop. */
  note(view: CellView): CellResult | undefined;
  /** By the cell's name. */
  find(cell: string): CellResult | undefined;
  /** In the seed's order. */
  list(): CellResult[];
}

export function createCellResults(spec: ExperimentSpec, signal: AbortSignal): CellResults {
  const results = new Map<string, CellResult>();
  for (const { cell } of expandExperiment(spec, "")) {
    const place = placeOfCell(cell);
    if (place) results.set(cell, { ...place, runId: null, standing: "waiting", passed: null, scores: [] });
  }
  return {
    async add(cell, record, ask) {
      const before = results.get(cell);
      if (!before) return undefined;
      const isAgain = before.again ?? (before.standing !== "waiting" && before.runId !== record.id);
      const result = await scoreRun(spec, placeOf(before), record, ask, signal);
      if (isAgain) result.again = true;
      results.set(cell, result);
      return result;
    },
    note({ cell, state, runId }) {
      const before = results.get(cell);
      if (!before) return undefined;
      const standing = state === "uncertain" ? "uncertain" : "waiting";
      const result: CellResult = { ...before, runId, standing, passed: null, scores: [] };
      results.set(cell, result);
      return result;
    },
    find: (cell) => results.get(cell),
    list: () => [...results.values()],
  };
}

function placeOf({ row, variant, repetition }: CellResult): CellPlace {
  return { row, variant, repetition };
}
