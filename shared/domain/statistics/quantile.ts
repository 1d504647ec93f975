import { normalInverse } from "./normal.ts";

/**
 * The quantile of a sorted list by linear interpolation between its values: type 7 of Hyndman and Fan (1996), NumPy's
 * default. Null for an empty list.
 */
export function quantile(sorted: ArrayLike<number>, share: number): number | null {
  if (sorted.length === 0) return null;
  const at = (sorted.length - 1) * share;
  const index = Math.min(Math.floor(at), sorted.length - 1);
  const below = sorted[index] as number;
  const above = sorted[Math.min(index + 1, sorted.length - 1)] as number;
  return below + (at - index) * (above - below);
}

/** Median, 95th and 99th percentile; null for an empty list. */
export function percentiles({ data }: { data: readonly number[] }) {
  const sorted = Float64Array.from(data).sort();
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), p99: quantile(sorted, 0.99) };
}

/** The two-sided critical value of a level `alpha`, 1.96 for 5 %. */
export function criticalValue(alpha: number): number {
  const value = normalInverse(alpha / 2);
  if (value === null) throw new RangeError(`A level lies between 0 and 1, not at ${alpha}.`);
  return -value;
}
