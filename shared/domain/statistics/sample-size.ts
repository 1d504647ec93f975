import { normalInverse } from "./normal.ts";
import { criticalValue } from "./quantile.ts";

const inverse = (p: number): number => {
  const value = normalInverse(p);
  if (value === null) throw new RangeError(`A chance lies between 0 and 1, not at ${p}.`);
  return value;
};

/**
 * Rows that a paired pass/fail test needs to see a difference (Connor 1987).
 * @param discordance the share of rows that only one of both passes; `difference` that of their pass rates.
 */
export function sampleSizePairedProportions(given: {
  discordance: number;
  difference: number;
  alpha: number;
  power: number;
}) {
  const { discordance, difference, alpha, power } = given;
  if (difference === 0 || Math.abs(difference) > discordance) return { n: null, items: null };
  const spread = Math.sqrt(discordance - difference ** 2);
  const n = (criticalValue(alpha) * Math.sqrt(discordance) + inverse(power) * spread) ** 2 / difference ** 2;
  return { n, items: Math.ceil(n) };
}

/** Rows that a paired test of means needs: by the normal distribution, and with Guenther's correction (1981) for t. */
export function sampleSizePairedMeans(given: { sd: number; difference: number; alpha: number; power: number }) {
  const { sd, difference, alpha, power } = given;
  if (difference === 0) return { nNormal: null, nCorrected: null, items: null };
  const critical = criticalValue(alpha);
  const nNormal = ((critical + inverse(power)) ** 2 * sd ** 2) / difference ** 2;
  const nCorrected = nNormal + critical ** 2 / 2;
  return { nNormal, nCorrected, items: Math.max(2, Math.ceil(nCorrected)) };
}

/** Rows until the interval lies inside ±δ with that power, where both are truly alike. `variance` is the differences'. */
export function sampleSizeEquivalence(given: { variance: number; delta: number; alpha: number; power: number }) {
  const { variance, delta, alpha, power } = given;
  if (delta <= 0) return { n: null, items: null };
  const n = ((criticalValue(alpha) + inverse((1 + power) / 2)) ** 2 * variance) / delta ** 2;
  return { n, items: Math.ceil(n) };
}
