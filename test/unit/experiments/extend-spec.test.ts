import { extendExperiment, reuseAnswers } from "@engine/experiments/extend-spec.ts";
import { findJobKind } from "@engine/jobs/job-kinds.ts";
import type { CellRun } from "@engine/jobs/job-store.ts";
import { reportOf } from "@shared/domain/experiment/experiment-report.ts";
import { alphaOf, type ExperimentSpec, expandExperiment, unitsOf } from "@shared/domain/experiment/experiment-spec.ts";
import { atOnce } from "@shared/domain/late/at-once.ts";
import { describe, expect, it } from "vitest";
import { specOf } from "./null-recipes.ts";

/** Rows that send something of their own. */
function wide(rows: number, more: Partial<ExperimentSpec> = {}): ExperimentSpec {
  const spec = { ...specOf(rows, { seed: 3 }), ...more };
  return { ...spec, rows: spec.rows.map((row) => ({ ...row, variables: { q: row.id } })) };
}
const runOf = (cell: string, outcome = "completed"): CellRun => ({
  ...{ cell, runId: `run of ${cell}`, outcome, state: "finished", mayHaveLeft: true, costUsd: null },
});
const ran = (spec: ExperimentSpec, outcome?: string) => ({
  jobId: "before",
  spec,
  cells: expandExperiment(spec, "").map(({ cell }) => runOf(cell, outcome)),
});
const sent = (spec: ExperimentSpec) =>
  findJobKind("experiment")
    .plan(spec, "now")
    .cells.map(({ cell }) => cell);
function extended(spec: ExperimentSpec, earlier = ran(wide(10))): ExperimentSpec {
  const made = atOnce(extendExperiment(spec, earlier));
  if ("problem" in made) throw new Error(made.problem);
  return made.spec;
}
const reused = (spec: ExperimentSpec) => atOnce(reuseAnswers(spec, ran(wide(10))));
const order = (spec: ExperimentSpec) => unitsOf(spec).flatMap(({ rows }) => rows);

describe("what is added to an experiment", () => {
  it("is all that is sent: rows follow those that have counted, which keep their order", () => {
    const spec = extended(wide(14));
    expect(sent(spec)).toHaveLength(8);
    expect(order(spec).slice(0, 10)).toEqual(order(wide(10)));
    expect(order(spec).slice(10).sort()).toEqual(["10", "11", "12", "13"]);
    // And once more.
    const again = extended(wide(15), { ...ran(spec), jobId: "second" });
    expect(order(again).slice(0, 14)).toEqual(order(spec));
    expect(sent(again)).toHaveLength(2);
    expect(again.extends).toMatchObject({ jobId: "second", batches: [10, 4, 1] });
  });

  it("may be variants and repetitions; more repetitions are a second test of units that have counted, at half of α", () => {
    const [first] = wide(10).variants;
    if (!first) throw new Error("no variant");
    const third = wide(10, { variants: [...wide(10).variants, { ...first, name: "third" }] });
    expect(sent(extended(third)).every((cell) => cell.includes("/third/"))).toBe(true);
    const repeated = extended(wide(10, { repetitions: 2 }));
    expect(sent(repeated).every((cell) => cell.endsWith("/1"))).toBe(true);
    expect(alphaOf(repeated)).toBe(0.025);
  });

  it("leaves the live verdict: the fixed-n test has been read", () => {
    const spec = extended(wide(14));
    const results = expandExperiment(spec, "").map(({ group: row, lane: variant = "", cell: runId }) => ({
      ...{ row, variant, runId, repetition: 0, standing: "done" as const, passed: variant === "edit", scores: [] },
    }));
    expect(reportOf(spec, results, { costUsd: 0 })).toMatchObject({
      isFinished: true,
      comparisons: [{ when: "live", units: 14 }],
    });
  });

  it("is refused where it is another experiment", () => {
    const refused = (spec: ExperimentSpec, earlier = ran(wide(10))) => atOnce(extendExperiment(spec, earlier));
    expect(refused(wide(9))).toMatchObject({ problem: expect.stringContaining("row 9") });
    expect(refused({ ...wide(10), seed: 4 })).toMatchObject({ problem: expect.stringContaining("seed") });
    const changed = wide(10);
    for (const variant of changed.variants) variant.request = { ...variant.request, modelOverride: "openai/other" };
    expect(refused(changed)).toMatchObject({ problem: expect.stringContaining("has changed") });
    const grouped = (rows: number) => ({
      ...wide(rows),
      rows: wide(rows).rows.map((row) => ({ ...row, group: "one" })),
    });
    expect(refused(grouped(11), ran(grouped(10)))).toMatchObject({ problem: expect.stringContaining("group one") });
  });

  it("sends again what never reached a model, and not what was cut short: that counts", () => {
    expect(sent(extended(wide(10), ran(wide(10), "network_error")))).toHaveLength(20);
    expect(sent(extended(wide(11), ran(wide(10), "timeout")))).toHaveLength(2);
  });
});

describe("answers of an earlier experiment", () => {
  it("are taken where the very request is the same, whatever row or variant is called", () => {
    const renamed = wide(10);
    renamed.variants = renamed.variants.map((variant) => ({ ...variant, name: `new ${variant.name}` }));
    expect(sent({ ...reused(renamed), extends: undefined })).toEqual([]);
    const changed = wide(10);
    changed.variants = changed.variants.map((variant) =>
      variant.name === "edit"
        ? { ...variant, request: { ...variant.request, overrides: { temperature: 1 } } }
        : variant,
    );
    const spec = reused(changed);
    expect(sent(spec).every((cell) => cell.includes("/edit/"))).toBe(true);
    // One side of the comparison is new: it has not been looked at.
    expect(spec.extends).toBeUndefined();
    expect(reused(wide(12)).extends).toBeDefined();
  });

  it("each stand for one cell: the same answer twice is no repetition", () => {
    const spec = reused(wide(10, { repetitions: 3 }));
    const runs = Object.values(spec.reused ?? {});
    expect(new Set(runs).size).toBe(runs.length);
    // Both variants send the same here, so that a cell takes the answer of either.
    expect(runs).toHaveLength(20);
  });
});
