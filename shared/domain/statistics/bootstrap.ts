import { normalInverse, normalTails } from "./normal.ts";
import { quantile } from "./quantile.ts";
import { seededRandom } from "./seeded-random.ts";

/**
 * A bootstrap interval and how it came about. `degenerate`: all resamples are alike; that is no evidence and not to be
 * shown as an interval. `percentile`: the estimate lies outside all resamples, so nothing can be corrected.
 */
export interface BcaInterval {
  theta: number;
  thetaStar: number[];
  jackknife: number[];
  less: number;
  equal: number;
  p0: number;
  z0: number | null;
  acceleration: number | null;
  alpha1: number | null;
  alpha2: number | null;
  lo: number;
  hi: number;
  kind: "bca" | "percentile" | "degenerate";
}

/** BCa of the mean over given resamples, each a list of indices into the data (Efron 1987; endpoints as SciPy's). */
export function bcaFixed(given: { data: readonly number[]; alpha: number; resamples: readonly (readonly number[])[] }) {
  const { data, alpha, resamples } = given;
  const total = sum(data);
  const jackknife = data.map((value) => (total - value) / (data.length - 1));
  const star = resamples.map((indices) => sum(indices.map((index) => data[index] ?? 0)) / indices.length);
  return bcaOf(total / data.length, star, jackknife, alpha);
}

/** The same where whole groups are drawn and every item of a drawn group weighs the same. */
export function clusterBcaFixed(given: {
  groups: readonly (readonly number[])[];
  alpha: number;
  groupResamples: readonly (readonly number[])[];
}) {
  const { groups, alpha, groupResamples } = given;
  const sums = groups.map(sum);
  const sizes = groups.map(({ length }) => length);
  const [total, count] = [sum(sums), sum(sizes)];
  const jackknife = groups.map((_, index) => (total - (sums[index] ?? 0)) / (count - (sizes[index] ?? 0)));
  const star = groupResamples.map(
    (indices) => sum(indices.map((index) => sums[index] ?? 0)) / sum(indices.map((index) => sizes[index] ?? 0)),
  );
  return bcaOf(total / count, star, jackknife, alpha);
}

/** BCa of the mean over seeded resamples. Null for fewer than two values. */
export function bcaRandom(given: { data: readonly number[]; alpha: number; resamples: number; seed: number }) {
  const { alpha, resamples, seed } = given;
  const data = Float64Array.from(given.data);
  const n = data.length;
  if (n < 2) return { lo: null, hi: null, kind: null };
  const random = seededRandom(seed);
  const star: number[] = [];
  for (let round = 0; round < resamples; round += 1) {
    let drawn = 0;
    for (let index = 0; index < n; index += 1) drawn += data[random.below(n)] as number;
    star.push(drawn / n);
  }
  const total = sum(data);
  const jackknife = Array.from(data, (value) => (total - value) / (n - 1));
  const { lo, hi, kind } = bcaOf(total / n, star, jackknife, alpha);
  return { lo, hi, kind };
}

function bcaOf(theta: number, thetaStar: number[], jackknife: number[], alpha: number): BcaInterval {
  // Means that are equal as fractions differ in their last digits.
  const tie = 1e-12 * Math.max(1, Math.abs(theta));
  const equal = thetaStar.filter((value) => Math.abs(value - theta) <= tie).length;
  const less = thetaStar.filter((value) => value < theta - tie).length;
  const p0 = (less + equal / 2) / thetaStar.length;
  const sorted = Float64Array.from(thetaStar).sort();
  const at = (share: number) => quantile(sorted, share) ?? theta;
  const begun = { theta, thetaStar, jackknife, less, equal, p0 };
  const first = sorted[0] ?? theta;
  if ((sorted.at(-1) ?? theta) - first <= tie) {
    return { ...begun, ...uncorrected, alpha1: null, alpha2: null, lo: at(0), hi: at(1), kind: "degenerate" };
  }
  const z0 = normalInverse(p0);
  const acceleration = accelerationOf(jackknife);
  if (z0 === null) {
    const [alpha1, alpha2] = [alpha / 2, 1 - alpha / 2];
    return { ...begun, z0, acceleration, alpha1, alpha2, lo: at(alpha1), hi: at(alpha2), kind: "percentile" };
  }
  const corrected = (share: number) => {
    const shifted = z0 + (normalInverse(share) ?? 0);
    return normalTails(z0 + shifted / (1 - acceleration * shifted)).lower;
  };
  const [alpha1, alpha2] = [corrected(alpha / 2), corrected(1 - alpha / 2)];
  return { ...begun, z0, acceleration, alpha1, alpha2, lo: at(alpha1), hi: at(alpha2), kind: "bca" };
}

const uncorrected = { z0: null, acceleration: null } as const;

/** How the spread changes with the estimate, from leaving each unit out once. */
function accelerationOf(jackknife: readonly number[]): number {
  const middle = sum(jackknife) / jackknife.length;
  const away = jackknife.map((value) => middle - value);
  const squares = sum(away.map((d) => d * d));
  return squares === 0 ? 0 : sum(away.map((d) => d ** 3)) / (6 * squares ** 1.5);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
