import { describe, expect, it } from "vitest";
import { headlineOf } from "../../../../renderer/features/experiments/list/headline.ts";
import { isHollow, reachedWords } from "../../../../renderer/features/experiments/page/drawn-rate.ts";
import { pauseAction } from "../../../../renderer/features/experiments/page/pause-action.ts";
import { progressFacts } from "../../../../renderer/features/experiments/page/progress-facts.ts";
import { axisOf, placeOn } from "../../../../renderer/features/experiments/page/score-axis.ts";
import { stateWords } from "../../../../renderer/features/experiments/words/state-words.ts";
import type { ExperimentSummary } from "../../../../shared/domain/experiment/experiment-summary.ts";
import type { Span } from "../../../../shared/domain/experiment/forecast.ts";

const summary: ExperimentSummary = {
  jobId: "j",
  title: "t",
  state: "running",
  owner: "this",
  notice: null,
  createdAt: 0,
  endedAt: null,
  rows: 240,
  variants: ["A", "B", "C"],
  base: "A",
  repetitions: 1,
  cells: 720,
  counts: { done: 570, open: 6, uncertain: 0, waiting: 144 },
  failed: 36,
  costUsd: 0.83,
  verdicts: [],
};
const rate = { mean: 0.8, units: 100, open: 0, waiting: 0, lo: 0.7, hi: 0.9, note: null };
const variant = {
  name: "B",
  model: "m",
  pass: rate,
  scores: [],
  latencyMs: { p50: 1, p95: 2 },
  tokens: 0,
  costUsd: 0,
  unpriced: 0,
};

describe("the axis", () => {
  it("is cut to where the intervals are, with ticks at round figures and its ends among them", () => {
    const axis = axisOf([
      { lo: 0.818, hi: 0.904, mean: 0.867 },
      { lo: 0.912, hi: 0.989, mean: 0.969 },
    ]);
    expect(axis).toEqual({ from: 0.8, to: 1, ticks: [0.8, 0.85, 0.9, 0.95, 1] });
    expect(placeOn(axis, 0.9)).toBeCloseTo(50);
  });

  it("never makes nothing look like something: a narrow one is widened, one at the edge stays within 0 and 1", () => {
    const narrow = axisOf([{ lo: 0.5, hi: 0.51, mean: 0.505 }]);
    expect(narrow.to - narrow.from).toBeCloseTo(0.1);
    expect(axisOf([{ lo: 0.99, hi: 1, mean: 1 }]).to).toBe(1);
    expect(axisOf([{ lo: 0, hi: 1, mean: 0.5 }])).toEqual({ from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1] });
  });

  it("is whole where nothing is known", () => {
    expect(axisOf([{ lo: null, hi: null, mean: null }])).toMatchObject({ from: 0, to: 1 });
  });
});

describe("a rate is hollow", () => {
  const scores = [{ name: "polite", judged: true, gates: true }];
  const none = { comparisons: [], uncalibrated: [], stopped: { variants: [], spared: 0 } };

  it("while cells of it wait, and solid afterwards", () => {
    expect(isHollow({ ...variant, pass: { ...rate, waiting: 1 } }, none, { scores })).toBe(true);
    expect(isHollow(variant, none, { scores })).toBe(false);
    const decided = { ...none, stopped: { variants: ["B"], spared: 1 } };
    expect(isHollow({ ...variant, pass: { ...rate, waiting: 1 } }, decided, { scores })).toBe(false);
  });

  it("where a model that nobody held against people gates, not where it only measures", () => {
    const judged = { ...none, uncalibrated: ["polite"] };
    expect(isHollow(variant, judged, { scores })).toBe(true);
    expect(isHollow(variant, judged, { scores: [{ name: "polite", judged: true, gates: false }] })).toBe(false);
  });

  it("counts passes only where a unit passes or does not", () => {
    expect(reachedWords(rate, { unit: "row", repetitions: 1 })).toBe("80 of 100");
    expect(reachedWords({ ...rate, waiting: 3 }, { unit: "row", repetitions: 1 })).toBe("80 of 100 so far");
    expect(reachedWords(rate, { unit: "group", repetitions: 1 })).toBe("of 100 groups");
    expect(reachedWords(rate, { unit: "row", repetitions: 3 })).toBe("of 100 rows");
  });
});

