/** The usual number of bets in the grid. */
const usualGrid = 20;

/**
 * A confidence sequence for the mean of values in [0, 1]: intervals that may be looked at after every value and all hold
 * together with a chance of at least 1 − α. Hedged capital with a fixed grid of bets (Waudby-Smith and Ramdas, JRSS-B
 * 2024): no tuning, and the capital does not depend on the order of the values.
 */
export interface BettingSequence {
  /** @throws RangeError for a value outside [0, 1]. */
  add(y: number): void;
  readonly count: number;
  /** The mean is above this. Rises only. */
  readonly lo: number;
  /** The mean is below this. Falls only; below `lo` the values have drifted and nothing may be decided. */
  readonly hi: number;
  /** The logarithm of the capital of a bet that the mean is above `m`; 0 without a value. O(grid × different values). */
  logKPlus(m: number): number;
  /** The same for below. */
  logKMinus(m: number): number;
}

type Side = "plus" | "minus";

export function createBettingSequence(alpha: number, grid = usualGrid): BettingSequence {
  const bets = Array.from({ length: grid }, (_, index) => (index + 1) / (grid + 1));
  const limit = Math.log(2 / alpha);
  /** How often each value came: the order makes no difference. */
  const counts = new Map<number, number>();
  let count = 0;
  /** The bounds with their capital for each bet, carried on so that a value costs one step while they stay. */
  const bounds = { plus: { at: 0, sums: bets.map(() => 0) }, minus: { at: 1, sums: bets.map(() => 0) } };

  const gain = (side: Side, bet: number, m: number, y: number) =>
    side === "plus" ? Math.log(1 - bet + stake(bet, y, m)) : Math.log(1 - bet + stake(bet, 1 - y, 1 - m));

  function sumsAt(side: Side, m: number): number[] {
    return bets.map((bet) => {
      let sum = 0;
      for (const [y, times] of counts) sum += times * gain(side, bet, m, y);
      return sum;
    });
  }

  function move(side: Side): void {
    const bound = bounds[side];
    if (logMeanExp(bound.sums) < limit) return;
    // `refuted` has the capital; at the other end of [0, 1] no bet can have won.
    let [refuted, open] = [bound.at, side === "plus" ? 1 : 0];
    for (let step = 0; step < 60 && Math.abs(refuted - open) > 1e-13; step += 1) {
      const middle = (refuted + open) / 2;
      if (logMeanExp(sumsAt(side, middle)) >= limit) refuted = middle;
      else open = middle;
    }
    bound.at = refuted;
    bound.sums = sumsAt(side, refuted);
  }

  return {
    add(y) {
      if (!(y >= 0 && y <= 1)) throw new RangeError(`A value lies between 0 and 1, not at ${y}.`);
      counts.set(y, (counts.get(y) ?? 0) + 1);
      count += 1;
      for (const side of ["plus", "minus"] as const) {
        const { at, sums } = bounds[side];
        for (const [index, bet] of bets.entries()) sums[index] = (sums[index] ?? 0) + gain(side, bet, at, y);
        move(side);
      }
    },
    get count() {
      return count;
    },
    get lo() {
      return bounds.plus.at;
    },
    get hi() {
      return bounds.minus.at;
    },
    logKPlus: (m) => logMeanExp(sumsAt("plus", m)),
    logKMinus: (m) => logMeanExp(sumsAt("minus", m)),
  };
}

/** What a bet brings: at the very ends of [0, 1] nothing or everything. */
function stake(bet: number, part: number, of: number): number {
  return part === 0 ? 0 : (bet * part) / of;
}

function logMeanExp(logs: readonly number[]): number {
  const top = Math.max(...logs);
  if (!Number.isFinite(top)) return top;
  return top + Math.log(logs.reduce((sum, value) => sum + Math.exp(value - top), 0) / logs.length);
}

/** The interval after every value, and the capital at some means, each under its name, such as `logKPlus0.5`. */
export type BettingPath = { lo: number[]; hi: number[] } & Record<`logK${"Plus" | "Minus"}${number}`, number[]>;

/** The sequence of a whole list. */
export function bettingCs(given: {
  y: readonly number[];
  alpha: number;
  grid?: number;
  means?: readonly number[];
}): BettingPath {
  const { y, alpha, grid = usualGrid, means = [0.5, 0.4] } = given;
  const sequence = createBettingSequence(alpha, grid);
  const path: BettingPath = { lo: [], hi: [] };
  for (const mean of means) {
    path[`logKPlus${mean}`] = [];
    path[`logKMinus${mean}`] = [];
  }
  for (const value of y) {
    sequence.add(value);
    path.lo.push(sequence.lo);
    path.hi.push(sequence.hi);
    for (const mean of means) {
      path[`logKPlus${mean}`]?.push(sequence.logKPlus(mean));
      path[`logKMinus${mean}`]?.push(sequence.logKMinus(mean));
    }
  }
  return path;
}
