import type { CellResult } from "./cell-result.ts";

/** What calls have cost, as far as it is known. */
export interface Spend {
  /** US dollars of the calls whose price is known. */
  costUsd: number;
  /** Calls that were answered and have no known price; absent in what was noted before these were counted. */
  unpriced?: number;
}

/**
 * Whether the call of a cell was answered at a price that is not known. A call that failed is none: providers do not charge
 * for it. Nor is an answer that was there already.
 */
export function isUnpriced({ costUsd, isGiven, tokens, standing, why, scores }: CellResult): boolean {
  if (costUsd !== undefined || isGiven) return false;
  return tokens !== undefined || scores.length > 0 || (standing === "done" && why === undefined);
}

/** What an experiment has cost, as its head, the list and its reports say it. */
interface ExperimentSpend extends Required<Spend> {
  /** US dollars its answers of an earlier experiment cost there: in no sum of this one. */
  reusedCostUsd: number;
}

/**
 * What an experiment has paid for: its own calls and its judges'. Answers that were taken over from an earlier experiment
 * were paid for in that one, and are neither spent here nor without a price here.
 * @param judges what was paid for judgements.
 */
export function spendOfExperiment(results: Iterable<CellResult>, judges: Spend): ExperimentSpend {
  let { costUsd, unpriced = 0 } = judges;
  let reusedCostUsd = 0;
  for (const result of results) {
    if (result.isReused) reusedCostUsd += result.costUsd ?? 0;
    else {
      costUsd += result.costUsd ?? 0;
      if (isUnpriced(result)) unpriced += 1;
    }
  }
  return { costUsd, unpriced, reusedCostUsd };
}

/** What the answers of a variant cost, whoever paid for them: those of an earlier experiment as well. */
export function spendOf(results: Iterable<CellResult>): Required<Spend> {
  let [costUsd, unpriced] = [0, 0];
  for (const result of results) {
    costUsd += result.costUsd ?? 0;
    if (isUnpriced(result)) unpriced += 1;
  }
  return { costUsd, unpriced };
}

/**
 * For a table's cell: “$0.12”, “≥ $0.12” where calls without a price come on top of it, “—” where nothing is known.
 * @param money how a sum is written.
 */
export function spendFigure({ costUsd, unpriced = 0 }: Spend, money: (usd: number) => string): string {
  if (unpriced === 0) return money(costUsd);
  return costUsd === 0 ? "—" : `≥ ${money(costUsd)}`;
}

/** “40 calls without a price”; null where all have one. */
export function unpricedWords({ unpriced = 0 }: Spend): string | null {
  return unpriced === 0 ? null : `${calls(unpriced)} without a price`;
}

/** For a sentence: “$0.12, 40 calls without a price”, “no price known for 40 calls”. */
export function spendWords(spend: Spend, money: (usd: number) => string): string {
  const { costUsd, unpriced = 0 } = spend;
  if (unpriced > 0 && costUsd === 0) return `no price known for ${calls(unpriced)}`;
  return unpriced === 0 ? money(costUsd) : `${money(costUsd)}, ${calls(unpriced)} without a price`;
}

/** For a sentence, after what was spent: “$0.12 of reused answers was paid before”; null where nothing was taken over. */
export function reusedWords(
  { reusedCostUsd = 0 }: { reusedCostUsd?: number },
  money: (usd: number) => string,
): string | null {
  return reusedCostUsd === 0 ? null : `${money(reusedCostUsd)} of reused answers was paid before`;
}

function calls(count: number): string {
  return `${count.toLocaleString("en-US")} call${count === 1 ? "" : "s"}`;
}

/** To the hundredth of a cent, as reports have it. */
export function reportMoney(usd: number): string {
  return `$${usd.toFixed(4)}`;
}
