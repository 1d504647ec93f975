import { createBettingSequence } from "../statistics/betting-sequence.ts";

/** Two variants while they run: valid whenever it is looked at (`shared/domain/statistics/README.md#which-method`). */
export interface LiveComparison {
  /** The variant's value minus the base's, of the next unit in the seed's order; from −1 to 1. */
  add(difference: number): void;
  judge(): LiveJudgement;
}

export interface LiveJudgement {
  /** By the highest capital of all looks so far; two bets share the chance of being wrong. */
  p: number;
  lo: number | null;
  hi: number | null;
  /** The values drifted: nothing may be decided. */
  unstable: boolean;
}

export function createLiveComparison(alpha: number): LiveComparison {
  const sequence = createBettingSequence(alpha);
  let highest = 0;
  return {
    add(difference) {
      sequence.add(unitInterval(difference));
      highest = Math.max(highest, sequence.logKPlus(0.5), sequence.logKMinus(0.5));
    },
    judge() {
      const unstable = sequence.lo > sequence.hi;
      return {
        p: chanceOf(highest),
        lo: unstable ? null : 2 * sequence.lo - 1,
        hi: unstable ? null : 2 * sequence.hi - 1,
        unstable,
      };
    },
  };
}

/** A difference as a value in [0, 1]. */
export function unitInterval(difference: number): number {
  return Math.min(1, Math.max(0, (difference + 1) / 2));
}

/** Of a capital's logarithm. */
export function chanceOf(logCapital: number): number {
  return Math.min(1, 2 * Math.exp(-logCapital));
}
