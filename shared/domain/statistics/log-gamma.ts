const halfLogTwoPi = 0.9189385332046728;

/** Lanczos' coefficients for g = 7 (Godfrey 2001), good to about 1e-15. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/**
 * What Stirling's formula leaves: `ln Γ(x) = (x − ½) ln x − x + ½ ln 2π + this`, for `x ≥ 10` (Abramowitz and Stegun
 * 6.1.41; the first term left out is below 4e-17).
 */
function stirlingRest(x: number): number {
  const y = 1 / (x * x);
  const inner = 1 / 1188 + y * (-691 / 360360 + y * (1 / 156));
  return (1 / 12 + y * (-1 / 360 + y * (1 / 1260 + y * (-1 / 1680 + y * inner)))) / x;
}

/** The logarithm of the gamma function for `x > 0`. */
export function logGamma(x: number): number {
  if (x >= 10) return (x - 0.5) * Math.log(x) - x + halfLogTwoPi + stirlingRest(x);
  if (x < 0.5) return logGamma(x + 1) - Math.log(x);
  const shifted = x - 1;
  const sum = lanczos.reduce(
    (total, coefficient, index) => total + (index === 0 ? coefficient : coefficient / (shifted + index)),
    0,
  );
  const base = shifted + 7.5;
  return (shifted + 0.5) * Math.log(base) - base + halfLogTwoPi + Math.log(sum);
}

/**
 * The logarithm of the beta function. The large terms of three log-gammas are cancelled before they are computed:
 * their difference would keep only a few digits where one argument is large.
 */
export function logBeta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a];
  if (large < 10) return logGamma(a) + logGamma(b) - logGamma(a + b);
  const share = small / (small + large);
  const rest = stirlingRest(large) - stirlingRest(small + large);
  if (small < 10) {
    return logGamma(small) + rest + small - small * Math.log(small + large) + (large - 0.5) * Math.log1p(-share);
  }
  const both = halfLogTwoPi - 0.5 * Math.log(large) + stirlingRest(small) + rest;
  return both + (small - 0.5) * Math.log(share) + large * Math.log1p(-share);
}
