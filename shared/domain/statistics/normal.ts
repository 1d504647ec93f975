import type { BothTails } from "./beta-inc.ts";

/** From here the series for the middle loses digits of the tail, and the fraction for the tail is short. */
const tailFrom = 2.8;

/** The normal distribution at `x`: what lies below and above, each to its own full precision. */
export function normalTails(x: number): BothTails {
  const distance = Math.abs(x);
  const tail = distance < tailFrom ? 0.5 - middle(distance) : farTail(distance);
  return x < 0 ? { lower: tail, upper: 1 - tail } : { lower: 1 - tail, upper: tail };
}

function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** What lies between 0 and `x`: the density times `x + x³/3 + x⁵/15 + …` (Abramowitz and Stegun 26.2.11). */
function middle(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n += 1) {
    term *= (x * x) / (2 * n + 1);
    sum += term;
  }
  return normalDensity(x) * sum;
}

/** What lies above `x`, by Laplace's continued fraction `1/(x + 1/(x + 2/(x + …)))`, from its far end. */
function farTail(x: number): number {
  let fraction = x;
  for (let n = 200; n >= 1; n -= 1) fraction = x + n / fraction;
  return normalDensity(x) / fraction;
}

/**
 * The `x` below which a share `p` lies; null outside 0 < p < 1. A rational start (Abramowitz and Stegun 26.2.23, good to
 * 4.5e-4), then Halley's steps on the smaller tail.
 */
export function normalInverse(p: number): number | null {
  if (!(p > 0 && p < 1)) return null;
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  const t = Math.sqrt(-2 * Math.log(tail));
  let x = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 4; step += 1) {
    const off = (tail - normalTails(x).upper) / normalDensity(x);
    x -= off / (1 + (x * off) / 2);
  }
  return p < 0.5 ? -x : x;
}
