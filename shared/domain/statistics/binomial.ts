import { type BothTails, betaInc } from "./beta-inc.ts";
import { logGamma } from "./log-gamma.ts";

/** Of `n` tries that each succeed with `p`: the chance of at most `k` (`lower`) and of more than `k` (`upper`). */
export function binomialTails(k: number, n: number, p: number): BothTails {
  if (k < 0) return { lower: 0, upper: 1 };
  if (k >= n) return { lower: 1, upper: 0 };
  return betaInc(n - k, k + 1, 1 - p, p);
}

/** The chance of exactly `k` successes in `n` fair tries. */
export function fairBinomial(k: number, n: number): number {
  return Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) - n * Math.LN2);
}
