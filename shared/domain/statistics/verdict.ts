/** What an interval for a difference says of it, in words. */
export type VerdictWord = "better" | "worse" | "no difference larger than δ" | "not decided";

/**
 * The first of these that holds: the interval lies strictly inside ±δ (`alsoAwayFromZero`: and leaves 0 out, so the
 * difference is real but small), above 0, below 0.
 */
export function verdict({ lo, hi, delta }: { lo: number; hi: number; delta: number }): {
  verdict: VerdictWord;
  alsoAwayFromZero: boolean;
} {
  if (-delta < lo && hi < delta) return { verdict: "no difference larger than δ", alsoAwayFromZero: lo > 0 || hi < 0 };
  if (lo > 0) return { verdict: "better", alsoAwayFromZero: false };
  if (hi < 0) return { verdict: "worse", alsoAwayFromZero: false };
  return { verdict: "not decided", alsoAwayFromZero: false };
}
