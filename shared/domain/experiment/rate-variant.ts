import { bcaRandom } from "../statistics/bootstrap.ts";
import { wilson } from "../statistics/proportions.ts";
import type { UnitValue } from "./unit-values.ts";

/** The mean of a score of one variant, with its interval. */
export interface Rate {
  mean: number | null;
  units: number;
  open: number;
  waiting: number;
  lo: number | null;
  hi: number | null;
  /** What is to be said of the interval, such as that there are too few units for one. */
  note: string | null;
}

const resamples = 10_000;

/** Wilson's interval for passes of single rows, else BCa over units; none for fewer than 10, rough for fewer than 30. */
export function rateVariant(
  values: readonly UnitValue[],
  { isPassFail, seed, alpha = 0.05 }: { isPassFail: boolean; seed: number; alpha?: number },
): Rate {
  const known = values.filter((value) => typeof value === "number");
  const n = known.length;
  const open = values.filter((value) => value === null).length;
  const waiting = values.length - n - open;
  const mean = n === 0 ? null : known.reduce((sum, value) => sum + value, 0) / n;
  const common = { mean, units: n, open, waiting };
  if (n === 0) return { ...common, lo: null, hi: null, note: "nothing counts yet" };
  const isWhole = known.every((value) => value === 0 || value === 1);
  if (isPassFail && isWhole) {
    const k = known.filter((value) => value === 1).length;
    return { ...common, ...wilson({ k, n, alpha }), note: null };
  }
  const [first = 0] = known;
  if (known.every((value) => value === first)) {
    // Equal units are no evidence that all are: so many could still be other ones.
    const share = 1 - (alpha / 2) ** (1 / n);
    return {
      ...common,
      lo: null,
      hi: null,
      note: `all ${n} are equal; up to ${(share * 100).toFixed(1)} % may be other ones`,
    };
  }
  if (n < 10) return { ...common, lo: null, hi: null, note: "too few for an interval" };
  const { lo, hi, kind } = bcaRandom({ data: known, alpha, resamples, seed });
  const isNone = kind === null || kind === "degenerate";
  return { ...common, lo: isNone ? null : lo, hi: isNone ? null : hi, note: n < 30 ? "rough" : null };
}
