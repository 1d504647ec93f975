import { isScore, type ScoreOutcome } from "./score.ts";

/**
 * How a cell counts. `done`: its answer says something of its variant. `open`: it never reached the provider, or a gating
 * evaluator gave no score. `uncertain`: its request may have left before a crash. `waiting`: not yet.
 */
export type CellStanding = "done" | "open" | "uncertain" | "waiting";

export interface CellResult {
  /** The row's id and the variant's name. */
  row: string;
  variant: string;
  /** From 0. */
  repetition: number;
  runId: string | null;
  standing: CellStanding;
  /** Null unless it is done. */
  passed: boolean | null;
  scores: ScoreOutcome[];
  /** Why it is open, or not passed without a score, in words for a person. */
  why?: string;
  /** Its answer was there already: there was no call. */
  isGiven?: true;
  /** Its answer is that of an earlier experiment, which was asked the very same. */
  isReused?: true;
  /** It was sent once more after it had counted as open: its unit counts after all others, as if it had come last. */
  again?: true;
  /** Figures of its call; absent where they were not measured. */
  latencyMs?: number;
  tokens?: number;
  costUsd?: number;
}

/** An outcome of a check, with what it counts. */
export interface CountedOutcome {
  outcome: ScoreOutcome;
  gates: boolean;
  weight: number;
}

/**
 * Whether a cell passes: all its gating checks do, or their weighted mean reaches the row's threshold. Null where one of
 * them has no score and could change that.
 */
export function passOf(outcomes: readonly CountedOutcome[], threshold: number | undefined): boolean | null {
  const gating = outcomes.filter(({ gates, outcome }) => gates && (!isScore(outcome) || outcome.passed !== undefined));
  if (threshold === undefined) {
    if (gating.some(({ outcome }) => isScore(outcome) && outcome.passed === false)) return false;
    return gating.every(({ outcome }) => isScore(outcome)) ? true : null;
  }
  const mean = weightedMean(gating);
  return mean === null ? null : mean >= threshold;
}

/** Null where one has no score; 1 without any. */
export function weightedMean(outcomes: readonly Pick<CountedOutcome, "outcome" | "weight">[]): number | null {
  let [sum, weights] = [0, 0];
  for (const { outcome, weight } of outcomes) {
    if (!isScore(outcome)) return null;
    const value =
      typeof outcome.value === "number" && outcome.value >= 0 && outcome.value <= 1
        ? outcome.value
        : Number(outcome.passed === true);
    sum += weight * value;
    weights += weight;
  }
  return weights === 0 ? 1 : sum / weights;
}
