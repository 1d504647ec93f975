import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import { passOf } from "@shared/domain/experiment/cell-result.ts";
import { type ComparisonRules, compareVariants } from "@shared/domain/experiment/compare-variants.ts";
import { readGate } from "@shared/domain/experiment/gate.ts";
import { judgeGate } from "@shared/domain/experiment/judge-gates.ts";
import { passes, readPassRule } from "@shared/domain/experiment/pass-rule.ts";
import { rateVariant } from "@shared/domain/experiment/rate-variant.ts";
import { verdictWords } from "@shared/domain/experiment/report-words.ts";
import { orderUnits } from "@shared/domain/experiment/unit-order.ts";
import { tableOf, type UnitValue, unitValues } from "@shared/domain/experiment/unit-values.ts";
import { seededRandom } from "@shared/domain/statistics/seeded-random.ts";
import { describe, expect, it } from "vitest";

const rules: ComparisonRules = { alpha: 0.05, delta: 0.05, seed: 1, isPassFail: true, when: "fixed" };

function compare(values: readonly UnitValue[], baseValues: readonly UnitValue[], more: Partial<ComparisonRules> = {}) {
  const [one] = compareVariants([{ variant: "edit", base: "base", values, baseValues }], { ...rules, ...more });
  if (!one) throw new Error("no comparison");
  return one;
}
const many = (count: number, value: number) => Array<number>(count).fill(value);
/** Pairs as a table: both, only the variant, only the base, neither. */
const table = (both: number, a: number, b: number, neither: number) =>
  [
    [...many(both, 1), ...many(a, 1), ...many(b, 0), ...many(neither, 0)],
    [...many(both, 1), ...many(a, 0), ...many(b, 1), ...many(neither, 0)],
  ] as const;

describe("the verdict at the end", () => {
  it("is better, worse, or not decided by McNemar's mid-p, with Newcombe's interval", () => {
    expect(compare(...table(50, 20, 4, 26))).toMatchObject({
      verdict: "better",
      difference: 0.16,
      units: 100,
      method: expect.stringContaining("McNemar"),
    });
    expect(compare(...table(50, 4, 20, 26))).toMatchObject({ verdict: "worse", difference: -0.16 });
    expect(compare(...table(50, 8, 5, 37))).toMatchObject({
      verdict: "not decided",
      more: { to: "show that there is none" },
    });
    expect(compare(...table(5, 3, 1, 1))).toMatchObject({ verdict: "not decided", more: { to: "see the difference" } });
  });

  it("is “no difference” first, also where the difference is real and small", () => {
    expect(compare(...table(3_000, 20, 20, 1_000))).toMatchObject({
      verdict: "no difference larger than δ",
      alsoAwayFromZero: false,
    });
    expect(compare(...table(3_000, 60, 10, 1_000))).toMatchObject({
      verdict: "no difference larger than δ",
      alsoAwayFromZero: true,
    });
  });

  it("goes by the permutation of signs where rows are repeated or grouped, and shows BCa", () => {
    const values = Array.from({ length: 30 }, (_, index) => 0.6 + (index % 3) * 0.1);
    const base = Array.from({ length: 30 }, (_, index) => 0.3 + (index % 4) * 0.1);
    const found = compare(values, base, { isPassFail: false });
    expect(found).toMatchObject({ verdict: "better", method: expect.stringContaining("sign-flip") });
    expect(found.lo).toBeGreaterThan(0);
    // Many rows in which both do the same are no evidence that both are alike.
    expect(compare([...many(200, 0.5), 0.6], [...many(200, 0.5), 0.5], { isPassFail: false }).verdict).toBe(
      "not decided",
    );
  });

  it("corrects for several variants after Holm", () => {
    const [values, baseValues] = table(40, 12, 3, 45);
    const input = { base: "base", values, baseValues };
    const alone = compare(values, baseValues);
    const five = compareVariants(
      ["a", "b", "c", "d", "e"].map((variant) => ({ ...input, variant })),
      rules,
    );
    expect(alone.verdict).toBe("better");
    expect(five.map(({ p }) => p)).toEqual(five.map(() => expect.closeTo(5 * (alone.p ?? 0), 12)));
    expect(five[0]?.verdict).toBe("not decided");
  });

  it("leaves out what is open, for both", () => {
    const [values, baseValues] = table(50, 20, 4, 26);
    expect(compare([...values, null, 1], [...baseValues, 1, null])).toMatchObject({
      units: 100,
      open: 2,
      verdict: "better",
    });
  });
});