describe("progress", () => {
  const seen = {
    ...{ revision: 1, rows: null, running: 0, retrying: null, scoring: 0 },
    ...{ elapsedMs: 1, leftMs: 5, costLeftUsd: { lo: 0.2, hi: 0.2 } },
  };

  it("counts what has ended, tells what is under way apart from what waits, and what the rest will cost", () => {
    const retrying = { cells: 2, nextAt: new Date(2026, 10, 28, 8, 52, 6).getTime(), isLimited: true };
    const facts = progressFacts(
      {
        revision: 1,
        rows: null,
        running: 8,
        retrying,
        scoring: 3,
        summary,
        elapsedMs: 144_000,
        leftMs: 36_000,
        costLeftUsd: { lo: 0.2075, hi: 0.2075 },
      },
      { judgeCostUsd: 0.47 },
    );
    expect(facts).toMatchObject({
      done: 576,
      percent: 80,
      flow: ["8 in flight", "2 retry after 429, next at 08:52:06", "3 being scored", "6 open", "136 wait"],
      time: "2 min 24 s",
      timeLeft: "36 s",
      judge: "$0.47",
      costLeft: "$0.21",
      isPaused: false,
    });
  });

  it("tells calls that have no price, and a rest that is a guess as from the least to the most", () => {
    const of = (costUsd: number, unpriced: number, costLeftUsd: Span | null) => {
      const { cost, costLeft } = progressFacts(
        { ...seen, summary: { ...summary, costUsd, unpriced }, costLeftUsd },
        null,
      );
      return [cost, costLeft];
    };
    expect(of(0.83, 40, null)).toEqual(["$0.83, 40 calls without a price", null]);
    expect(of(0, 576, null)).toEqual(["no price known for 576 calls", null]);
    expect(of(0, 0, { lo: 0, hi: 0 })).toEqual(["$0", null]);
    expect(of(0, 0, { lo: 0.012, hi: 0.31 })).toEqual(["$0", "$0.012 to $0.31"]);
  });

  it("tells what reused answers cost before apart from what is paid now", () => {
    expect(progressFacts({ ...seen, summary: { ...summary, reusedCostUsd: 0.31 } }, null)).toMatchObject({
      cost: "$0.83",
      reused: "$0.31",
    });
    expect(progressFacts({ ...seen, summary }, null).reused).toBeNull();
  });

  it("promises nothing once it has ended", () => {
    const ended = { ...summary, state: "cancelled" as const };
    const facts = progressFacts({ ...seen, summary: ended, costLeftUsd: null }, null);
    expect(facts).toMatchObject({ timeLeft: null, costLeft: null, flow: ["6 open", "144 not run"] });
  });
});

it("an experiment that nobody drives is paused and can be resumed; one that has ended has no such button", () => {
  expect(pauseAction(summary)?.act).toBe("pause");
  expect(pauseAction({ ...summary, owner: "none" })).toMatchObject({ act: "resume", label: "Resume" });
  expect(pauseAction({ ...summary, state: "done" })).toBeNull();
  expect(stateWords({ ...summary, owner: "none" })).toBe("paused");
  expect(stateWords({ ...summary, state: "cancelled" })).toBe("stopped");
});

it("the headline of several verdicts is the strongest, never the first alone", () => {
  const verdicts: ExperimentSummary["verdicts"] = [
    { variant: "B", verdict: "not decided", says: "" },
    { variant: "C", verdict: "worse", says: "" },
  ];
  expect(headlineOf({ ...summary, verdicts })).toEqual({ text: "C is worse than A · 1 more", tone: "bad" });
  expect(headlineOf({ ...summary, verdicts: verdicts.slice(0, 1) })).toEqual({ text: "not decided", tone: "quiet" });
  expect(headlineOf({ ...summary, counts: { ...summary.counts, done: 0 }, verdicts }).text).toBe("no answers yet");
});
