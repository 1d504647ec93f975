import { createBettingSequence } from "../statistics/betting-sequence.ts";
import { chanceOf, unitInterval } from "./live-comparison.ts";

/**
 * The verdict of a `LiveComparison` without its interval, so that a look after every unit costs little: whether the capital at
 * the means in question was ever high enough says the same as the bounds would.
 */
export interface QuickComparison {
  add(difference: number): void;
  readonly p: number;
  /** Of the means; null without a unit. */
  readonly difference: number | null;
  /** The interval lies inside of ±δ. */
  readonly isAlike: boolean;
  /** The values drifted. Costs as much as the whole sequence: to be asked where something seems decided. */
  isUnstable(): boolean;
}

const grid = 20;
const bets = Array.from({ length: grid }, (_, index) => (index + 1) / (grid + 1));

export function createQuickComparison(alpha: number, delta: number): QuickComparison {
  const limit = Math.log(2 / alpha);
  const values: number[] = [];
  const above = createCapital((y) => y, 0.5);
  const below = createCapital((y) => 1 - y, 0.5);
  // Above ½ − δ/2 and below ½ + δ/2: between −δ and δ.
  const notLess = createCapital((y) => y, 0.5 - delta / 2);
  const notMore = createCapital((y) => 1 - y, 0.5 - delta / 2);
  let sum = 0;
  return {
    add(difference) {
      const y = unitInterval(difference);
      values.push(y);
      sum += difference;
      for (const capital of [above, below, notLess, notMore]) capital.add(y);
    },
    get p() {
      return chanceOf(Math.max(0, above.highest(), below.highest()));
    },
    get difference() {
      return values.length === 0 ? null : sum / values.length;
    },
    get isAlike() {
      return notLess.highest() >= limit && notMore.highest() >= limit;
    },
    isUnstable() {
      const sequence = createBettingSequence(alpha);
      for (const y of values) sequence.add(y);
      return sequence.lo > sequence.hi;
    },
  };
}

/** The capital of bets that the mean of `part` is above `mean`, by the logarithm of the highest it has been. */
function createCapital(part: (y: number) => number, mean: number) {
  const sums = new Float64Array(grid);
  const gains = new Map<number, Float64Array>();
  let highest = Number.NEGATIVE_INFINITY;

  function gainsOf(y: number): Float64Array {
    let known = gains.get(y);
    if (!known) {
      known = Float64Array.from(bets, (bet) => Math.log(1 - bet + (bet * part(y)) / mean));
      gains.set(y, known);
    }
    return known;
  }

  return {
    add(y: number): void {
      const gained = gainsOf(y);
      let top = Number.NEGATIVE_INFINITY;
      for (let index = 0; index < grid; index += 1) {
        const log = (sums[index] ?? 0) + (gained[index] ?? 0);
        sums[index] = log;
        if (log > top) top = log;
      }
      // Not even all bets together reach what was reached before.
      if (top <= highest) return;
      let mass = 0;
      for (const log of sums) mass += Math.exp(log - top);
      highest = Math.max(highest, top + Math.log(mass / grid));
    },
    highest: () => highest,
  };
}
