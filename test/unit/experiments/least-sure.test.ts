import type { Evaluator } from "@shared/domain/experiment/evaluator.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import type { ScoreOutcome } from "@shared/domain/experiment/score.ts";
import { expect, it } from "vitest";
import { emptyResult, type IndexedCell } from "../../../electron/engine/experiments/live/grid-index.ts";
import { unsurenessOf } from "../../../electron/engine/experiments/live/least-sure.ts";

const spec = (evaluators: Evaluator[], score = "pass") =>
  ({
    checks: evaluators.map((evaluator) => ({ evaluator })),
    rows: [],
    verdict: { score, delta: 0.05, alpha: 0.05 },
  }) as unknown as ExperimentSpec;
const cell = (passed: boolean, scores: ScoreOutcome[] = []): IndexedCell => ({
  result: { ...emptyResult({ row: "1", variant: "a", repetition: 0 }), standing: "done", passed, scores },
  excerpt: "",
  flight: null,
  rating: null,
  retry: null,
});
const judged = (value: number) => cell(value >= 0.8, [{ name: "polite", value, passed: value >= 0.8, reason: "" }]);
const polite: Evaluator = { type: "judge", name: "polite", model: "m", rubric: "polite", pass: ">= 0.8" };

it("repetitions that split evenly are the least sure, those that agree the surest", () => {
  const unsure = unsurenessOf(spec([{ type: "contains", name: "has it", value: "x" }]));
  expect(unsure([cell(true), cell(false)])).toBe(1);
  expect(unsure([cell(true), cell(true), cell(false), cell(true)])).toBeCloseTo(0.5);
  expect(unsure([cell(true), cell(true)])).toBe(0);
  expect(unsure([cell(true)])).toBe(null);
});

it("a score that decides is the less sure the nearer it is to where it passes, from either side, and without one nothing is known", () => {
  const unsure = unsurenessOf(spec([polite]));
  const order = [0.8, 0.79, 0.82, 0.7, 1, 0].map((value) => unsure([judged(value)]) ?? -1);
  expect(order).toEqual(order.toSorted((a, b) => b - a));
  expect(order[0]).toBe(1);
  expect(order.at(-1)).toBe(0);
  expect(unsure([cell(false, [{ name: "polite", error: "the judge said nothing" }])])).toBe(1);
});

it("what decides nothing is left out, unless the verdict goes by it; a limit counts by its distance in limits", () => {
  const beside: Evaluator = { ...polite, gate: false };
  expect(unsurenessOf(spec([beside]))([judged(0.8)])).toBe(null);
  expect(unsurenessOf(spec([beside], "polite"))([judged(0.8)])).toBe(1);
  const slow = (ms: number) => cell(true, [{ name: "latency", value: ms, passed: true, reason: "" }]);
  const unsure = unsurenessOf(spec([{ type: "latency", pass: "<= 5 s", gate: true }]));
  expect(unsure([slow(5_000)])).toBe(1);
  expect(unsure([slow(2_500)])).toBeCloseTo(0.5);
  expect(unsure([slow(60_000)])).toBe(0);
});
