/* What `promptscope/statistics` gives: one function for each question, one object in, one out; null where there is no value. */
export { kappa, krippendorffNominal } from "./agreement.ts";
export { bettingCs, createBettingSequence } from "./betting-sequence.ts";
export { bcaFixed, bcaRandom, clusterBcaFixed } from "./bootstrap.ts";
export { cosine } from "./cosine.ts";
export { holm } from "./holm.ts";
export { mixtureMartingale } from "./mixture-martingale.ts";
export { mcnemar, newcombePaired, wilson } from "./proportions.ts";
export { percentiles } from "./quantile.ts";
export { rankCorrelation } from "./rank-correlation.ts";
export { sampleSizeEquivalence, sampleSizePairedMeans, sampleSizePairedProportions } from "./sample-size.ts";
export { signFlip } from "./sign-flip.ts";
export {
  specialBetaInc,
  specialBinomialCdf,
  specialLogBeta,
  specialLogGamma,
  specialNormalCdf,
  specialNormalInv,
  specialTCdf,
  specialTInv,
} from "./special.ts";
export { textSimilarity } from "./text-similarity.ts";
export { verdict } from "./verdict.ts";
