import type { CellResult } from "./cell-result.ts";
import type { Span } from "./forecast.ts";
import { isUnpriced, type Spend } from "./spend.ts";

/*
 * What an experiment that runs is likely to cost from here on. Only calls that are still to be made cost something: those of
 * an earlier experiment say what such a call costs, but are not bought again.
 */

/** What is known of costs before a call was paid for, in US dollars; null where no price is known. */
export interface LikelyCosts {
  /** Of one call, by variant. */
  variants: Readonly<Record<string, Span | null>>;
  /** Of all judges' calls for one cell. */
  judgesOfCell: Span | null;
}

export interface CostLeftInput {
  results: Iterable<CellResult>;
  variants: readonly { name: string; isGiven?: true | undefined }[];
  /** Nothing more of this variant is bought: it is decided. */
  isSpared(variant: string): boolean;
  /** Null where no model judges. */
  judges: JudgedSoFar | null;
  /** Asked only where nothing was paid for yet; null where it is not known, or not yet. */
  likely(): LikelyCosts | null;
}

interface JudgedSoFar extends Required<Spend> {
  /** Cells whose judgements are in the sum. */
  cells: number;
  /** Cells with an answer that wait to be judged. */
  waiting: number;
}

const nothing: Span = { lo: 0, hi: 0 };

/**
 * US dollars of all calls that are still to be made: of each variant at the mean of those that were paid for; where there is
 * none yet, of those that an earlier experiment has paid for, else as it was forecast, which is a span.
 * @returns null where nothing is left, or some of it has no known price.
 */
export function costLeft({ results, variants, isSpared, judges, likely }: CostLeftInput): Span | null {
  const tallies = tally(results);
  let left: Span = nothing;
  let cells = 0;
  for (const { name, isGiven } of variants) {
    const { waiting, bought, reused, unpriced } = tallies.get(name) ?? emptyTally();
    if (waiting === 0 || isSpared(name)) continue;
    cells += waiting;
    if (isGiven) continue;
    // A guess of what has no price would be one of nothing.
    if (unpriced > 0) return null;
    const one = meanOf(bought) ?? meanOf(reused) ?? likely()?.variants[name];
    if (!one) return null;
    left = plus(left, times(one, waiting));
  }
  const unjudged = judges ? cells + judges.waiting : 0;
  if (judges && unjudged > 0) {
    if (judges.unpriced > 0) return null;
    const one = meanOf({ calls: judges.cells, costUsd: judges.costUsd }) ?? likely()?.judgesOfCell;
    if (!one) return null;
    left = plus(left, times(one, unjudged));
  }
  return cells + unjudged === 0 ? null : left;
}

interface Paid {
  calls: number;
  costUsd: number;
}

function emptyTally(): { waiting: number; bought: Paid; reused: Paid; unpriced: number } {
  return { waiting: 0, bought: { calls: 0, costUsd: 0 }, reused: { calls: 0, costUsd: 0 }, unpriced: 0 };
}

function tally(results: Iterable<CellResult>): Map<string, ReturnType<typeof emptyTally>> {
  const tallies = new Map<string, ReturnType<typeof emptyTally>>();
  for (const result of results) {
    const of = tallies.get(result.variant) ?? emptyTally();
    tallies.set(result.variant, of);
    if (result.standing === "waiting") of.waiting += 1;
    else if (result.costUsd !== undefined) {
      const paid = result.isReused ? of.reused : of.bought;
      paid.calls += 1;
      paid.costUsd += result.costUsd;
    } else if (!result.isReused && isUnpriced(result)) of.unpriced += 1;
  }
  return tallies;
}

function meanOf({ calls, costUsd }: Paid): Span | null {
  return calls === 0 ? null : { lo: costUsd / calls, hi: costUsd / calls };
}

function times({ lo, hi }: Span, count: number): Span {
  return { lo: lo * count, hi: hi * count };
}

function plus(one: Span, other: Span): Span {
  return { lo: one.lo + other.lo, hi: one.hi + other.hi };
}
