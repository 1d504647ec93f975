import { betaInc } from "./beta-inc.ts";
import { binomialTails } from "./binomial.ts";
import { logBeta, logGamma } from "./log-gamma.ts";
import { normalInverse, normalTails } from "./normal.ts";
import { studentInverse, studentTails } from "./students-t.ts";

/* The functions everything else stands on, in the form of the rest: one object in, one out (`README.md#special-functions`). */

export const specialLogGamma = ({ x }: { x: number }) => ({ value: x > 0 ? logGamma(x) : null });

export const specialLogBeta = ({ a, b }: { a: number; b: number }) => ({
  value: a > 0 && b > 0 ? logBeta(a, b) : null,
});

export function specialBetaInc({ a, b, x }: { a: number; b: number; x: number }) {
  const { lower, upper } = betaInc(a, b, x);
  return { value: lower, complement: upper };
}

export function specialNormalCdf({ x }: { x: number }) {
  const { lower, upper } = normalTails(x);
  return { cdf: lower, sf: upper };
}

export const specialNormalInv = ({ p }: { p: number }) => ({ x: normalInverse(p) });

export function specialTCdf({ t, df }: { t: number; df: number }) {
  const { lower, upper } = studentTails(t, df);
  return { cdf: lower, sf: upper };
}

export const specialTInv = ({ p, df }: { p: number; df: number }) => ({ t: studentInverse(p, df) });

export function specialBinomialCdf({ k, n, p }: { k: number; n: number; p: number }) {
  const { lower, upper } = binomialTails(k, n, p);
  return { cdf: lower, sf: upper };
}
