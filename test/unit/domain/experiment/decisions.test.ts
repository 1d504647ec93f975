import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import { createDecisionWatch } from "@shared/domain/experiment/decision-watch.ts";
import { reportOf } from "@shared/domain/experiment/experiment-report.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import { createLiveComparison } from "@shared/domain/experiment/live-comparison.ts";
import { createQuickComparison } from "@shared/domain/experiment/quick-comparison.ts";
import { stoppedWords } from "@shared/domain/experiment/report-words.ts";
import { orderUnits } from "@shared/domain/experiment/unit-order.ts";
import { seededRandom } from "@shared/domain/statistics/seeded-random.ts";
import { describe, expect, it } from "vitest";
import { specOf } from "../../experiments/null-recipes.ts";

const result = (row: string, variant: string, passed: boolean | null, more: Partial<CellResult> = {}): CellResult => ({
  row,
  variant,
  repetition: 0,
  runId: `run of ${row} ${variant}`,
  standing: passed === null ? "open" : "done",
  passed,
  scores: [],
  ...more,
});
const order = (spec: ExperimentSpec) => orderUnits(spec.rows, spec.seed).flatMap(({ rows }) => rows);

/** The edit passes, the base does not. */
function clear(rows: readonly string[]): CellResult[] {
  return rows.flatMap((row) => [result(row, "base", false), result(row, "edit", true)]);
}
const waiting = (rows: readonly string[]) =>
  rows.flatMap((row) =>
    ["base", "edit"].map((variant) => result(row, variant, null, { standing: "waiting", runId: null })),
  );
const word = (spec: ExperimentSpec, results: CellResult[], hasSpoken = false) =>
  reportOf(spec, results, { costUsd: 0 }, hasSpoken).comparisons[0];

describe("fixed-n tests speak once", () => {
  const spec = specOf(40, { seed: 5 });
  const rows = order(spec);

  it("when all that was planned has ended, and not before, after a stop or with a budget used up", () => {
    expect(word(spec, clear(rows))).toMatchObject({ when: "fixed", units: 40 });
    expect(word(spec, [...clear(rows.slice(0, 39)), ...waiting(rows.slice(39))])).toMatchObject({ when: "live" });
  });

  it("never again with other results than they were read of: the live verdict stays", () => {
    expect(word(spec, clear(rows), true)).toMatchObject({ when: "live", units: 40 });
  });

  it("not at all where variants are stopped by the live verdict", () => {
    const stopping = { ...spec, verdict: { ...spec.verdict, stopWhenDecided: true } };
    expect(word(stopping, clear(rows))).toMatchObject({ when: "live" });
  });
});

describe("what was sent again", () => {
  it("counts after all others: what was looked past is not slipped in before what was seen", () => {
    const spec = specOf(6, { seed: 5 });
    const rows = order(spec);
    const [first = "", ...rest] = rows;
    const again = [result(first, "base", false), result(first, "edit", true, { again: true })];
    const half = [...clear(rest.slice(0, 3)), ...waiting(rest.slice(3))];
    // The first unit was open and came back; units that have not ended stand before it now.
    expect(word(spec, [...again, ...half])).toMatchObject({ units: 3, waiting: 3 });
    expect(word(spec, [...again, ...clear(rest)], true)).toMatchObject({ units: 6, waiting: 0 });
  });
});

describe("a variant that is decided", () => {
  const plan = specOf(60, { seed: 5 });
  const spec = { ...plan, verdict: { ...plan.verdict, stopWhenDecided: true } };
  const rows = order(spec);

  it("is found in the seed's order only: what ends behind a gap waits", () => {
    const watch = createDecisionWatch(spec);
    for (const one of clear(rows.slice(1, 40))) watch.add(one);
    expect(watch.decided().size).toBe(0);
    for (const one of clear(rows.slice(0, 1))) watch.add(one);
    expect(watch.decided().get("edit")).toBe("better");
    expect(watch.isSpared("edit")).toBe(true);
    // With nothing left to be compared the base need not go on either.
    expect(watch.isSpared("base")).toBe(true);
  });

  it("leaves the rest unsent, which is finished all the same; the calls that saved are said", () => {
    const report = reportOf(spec, [...clear(rows.slice(0, 20)), ...waiting(rows.slice(20))], { costUsd: 0 });
    expect(report).toMatchObject({
      isFinished: true,
      stopped: { variants: ["base", "edit"], spared: 80 },
      comparisons: [{ verdict: "better", when: "live", units: 20 }],
    });
    expect(stoppedWords(report)).toContain("80 calls were saved");
  });

  it("is not finished by waiting cells where nothing is decided, or nobody asked to stop", () => {
    const few = [...clear(rows.slice(0, 2)), ...waiting(rows.slice(2))];
    expect(reportOf(spec, few, { costUsd: 0 })).toMatchObject({ isFinished: false, stopped: { spared: 0 } });
    const many = [...clear(rows.slice(0, 20)), ...waiting(rows.slice(20))];
    expect(reportOf(plan, many, { costUsd: 0 })).toMatchObject({ isFinished: false, stopped: { spared: 0 } });
  });

  it("keeps the base going for the others that are not decided", () => {
    const third = spec.variants[0];
    if (!third) throw new Error("no variant");
    const three = { ...spec, variants: [...spec.variants, { ...third, name: "other" }] };
    const watch = createDecisionWatch(three);
    for (const row of rows.slice(0, 30)) {
      for (const one of [...clear([row]), result(row, "other", false)]) watch.add(one);
    }
    expect([...watch.decided().keys()]).toEqual(["edit"]);
    expect(["base", "edit", "other"].map(watch.isSpared)).toEqual([false, true, false]);
  });

  it("is decided by the same figures as the whole sequence, at every look", () => {
    const random = seededRandom(3);
    for (const [gain, loss] of [
      [0.4, 0.1],
      [0.2, 0.2],
      [0.02, 0.02],
    ] as const) {
      const [whole, quick] = [createLiveComparison(0.05), createQuickComparison(0.05, 0.1)];
      for (let unit = 0; unit < 300; unit += 1) {
        const chance = random.next();
        const difference = chance < gain ? 1 : chance < gain + loss ? -1 : 0;
        whole.add(difference);
        quick.add(difference);
        const { p, lo, hi } = whole.judge();
        expect(quick.p).toBeCloseTo(p, 9);
        expect(quick.isAlike).toBe(lo !== null && hi !== null && lo > -0.1 && hi < 0.1);
      }
      expect(quick.isUnstable()).toBe(false);
    }
  });
});
