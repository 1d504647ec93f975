import { type BothTails, betaInc } from "./beta-inc.ts";
import { logBeta } from "./log-gamma.ts";

/** Student's t with `df` degrees of freedom (any number above 0): what lies below and above `t`. */
export function studentTails(t: number, df: number): BothTails {
  const square = t * t;
  const tail = betaInc(df / 2, 0.5, df / (df + square), square / (df + square)).lower / 2;
  return t < 0 ? { lower: tail, upper: 1 - tail } : { lower: 1 - tail, upper: tail };
}

/** The `t` below which a share `p` lies; null outside 0 < p < 1. Newton's steps inside a bracket. */
export function studentInverse(p: number, df: number): number | null {
  if (!(p > 0 && p < 1)) return null;
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  const density = (t: number) =>
    Math.exp(-logBeta(df / 2, 0.5) - 0.5 * Math.log(df) - ((df + 1) / 2) * Math.log1p((t * t) / df));
  let [low, high] = [0, 1];
  while (studentTails(high, df).upper > tail) [low, high] = [high, high * 2];
  let t = (low + high) / 2;
  for (let step = 0; step < 200; step += 1) {
    const off = studentTails(t, df).upper - tail;
    if (off > 0) low = t;
    else high = t;
    const guess = t + off / density(t);
    const next = guess > low && guess < high ? guess : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-15 * Math.abs(t)) break;
    t = next;
  }
  return p < 0.5 ? -t : t;
}