describe("the verdict while it runs", () => {
  it("counts units in the seed's order only: what ended behind a gap waits", () => {
    const live = { when: "live" as const };
    const values: UnitValue[] = [...many(20, 1), undefined, ...many(60, 1)];
    const found = compare(values, many(81, 0), live);
    expect(found).toMatchObject({ units: 20, waiting: 61, when: "live" });
    const [a, b] = [
      [1, null, 1, undefined, 1],
      [0, 0, 0, 0, 0],
    ];
    expect(compare(a, b, live)).toMatchObject({ units: 2, open: 1, waiting: 2 });
  });

  it("decides a great difference early and none falsely in 60 null experiments watched after every unit", () => {
    expect(compare(many(40, 1), many(40, 0), { when: "live" }).verdict).toBe("better");
    const random = seededRandom(7);
    let wrong = 0;
    for (let experiment = 0; experiment < 60; experiment += 1) {
      const draw = () => Array.from({ length: 100 }, () => Number(random.next() < 0.7));
      // The sequence of the last look has the highest capital of all looks before it.
      if (["better", "worse"].includes(compare(draw(), draw(), { when: "live" }).verdict)) wrong += 1;
    }
    expect(wrong).toBeLessThanOrEqual(3);
  });

  it("decides nothing where the values drift", () => {
    const values = [...many(300, 1), ...many(900, 0)];
    const found = compare(
      values,
      values.map((value) => 1 - value),
      { when: "live" },
    );
    expect(found).toMatchObject({ verdict: "not decided", unstable: true });
  });
});

describe("units", () => {
  const rows = Array.from({ length: 12 }, (_, index) => ({
    id: String(index),
    ...(index < 6 ? { group: `g${index % 2}` } : {}),
  }));

  it("are groups as a whole, in the order of the seed, the same every time", () => {
    const units = orderUnits(rows, 7);
    expect(units).toHaveLength(8);
    expect(units.find(({ id }) => id === "g0")?.rows).toEqual(["0", "2", "4"]);
    expect(orderUnits(rows, 7)).toEqual(units);
    expect(orderUnits(rows, 8)).not.toEqual(units);
    expect(units.flatMap((unit) => unit.rows).sort()).toEqual(rows.map(({ id }) => id).sort());
  });

  it("average repetitions before rows, and wait for all of a group", () => {
    const cell = (
      row: string,
      repetition: number,
      passed: boolean | null,
      standing: CellResult["standing"] = "done",
    ): CellResult => ({ row, variant: "v", repetition, runId: null, standing, passed, scores: [] });
    const units = [
      { id: "g", rows: ["a", "b"] },
      { id: "c", rows: ["c"] },
      { id: "d", rows: ["d"] },
    ];
    const results = [
      cell("a", 0, true),
      cell("a", 1, true),
      cell("b", 0, true),
      cell("b", 1, false),
      cell("c", 0, true),
      cell("c", 1, null, "waiting"),
      cell("d", 0, true),
      cell("d", 1, null, "open"),
    ];
    const input = { units, repetitions: 2, results: tableOf(results) };
    expect(unitValues(input, "v", "pass")).toEqual([0.75, undefined, null]);
    expect(unitValues({ ...input, repetitions: 1 }, "v", "pass")).toEqual([1, 1, 1]);
    expect(unitValues(input, "other", "pass")).toEqual([undefined, undefined, undefined]);
  });
});

describe("one variant", () => {
  it("has Wilson's interval, BCa's, or says why it has none", () => {
    expect(rateVariant([...many(8, 1), ...many(2, 0)], { isPassFail: true, seed: 1 })).toMatchObject({
      mean: 0.8,
      lo: expect.closeTo(0.49, 2),
      note: null,
    });
    expect(rateVariant([0.5, 1, 0.2], { isPassFail: false, seed: 1 })).toMatchObject({
      lo: null,
      note: "too few for an interval",
    });
    expect(
      rateVariant(
        Array.from({ length: 20 }, (_, index) => index / 20),
        { isPassFail: false, seed: 1 },
      ).note,
    ).toBe("rough");
    expect(rateVariant(many(40, 1), { isPassFail: false, seed: 1 })).toMatchObject({
      lo: null,
      note: expect.stringContaining("8.8 %"),
    });
    expect(rateVariant([undefined, null], { isPassFail: true, seed: 1 })).toMatchObject({
      mean: null,
      open: 1,
      waiting: 1,
    });
  });
});

