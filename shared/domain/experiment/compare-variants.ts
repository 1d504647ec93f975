import { bcaRandom } from "../statistics/bootstrap.ts";
import { mcnemar, newcombePaired } from "../statistics/proportions.ts";
import {
  sampleSizeEquivalence,
  sampleSizePairedMeans,
  sampleSizePairedProportions,
} from "../statistics/sample-size.ts";
import { signFlip } from "../statistics/sign-flip.ts";
import type { VerdictWord } from "../statistics/verdict.ts";
import { decideVerdicts, isInside } from "./decide-verdicts.ts";
import { createLiveComparison } from "./live-comparison.ts";
import type { UnitValue } from "./unit-values.ts";

/*
 * Verdicts over variants (`shared/domain/statistics/README.md#which-method`, `README.md#verdicts`). Values are those of units in
 * the seed's order.
 */

export interface ComparisonInput {
  variant: string;
  base: string;
  values: readonly UnitValue[];
  baseValues: readonly UnitValue[];
}

export interface ComparisonRules {
  alpha: number;
  delta: number;
  seed: number;
  /** One repetition and no groups: a unit passes or does not. */
  isPassFail: boolean;
  /**
   * `fixed`: the number of units that was planned is reached, and the test is read once. `live`: valid whenever it is
   * looked at.
   */
  when: "fixed" | "live";
}

export interface Comparison {
  variant: string;
  base: string;
  when: ComparisonRules["when"];
  /** Units that count; those that are open for good; those that are still to come. */
  units: number;
  open: number;
  waiting: number;
  /** Of the means, the variant's minus the base's; null without a unit. */
  difference: number | null;
  lo: number | null;
  hi: number | null;
  /** Of several comparisons together. */
  p: number | null;
  verdict: VerdictWord;
  /** Real, and smaller than δ. */
  alsoAwayFromZero: boolean;
  /** The values drifted: nothing may be decided. */
  unstable: boolean;
  /** About so many units more, to see the difference or that there is none; null where that cannot be said. */
  more: { units: number; to: "see the difference" | "show that there is none" } | null;
  method: string;
}

const power = 0.8;
const resamples = 10_000;
const fewestUnits = 10;
const fewestNonzero = 10;

/** Each variant against its base, with Holm's correction over all of them. */
export function compareVariants(inputs: readonly ComparisonInput[], rules: ComparisonRules): Comparison[] {
  // Intervals hold together, as the tests do.
  const each = { ...rules, alpha: rules.alpha / Math.max(1, inputs.length) };
  const judged = inputs.map((input) => (rules.when === "fixed" ? judgeFixed(input, each) : judgeLive(input, each)));
  const decided = decideVerdicts(
    judged.map(({ p, isAlike, unstable, differences }) => ({
      p,
      isAlike,
      unstable,
      difference: meanOrNull(differences),
    })),
    rules.alpha,
  );
  return judged.map(({ input, differences, open, waiting, interval, unstable, method }, index) => {
    const { verdict = "not decided", adjusted = null, isReal = false } = decided[index] ?? {};
    return {
      variant: input.variant,
      base: input.base,
      when: rules.when,
      units: differences.length,
      open,
      waiting,
      difference: meanOrNull(differences),
      ...interval,
      p: differences.length === 0 ? null : adjusted,
      verdict,
      alsoAwayFromZero: verdict === "no difference larger than δ" && isReal,
      unstable,
      more: verdict === "not decided" ? moreUnits(differences, rules) : null,
      method,
    };
  });
}

interface Judged {
  input: ComparisonInput;
  differences: number[];
  open: number;
  waiting: number;
  p: number;
  interval: { lo: number | null; hi: number | null };
  /** The interval lies strictly inside of ±δ. */
  isAlike: boolean;
  unstable: boolean;
  method: string;
}

function pairs({ values, baseValues }: ComparisonInput, inOrder: boolean) {
  const found: { a: number; b: number }[] = [];
  let [open, waiting, isBlocked] = [0, 0, false];
  for (const [index, a] of values.entries()) {
    const b = baseValues[index];
    if (a === undefined || b === undefined) {
      waiting += 1;
      // What comes behind one that has not ended does not count yet.
      isBlocked ||= inOrder;
    } else if (a === null || b === null) open += 1;
    else if (isBlocked) waiting += 1;
    else found.push({ a, b });
  }
  return { found, open, waiting };
}

function judgeFixed(input: ComparisonInput, { alpha, delta, seed, isPassFail }: ComparisonRules): Judged {
  const { found, open, waiting } = pairs(input, false);
  const differences = found.map(({ a, b }) => a - b);
  const common = { input, differences, open, waiting, unstable: false };
  if (isPassFail && found.every(({ a, b }) => isWhole(a) && isWhole(b))) {
    const count = (a: number, b: number) => found.filter((pair) => pair.a === a && pair.b === b).length;
    const table = { both: count(1, 1), aOnly: count(1, 0), bOnly: count(0, 1), neither: count(0, 0) };
    const { lo, hi } = newcombePaired({ ...table, alpha });
    return {
      ...common,
      p: mcnemar(table).pMid,
      interval: { lo, hi },
      isAlike: isInside(lo, hi, delta),
      method: "McNemar mid-p, Newcombe's paired interval",
    };
  }
  const { p, nonzero } = signFlip({ d: differences, seed });
  const bca = differences.length >= fewestUnits ? bcaRandom({ data: differences, alpha, resamples, seed }) : null;
  const isInterval = bca !== null && bca.kind !== "degenerate";
  const [lo, hi] = isInterval ? [bca.lo, bca.hi] : [null, null];
  return {
    ...common,
    p,
    interval: { lo, hi },
    isAlike: nonzero >= fewestNonzero && isInside(lo, hi, delta),
    method: "sign-flip permutation, BCa interval",
  };
}

function judgeLive(input: ComparisonInput, { alpha, delta }: ComparisonRules): Judged {
  const { found, open, waiting } = pairs(input, true);
  const differences = found.map(({ a, b }) => a - b);
  const live = createLiveComparison(alpha);
  for (const difference of differences) live.add(difference);
  const { p, lo, hi, unstable } = live.judge();
  return {
    input,
    differences,
    open,
    waiting,
    p,
    interval: { lo, hi },
    isAlike: !unstable && isInside(lo, hi, delta),
    unstable,
    method: "betting confidence sequence",
  };
}

function isWhole(value: number): boolean {
  return value === 0 || value === 1;
}

function moreUnits(differences: readonly number[], { alpha, delta, isPassFail }: ComparisonRules): Comparison["more"] {
  const n = differences.length;
  if (n < 2) return null;
  const difference = mean(differences);
  const variance = differences.reduce((sum, d) => sum + (d - difference) ** 2, 0) / (n - 1);
  if (Math.abs(difference) < delta) {
    // Where both did the same in every unit nothing tells how often they would not.
    if (variance === 0) return null;
    const { items } = sampleSizeEquivalence({ variance, delta, alpha, power });
    return items === null ? null : { units: Math.max(1, items - n), to: "show that there is none" };
  }
  const isBinary = isPassFail && differences.every((d) => Number.isInteger(d));
  const { items } = isBinary
    ? sampleSizePairedProportions({
        discordance: differences.filter((d) => d !== 0).length / n,
        difference: Math.abs(difference),
        alpha,
        power,
      })
    : sampleSizePairedMeans({ sd: Math.sqrt(variance), difference, alpha, power });
  return items === null ? null : { units: Math.max(1, items - n), to: "see the difference" };
}

function meanOrNull(values: readonly number[]): number | null {
  return values.length === 0 ? null : mean(values);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
