import { binomialTails, fairBinomial } from "./binomial.ts";
import { criticalValue } from "./quantile.ts";

/** An interval; null where there is nothing to say one of. */
export interface Interval {
  lo: number | null;
  hi: number | null;
}

/** Wilson's score interval of a share `k` of `n`, without continuity correction (Wilson 1927). */
export function wilson({ k, n, alpha }: { k: number; n: number; alpha: number }): Interval {
  if (n === 0) return { lo: null, hi: null };
  const { lo, hi } = limits(k, n, criticalValue(alpha));
  return { lo, hi };
}

function limits(k: number, n: number, z: number): { lo: number; hi: number } {
  const share = k / n;
  const square = (z * z) / n;
  const middle = (share + square / 2) / (1 + square);
  const half = (z / (1 + square)) * Math.sqrt((share * (1 - share)) / n + square / (4 * n));
  return { lo: k === 0 ? 0 : middle - half, hi: k === n ? 1 : middle + half };
}

/**
 * McNemar's test of two variants on the same rows: how likely so uneven a split of the rows that only one of them passed
 * is when both are alike. `pExact` is the binomial test, `pMid` counts the observed split half (Fagerland 2013).
 * @param aOnly rows that only the first passed; `bOnly` only the second.
 */
export function mcnemar({ aOnly, bOnly }: { aOnly: number; bOnly: number }): { pExact: number; pMid: number } {
  const m = aOnly + bOnly;
  if (m === 0) return { pExact: 1, pMid: 1 };
  const k = Math.min(aOnly, bOnly);
  const twice = 2 * binomialTails(k, m, 0.5).lower;
  return { pExact: Math.min(1, twice), pMid: Math.min(1, twice - fairBinomial(k, m)) };
}

/** Rows by which of two variants passed them. */
export interface PairedTable {
  both: number;
  aOnly: number;
  bOnly: number;
  neither: number;
}

/**
 * The difference of two pass rates on the same rows, the first minus the second, with Newcombe's score interval (method
 * 10, Statistics in Medicine 17, 1998, 2635–2650). `phi` is the correlation it corrects for.
 */
export function newcombePaired(table: PairedTable & { alpha: number }) {
  const { both, aOnly, bOnly, neither, alpha } = table;
  const n = both + aOnly + bOnly + neither;
  if (n === 0) return { diff: null, lo: null, hi: null, phi: null };
  const z = criticalValue(alpha);
  const [first, second] = [both + aOnly, both + bOnly];
  const [p1, p2] = [first / n, second / n];
  const a = limits(first, n, z);
  const b = limits(second, n, z);
  const phi = correlation(table, n);
  const width = (x: number, y: number) => Math.sqrt(Math.max(0, x * x - 2 * phi * x * y + y * y));
  // Exactly, not as a difference of two rounded shares.
  const diff = (aOnly - bOnly) / n;
  return { diff, lo: diff - width(p1 - a.lo, b.hi - p2), hi: diff + width(a.hi - p1, p2 - b.lo), phi };
}

function correlation({ both, aOnly, bOnly, neither }: PairedTable, n: number): number {
  const margins = (both + aOnly) * (bOnly + neither) * (both + bOnly) * (aOnly + neither);
  if (margins === 0) return 0;
  const product = both * neither - aOnly * bOnly;
  return (product > 0 ? Math.max(product - n / 2, 0) : product) / Math.sqrt(margins);
}
