/** A generator of numbers in [0, 1) that gives the same for the same seed on every machine. */
export interface SeededRandom {
  next(): number;
  /** A whole number from 0 to below `bound`. */
  below(bound: number): number;
}

/** Blackman and Vigna's xoshiro128**, its state filled from the seed by splitmix32. */
export function seededRandom(seed: number): SeededRandom {
  let filling = seed | 0;
  const fill = () => {
    filling = (filling + 0x9e3779b9) | 0;
    let z = filling;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  let [a, b, c, d] = [fill(), fill(), fill(), fill()];
  const word = () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  // 53 bits, as many as a double holds.
  const next = () => ((word() >>> 5) * 67_108_864 + (word() >>> 6)) / 9_007_199_254_740_992;
  return { next, below: (bound) => Math.floor(next() * bound) };
}
