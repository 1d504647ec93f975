import type { SpendLimits } from "./spend-limits.ts";

/* Apart from the schema of the limits: this comes with the first paint. */

/** What a provider's runs of today came to. */
export interface Spent {
  provider: string;
  usd: number;
  /** Runs whose cost is not known; it is not among the dollars. */
  unpriced: number;
}

/** From this share of a limit on it is near. */
const near = 0.8;

/** A limit beside what was spent of it today and what a run would add. US dollars. */
export interface SpendLine {
  /** Null: of all providers together. */
  provider: string | null;
  limitUsd: number;
  spentUsd: number;
  /** As far as its cost is known. */
  askedUsd: number;
  unpriced: number;
  /** `passes`: the run would make it more than the limit. `passed`: it is so without it. */
  state: "within" | "near" | "passes" | "passed";
}

/**
 * The limits that concern a run, the tightest first.
 * @param asked what it is estimated to cost by provider; a provider whose price is not known has 0.
 */
export function spendLines(
  { dayUsd, providerUsd }: SpendLimits,
  spent: readonly Spent[],
  asked: Readonly<Record<string, number>>,
): SpendLine[] {
  const lines = Object.entries(asked).flatMap(([provider, askedUsd]) => {
    const limitUsd = providerUsd[provider];
    const own = spent.filter((one) => one.provider === provider);
    return limitUsd === undefined ? [] : [lineOf(provider, limitUsd, own, askedUsd)];
  });
  const all = Object.values(asked).reduce((sum, one) => sum + one, 0);
  const day = dayUsd === null ? [] : [lineOf(null, dayUsd, spent, all)];
  return [...day, ...lines].sort((a, b) => shareOf(b) - shareOf(a));
}

function lineOf(provider: string | null, limitUsd: number, spent: readonly Spent[], askedUsd: number): SpendLine {
  const spentUsd = spent.reduce((sum, one) => sum + one.usd, 0);
  const unpriced = spent.reduce((sum, one) => sum + one.unpriced, 0);
  const line = { provider, limitUsd, spentUsd, askedUsd, unpriced };
  if (spentUsd > limitUsd) return { ...line, state: "passed" };
  if (spentUsd + askedUsd > limitUsd) return { ...line, state: "passes" };
  return { ...line, state: shareOf(line) >= near ? "near" : "within" };
}

function shareOf({ spentUsd, askedUsd, limitUsd }: Pick<SpendLine, "spentUsd" | "askedUsd" | "limitUsd">): number {
  return (spentUsd + askedUsd) / limitUsd;
}
