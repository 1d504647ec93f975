import type { SpendLine } from "@shared/domain/run/spend.ts";
import type { SettingsView } from "@shared/domain/settings.ts";
import { formatCost, plural } from "../../../ui/figures.ts";

/** "today ", "$4.10 of $5" and " with OpenAI". */
export function spendParts({ provider, spentUsd, limitUsd }: SpendLine, settings: SettingsView | null) {
  const label = settings?.providers.find(({ id }) => id === provider)?.label ?? provider;
  const limit = formatCost(limitUsd).replace(/\.00$/, "");
  return {
    before: "today ",
    sum: `${formatCost(spentUsd)} of ${limit}`,
    after: label === null ? "" : ` with ${label}`,
  };
}

export function spendText(line: SpendLine, settings: SettingsView | null): string {
  return Object.values(spendParts(line, settings)).join("");
}

/** What a run would make of it; empty where its cost is not known. */
export function addedText({ askedUsd, spentUsd }: SpendLine): string {
  return askedUsd === 0 ? "" : `about ${formatCost(spentUsd + askedUsd)} after this`;
}

/** What the sum does not say. */
export function unpricedText({ unpriced }: SpendLine): string {
  return unpriced === 0 ? "" : `${plural(unpriced, "run")} of today without a known price not counted`;
}
