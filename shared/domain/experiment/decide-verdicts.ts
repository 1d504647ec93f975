import { holm } from "../statistics/holm.ts";
import type { VerdictWord } from "../statistics/verdict.ts";

/** A comparison as its test sees it. */
export interface JudgedComparison {
  p: number;
  /** Of the means; null without a unit. */
  difference: number | null;
  /** The interval lies strictly inside of ±δ. */
  isAlike: boolean;
  /** The values drifted: nothing may be decided. */
  unstable: boolean;
}

export interface DecidedVerdict {
  verdict: VerdictWord;
  adjusted: number | null;
  /** The difference is not zero, whatever its size. */
  isReal: boolean;
}

/** The words of several comparisons, with Holm's correction over all of them; equivalence comes first. */
export function decideVerdicts(judged: readonly JudgedComparison[], alpha: number): DecidedVerdict[] {
  const { adjusted, reject } = holm({ p: judged.map(({ p }) => p), alpha });
  return judged.map(({ difference, isAlike, unstable }, index) => {
    const isReal = reject[index] === true && !unstable && difference !== null && difference !== 0;
    return { verdict: word(), adjusted: adjusted[index] ?? null, isReal };

    function word(): VerdictWord {
      if (unstable) return "not decided";
      if (isAlike) return "no difference larger than δ";
      if (!isReal || difference === null) return "not decided";
      return difference > 0 ? "better" : "worse";
    }
  });
}

export function isInside(lo: number | null, hi: number | null, delta: number): boolean {
  return lo !== null && hi !== null && -delta < lo && hi < delta;
}