describe("passing", () => {
  const score = (passed: boolean, value: number | boolean = passed) => ({ name: "a", value, passed, reason: "" });
  const counted = (outcome: ReturnType<typeof score> | { name: string; error: string }, weight = 1, gates = true) => ({
    outcome,
    weight,
    gates,
  });

  it("takes all gating checks, and is open where one gave no score and the others pass", () => {
    expect(passOf([counted(score(true)), counted(score(true))], undefined)).toBe(true);
    expect(passOf([counted(score(true)), counted(score(false))], undefined)).toBe(false);
    expect(passOf([counted(score(true)), counted({ name: "b", error: "x" })], undefined)).toBeNull();
    expect(passOf([counted(score(false)), counted({ name: "b", error: "x" })], undefined)).toBe(false);
    expect(passOf([counted(score(true)), counted(score(false), 1, false)], undefined)).toBe(true);
    expect(passOf([], undefined)).toBe(true);
  });

  it("takes the weighted mean where a row has a threshold", () => {
    expect(passOf([counted(score(true), 2), counted(score(false), 1)], 0.6)).toBe(true);
    expect(passOf([counted(score(true), 1), counted(score(false), 2)], 0.6)).toBe(false);
    expect(passOf([counted(score(true, 0.5))], 0.6)).toBe(false);
  });

  it("reads rules in their units", () => {
    expect(readPassRule("<= 5 s")).toEqual({ compare: "<=", value: 5_000 });
    expect(readPassRule("300 ms")).toBeUndefined();
    expect(passes({ compare: ">", value: 1 }, 1)).toBe(false);
    expect(passes({ compare: "<", value: 1 }, 0.5)).toBe(true);
  });
});

describe("gates", () => {
  const judged = (text: string, interval: [number, number] | null, rate = 0.8) => {
    const gate = readGate(text);
    if (!gate) throw new Error(text);
    const [one] = compareVariants([{ variant: "edit", base: "base", values: [1], baseValues: [0] }], rules);
    const compare = () => (one && interval ? { ...one, lo: interval[0], hi: interval[1] } : undefined);
    return judgeGate(gate, { results: [], passRate: () => rate, compare }).word;
  };

  it("compare the figure; “not worse” takes the interval and is undecided where it is not clear", () => {
    expect(judged("edit.pass >= 0.8", null)).toBe("holds");
    expect(judged("edit.pass >= 0.81", null)).toBe("fails");
    expect(judged("edit.latency.p95 <= 8 s", null)).toBe("undecided");
    expect(judged("edit not worse than base by more than 0.02", [-0.01, 0.2])).toBe("holds");
    expect(judged("edit not worse than base by more than 0.02", [-0.2, -0.03])).toBe("fails");
    expect(judged("edit not worse than base by more than 0.02", [-0.2, 0.2])).toBe("undecided");
    expect(judged("edit not worse than base", null)).toBe("undecided");
    expect(readGate("edit is better")).toBeUndefined();
  });
});

it("a verdict is a sentence with its figures, and says how many rows are open", () => {
  const [values, baseValues] = table(50, 20, 4, 26);
  const words = verdictWords(compare([...values, ...many(10, 1)], [...baseValues, ...Array(10).fill(null)]), {
    delta: 0.05,
    unit: "row",
  });
  expect(words).toMatch(
    /^edit is better than base: \+16\.0 points, between \+\d+\.\d and \+\d+\.\d, over 100 rows\. 10 rows are open/,
  );
  const say = (...given: Parameters<typeof compare>) => verdictWords(compare(...given), { delta: 0.05, unit: "row" });
  expect(say(...table(5, 3, 1, 1))).toMatch(/^not decided .* about \d+ more rows to see the difference\.$/);
  expect(say(...table(50, 8, 5, 37))).toMatch(/^not decided .* about \d+ more rows to show that there is none\.$/);
  expect(say(...table(50, 4, 20, 26))).toMatch(/^edit is worse than base: −16\.0 points, between −\d/);
  const none =
    /^no difference between edit and base larger than 5 points: \+\d\.\d points, between .* over 4090 rows\.$/;
  expect(say(...table(3_000, 20, 20, 1_050))).toMatch(none);
  expect(say(...table(3_000, 60, 10, 1_000))).toMatch(/ rows\. It is real, but smaller than that\.$/);
  // Open rows are said beyond 2 %: two of 102 are, three are not few any more.
  const open = (count: number) =>
    [
      [...values, ...many(count, 1)],
      [...baseValues, ...Array(count).fill(null)],
    ] as const;
  expect(say(...open(2))).not.toContain("open");
  expect(say(...open(3))).toContain("3 rows are open and count for neither.");
  expect(say(many(40, 1), many(40, 0), { when: "live" })).toMatch(/over 40 rows\. Valid at every look\.$/);
});
