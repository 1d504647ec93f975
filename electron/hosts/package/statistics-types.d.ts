// Published as `statistics.d.ts`; `statistics.ts` is what it declares. Null: there is no such value.

/** An interval. */
export interface Interval {
  lo: number | null;
  hi: number | null;
}

/** Wilson's score interval of a share `k` of `n`. */
export declare function wilson(given: { k: number; n: number; alpha: number }): Interval;

/** McNemar's test: rows that only the first passed, and only the second. */
export declare function mcnemar(given: { aOnly: number; bOnly: number }): { pExact: number; pMid: number };

/** The difference of two pass rates on the same rows, with Newcombe's interval (method 10). */
export declare function newcombePaired(given: {
  both: number;
  aOnly: number;
  bOnly: number;
  neither: number;
  alpha: number;
}): Interval & { diff: number | null; phi: number | null };

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
  /** `degenerate`: all resamples are alike, which is no evidence and no interval to show. */
  kind: "bca" | "percentile" | "degenerate";
}

/** BCa of the mean over given resamples (lists of indices). */
export declare function bcaFixed(given: {
  data: readonly number[];
  alpha: number;
  resamples: readonly (readonly number[])[];
}): BcaInterval;

/** The same with whole groups drawn. */
export declare function clusterBcaFixed(given: {
  groups: readonly (readonly number[])[];
  alpha: number;
  groupResamples: readonly (readonly number[])[];
}): BcaInterval;

/** BCa of the mean over seeded resamples; null for fewer than two values. */
export declare function bcaRandom(given: {
  data: readonly number[];
  alpha: number;
  resamples: number;
  seed: number;
}): Interval & { kind: BcaInterval["kind"] | null };

/** Sign-flip permutation test of paired differences: exact up to 16 that are not 0, else seeded draws. */
export declare function signFlip(given: { d: readonly number[]; seed?: number; draws?: number }): {
  atLeast: number | null;
  patterns: number | null;
  p: number;
  mean: number | null;
  nonzero: number;
};

/** Holm's correction, in the order given. */
export declare function holm(given: { p: readonly number[]; alpha: number }): {
  adjusted: number[];
  reject: boolean[];
};

export interface Kappa extends Interval {
  observed: number | null;
  expected: number | null;
  kappa: number | null;
  se: number | null;
}

/** Cohen's kappa of a table of counts. */
export declare function kappa(given: { table: readonly (readonly number[])[]; alpha: number }): {
  unweighted: Kappa;
  linear: Kappa;
  quadratic: Kappa;
};

/** Krippendorff's alpha for labels; null in a unit: not rated. */
export declare function krippendorffNominal(given: { units: readonly (readonly (number | string | null)[])[] }): {
  alpha: number | null;
  observedDisagreement: number | null;
  expectedDisagreement: number | null;
};

/** Evidence against even pairs, for pass/fail without repetitions and groups; may be read after every pair. */
export declare function mixtureMartingale(given: { w: number; l: number; sequence?: string }): {
  logE: number;
  e: number | null;
  reject05: boolean;
  reject01: boolean;
  logEPath?: number[];
  firstCrossing05?: number | null;
};

/** A confidence sequence for the mean of values in [0, 1]. */
export interface BettingSequence {
  /** @throws RangeError for a value outside [0, 1]. */
  add(y: number): void;
  readonly count: number;
  readonly lo: number;
  readonly hi: number;
  logKPlus(m: number): number;
  logKMinus(m: number): number;
}

export declare function createBettingSequence(alpha: number, grid?: number): BettingSequence;

/** The sequence of a whole list: the interval after every value, the capital at each of `means` (0.5 and 0.4). */
export declare function bettingCs(given: {
  y: readonly number[];
  alpha: number;
  grid?: number;
  means?: readonly number[];
}): { lo: number[]; hi: number[] } & Record<`logK${"Plus" | "Minus"}${number}`, number[]>;

/** Rows that a paired pass/fail test needs (Connor 1987). */
export declare function sampleSizePairedProportions(given: {
  discordance: number;
  difference: number;
  alpha: number;
  power: number;
}): { n: number | null; items: number | null };

/** Rows that a paired test of means needs (with Guenther's correction). */
export declare function sampleSizePairedMeans(given: {
  sd: number;
  difference: number;
  alpha: number;
  power: number;
}): { nNormal: number | null; nCorrected: number | null; items: number | null };

/** Rows until the interval lies inside ±δ where there is no difference. */
export declare function sampleSizeEquivalence(given: {
  variance: number;
  delta: number;
  alpha: number;
  power: number;
}): { n: number | null; items: number | null };

export type VerdictWord = "better" | "worse" | "no difference larger than δ" | "not decided";

/** What an interval for a difference says of it. */
export declare function verdict(given: { lo: number; hi: number; delta: number }): {
  verdict: VerdictWord;
  alsoAwayFromZero: boolean;
};

export declare function rankCorrelation(given: { x: readonly number[]; y: readonly number[] }): {
  spearman: number | null;
  kendallTauB: number | null;
};

export declare function cosine(given: { a: readonly number[]; b: readonly number[] }): { cosine: number | null };

/** Linear interpolation, as NumPy's default. */
export declare function percentiles(given: { data: readonly number[] }): {
  p50: number | null;
  p95: number | null;
  p99: number | null;
};

export interface RougeL {
  precision: number;
  recall: number;
  f1: number;
  referenceTokens: number;
  candidateTokens: number;
  lcs: number;
}

export declare function textSimilarity(given: { reference: string; candidate: string }): {
  levenshteinDistance: number;
  levenshteinRatio: number;
  rougeLAscii: RougeL;
  rougeLUnicode: RougeL;
};

export declare function specialLogGamma(given: { x: number }): { value: number | null };
export declare function specialLogBeta(given: { a: number; b: number }): { value: number | null };
export declare function specialBetaInc(given: { a: number; b: number; x: number }): {
  value: number;
  complement: number;
};
export declare function specialNormalCdf(given: { x: number }): { cdf: number; sf: number };
export declare function specialNormalInv(given: { p: number }): { x: number | null };
export declare function specialTCdf(given: { t: number; df: number }): { cdf: number; sf: number };
export declare function specialTInv(given: { p: number; df: number }): { t: number | null };
export declare function specialBinomialCdf(given: { k: number; n: number; p: number }): { cdf: number; sf: number };
