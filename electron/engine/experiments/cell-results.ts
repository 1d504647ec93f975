import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import { type ExperimentSpec, expandExperiment } from "@shared/domain/experiment/experiment-spec.ts";
import { placeOfCell } from "@shared/domain/job/expand-cells.ts";
import type { CellView } from "@shared/domain/job/job.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { AskJudge } from "../evaluators/score-cell.ts";
import { scoreRun } from "./score-run.ts";

/** Results of an experiment, one for each of its cells; nothing of them is stored, since runs say it all. */
export interface CellResults {
  /** Scores a run that has ended. @throws AbortError */
  add(cell: string, record: RunRecord, ask: AskJudge): Promise<void>;
  /** A cell without an answer: how it stands after a crash or a stop. */
  note(view: CellView): void;
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
      if (before) results.set(cell, await scoreRun(spec, before, record, ask, signal));
    },
    note({ cell, state, runId }) {
      const before = results.get(cell);
      if (!before) return;
      const standing = state === "uncertain" ? "uncertain" : "waiting";
      results.set(cell, { ...before, runId, standing, passed: null, scores: [] });
    },
    list: () => [...results.values()],
  };
}
