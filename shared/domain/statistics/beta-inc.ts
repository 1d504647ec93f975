import { logBeta } from "./log-gamma.ts";

/** A share and what is left of 1, each to its own full precision. */
export interface BothTails {
  lower: number;
  upper: number;
}

const longestFraction = 20_000;
const tiny = 1e-300;

/**
 * The regularised incomplete beta function `I_x(a, b)` and its complement. The smaller is computed, the other is the
 * rest.
 * @param y `1 − x`, given apart because a caller may know it better than the subtraction.
 */
export function betaInc(a: number, b: number, x: number, y = 1 - x): BothTails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  if (x > (a + 1) / (a + b + 2)) {
    const { lower, upper } = betaInc(b, a, y, x);
    return { lower: upper, upper: lower };
  }
  const logOf = (part: number, rest: number) => (part > 0.5 ? Math.log1p(-rest) : Math.log(part));
  const front = Math.exp(a * logOf(x, y) + b * logOf(y, x) - logBeta(a, b));
  const lower = (front / a) * betaFraction(a, b, x);
  return { lower, upper: 1 - lower };
}

/** The continued fraction (Abramowitz and Stegun 26.5.8) by Lentz's method as Thompson and Barnett changed it. */
function betaFraction(a: number, b: number, x: number): number {
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= longestFraction; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return fraction;
}
