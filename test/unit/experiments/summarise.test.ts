import { createGridIndex } from "@engine/experiments/live/grid-index.ts";
import type { LiveExperiment } from "@engine/experiments/live/live-experiment.ts";
import { summaryOf } from "@engine/experiments/live/summarise.ts";
import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import { reportOf } from "@shared/domain/experiment/experiment-report.ts";
import { expect, it } from "vitest";
import { specOf } from "./null-recipes.ts";

const job = { id: "j1", title: "tones", state: "done", owner: "this", notice: null, createdAt: 1, endedAt: 2 } as const;

/** An experiment at hand of four rows, whose cells stand as they are told: by row, then variant. */
function liveOf(cells: readonly Partial<CellResult>[], judges: { costUsd: number; unpriced: number }) {
  const spec = specOf(4, { seed: 1 });
  const index = createGridIndex(spec);
  const waiting = index.results();
  for (const [at, told] of cells.entries()) {
    const { row, variant, repetition } = waiting[at] as CellResult;
    const place = { row, variant, repetition };
    index.set(place, {
      result: { ...place, runId: `r${at}`, standing: "done", passed: true, scores: [], ...told },
    });
  }
  return { job, spec, index, report: null, judgeSpend: () => judges } as unknown as LiveExperiment;
}

it("the list counts calls without a price, the judges' too, and no reused answer (an experiment of reused answers cost what the first did)", () => {
  const live = liveOf(
    [
      { costUsd: 0.25 },
      {},
      { isReused: true, costUsd: 0.5 },
      { isReused: true },
      { isGiven: true },
      { passed: false, why: "HTTP 400" },
      { costUsd: 0 },
    ],
    { costUsd: 0.125, unpriced: 2 },
  );
  expect(summaryOf(live)).toMatchObject({ costUsd: 0.375, unpriced: 3, reusedCostUsd: 0.5, failed: 1 });
});

it("the list and the report say one sum", () => {
  const judges = { costUsd: 0.125, unpriced: 1 };
  const live = liveOf([{ costUsd: 0.25 }, { isReused: true, costUsd: 0.5 }, {}, { isReused: true }], judges);
  const { costUsd, unpriced, reusedCostUsd } = summaryOf(live);
  expect(reportOf(live.spec, live.index.results(), judges)).toMatchObject({ costUsd, unpriced, reusedCostUsd });
});
