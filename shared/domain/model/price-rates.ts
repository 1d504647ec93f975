import type { RequestPlan } from "../run/request-plan.ts";
import type { ModelPrice } from "./price.ts";

/** Prices of a million tokens that hold for one call; a part without a price is absent. */
export type Rates = {
  [Part in "input" | "output" | "cachedInput" | "cacheWrite" | "cacheWriteHour"]?: number | undefined;
};

/** Words of service tiers that are the one prices are listed for. */
const standard = new Set(["auto", "default", "standard", "standard_only"]);

/** The service tier a request asks for; undefined where it says nothing. */
export function askedTier({ parameters }: Pick<RequestPlan, "parameters">): string | undefined {
  const asked = parameters.find(({ key, sent }) => sent && key === "service_tier")?.value;
  return typeof asked === "string" ? asked : undefined;
}

/** The prices that hold for so long an input at a tier; none where the list has not got them. */
export function ratesFor(
  price: Pick<ModelPrice, "input" | "output" | "upToInputTokens" | "above" | "tiers">,
  inputTokens: number,
  tier: string | undefined,
): Rates {
  const { upToInputTokens, above = [], tiers = {} } = price;
  if (upToInputTokens !== undefined && inputTokens > upToInputTokens) return {};
  const band = above.findLast(({ tokens }) => inputTokens > tokens);
  if (tier === undefined || standard.has(tier)) return band ?? price;
  // Long inputs of other tiers are in no list.
  return band === undefined && Object.hasOwn(tiers, tier) ? (tiers[tier] ?? {}) : {};
}

/** What so many tokens cost at a price, in US dollars; null where a part of it has no price: a guess would make all of it one. */
export function costOfTokens(
  price: Parameters<typeof ratesFor>[0],
  { input, output }: { input: number; output: number },
  tier?: string,
): number | null {
  const rates = ratesFor(price, input, tier);
  if (rates.input === undefined || rates.output === undefined) return null;
  return (input * rates.input + output * rates.output) / 1_000_000;
}
