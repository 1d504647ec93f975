import { formatCost, plural } from "./figures.ts";

/** A limit of a day beside what was spent of it and what a run would add, in US dollars. */
export interface SpendFigures {
  /** Null: of all providers together. */
  provider: string | null;
  limitUsd: number;
  spentUsd: number;
  askedUsd: number;
  unpriced: number;
}

/** Where providers have their names. */
export type ProviderNames = { providers: readonly { id: string; label: string }[] } | null;

/** "today ", "$4.10 of $5" and " with OpenAI". */
export function spendParts({ provider, spentUsd, limitUsd }: SpendFigures, settings: ProviderNames) {
  const label = settings?.providers.find(({ id }) => id === provider)?.label ?? provider;
  const limit = formatCost(limitUsd).replace(/\.00$/, "");
  return {
    before: "today ",
    sum: `${formatCost(spentUsd)} of ${limit}`,
    after: label === null ? "" : ` with ${label}`,
  };
}

export function spendText(line: SpendFigures, settings: ProviderNames): string {
  return Object.values(spendParts(line, settings)).join("");
}

/** What a run would make of it; empty where its cost is not known. */
export function addedText({ askedUsd, spentUsd }: SpendFigures): string {
  return askedUsd === 0 ? "" : `about ${formatCost(spentUsd + askedUsd)} after this`;
}

/** What the sum does not say. */
export function unpricedText({ unpriced }: SpendFigures): string {
  return unpriced === 0 ? "" : `${plural(unpriced, "run")} of today without a known price not counted`;
}
