import { seededRandom } from "./seeded-random.ts";

/** With more values than so many that are not 0 the patterns are drawn and no more counted. */
const mostCounted = 16;
const usualDraws = 100_000;

/**
 * The sign-flip permutation test of paired differences, two-sided: the share of all patterns of signs whose sum lies as far
 * from 0 as the observed one, or further. Exact up to 16 differences that are not 0; beyond, seeded draws, the observed
 * pattern among them, so that p is never 0. `patterns` is null where the number is too large for a double.
 */
export function signFlip(given: { d: readonly number[]; seed?: number; draws?: number }) {
  const { d, seed = 1, draws = usualDraws } = given;
  const sizes = Float64Array.from(d.filter((value) => value !== 0));
  const total = d.reduce((sum, value) => sum + value, 0);
  const mean = d.length === 0 ? null : total / d.length;
  const whole = sizes.reduce((sum, value) => sum + Math.abs(value), 0);
  const far = Math.abs(total) - 1e-12 * whole;
  const nonzero = sizes.length;
  const patterns = finite(2 ** d.length);
  if (nonzero > mostCounted) {
    const p = (1 + drawnAsFar(sizes, far, seed, draws)) / (1 + draws);
    return { atLeast: null, patterns, p, mean, nonzero };
  }
  const counted = countedAsFar(sizes, far);
  const p = counted / 2 ** nonzero;
  return { atLeast: finite(counted * 2 ** (d.length - nonzero)), patterns, p, mean, nonzero };
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);

/** Each pattern differs from the one before in one sign (Gray's code). */
function countedAsFar(sizes: Float64Array, far: number): number {
  const signed = Float64Array.from(sizes);
  let count = 0;
  for (let pattern = 0; pattern < 2 ** sizes.length; pattern += 1) {
    if (pattern > 0) {
      const flipped = 31 - Math.clz32(pattern & -pattern);
      signed[flipped] = -(signed[flipped] as number);
    }
    let sum = 0;
    for (const value of signed) sum += value;
    if (Math.abs(sum) >= far) count += 1;
  }
  return count;
}

function drawnAsFar(sizes: Float64Array, far: number, seed: number, draws: number): number {
  const random = seededRandom(seed);
  let count = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    let sum = 0;
    let bits = 1;
    for (const size of sizes) {
      // 30 signs of one number; the one in front says when they are used up.
      if (bits === 1) bits = Math.floor(random.next() * 2 ** 30) + 2 ** 30;
      sum += bits & 1 ? size : -size;
      bits >>= 1;
    }
    if (Math.abs(sum) >= far) count += 1;
  }
  return count;
}
