import { sampleSizeEquivalence, sampleSizePairedProportions } from "../statistics/sample-size.ts";

/*
 * What a number of units can show, before anything is sent (Connor 1987; `shared/domain/statistics/sample-size.ts`). Nobody knows
 * yet how often only one of two variants will pass: two usual shares bracket it. Groups and repetitions vary less than single
 * passes, so that the figures hold for them too, on the safe side.
 */

/** Of units where only one of both passes: alike variants, and those that differ often. */
const usualDiscordance = [0.1, 0.3];

/** Where δ is smaller than is usually reached, this is told beside it. */
const reachableDelta = 0.05;

const usualPower = 0.8;

export interface PowerOfRows {
  units: number;
  /** The share of real differences of that size that are seen. */
  power: number;
  /** Variants against the base; each is tested at α divided by it. */
  comparisons: number;
  at: {
    /** Assumed: the share of units where only one of both passes. */
    discordance: number;
    /** The smallest difference these units show; null where they show none. */
    detects: number | null;
    /** The units that a difference takes, to see it or to show that there is none; null where that is not possible. */
    needed: { delta: number; toSee: number | null; toShowNone: number | null }[];
  }[];
}

export function powerOfRows(given: { units: number; comparisons: number; alpha: number; delta: number }): PowerOfRows {
  const { units, comparisons, delta } = given;
  const alpha = given.alpha / Math.max(1, comparisons);
  const deltas = delta < reachableDelta ? [delta, reachableDelta] : [delta];
  return {
    units,
    power: usualPower,
    comparisons,
    at: usualDiscordance.map((discordance) => ({
      discordance,
      detects: smallestDifference(units, discordance, alpha),
      needed: deltas.map((one) => ({
        delta: one,
        toSee: sampleSizePairedProportions({ discordance, difference: one, alpha, power: usualPower }).items,
        toShowNone: sampleSizeEquivalence({ variance: discordance, delta: one, alpha, power: usualPower }).items,
      })),
    })),
  };
}

/** A difference cannot be larger than the share of units that differ at all. */
function smallestDifference(units: number, discordance: number, alpha: number): number | null {
  const needs = (difference: number) =>
    sampleSizePairedProportions({ discordance, difference, alpha, power: usualPower }).n ?? Number.POSITIVE_INFINITY;
  if (units < needs(discordance)) return null;
  let [tooSmall, seen] = [0, discordance];
  for (let step = 0; step < 60; step += 1) {
    const middle = (tooSmall + seen) / 2;
    if (middle > 0 && needs(middle) <= units) seen = middle;
    else tooSmall = middle;
  }
  return seen;
}
