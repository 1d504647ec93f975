import type { ModelPrice } from "../model/price.ts";
import { costOfTokens } from "../model/price-rates.ts";

/** What is known of the calls of one variant before they are made. */
export interface VariantForecast {
  title: string;
  /** As it will be sent, with its provider; null where it cannot be planned. */
  model: string | null;
  /** Its id; null where it cannot be planned. */
  provider: string | null;
  calls: number;
  /** Tokens of one call's messages, counted over a few rows; null where they could not be. */
  inputTokens: number | null;
  /** The mean of earlier answers of this model; null where there are none. */
  outputTokens: number | null;
  /** The median time of those, in milliseconds. */
  callMs: number | null;
  price: Pick<ModelPrice, "input" | "output" | "upToInputTokens" | "above" | "tiers"> | null;
  /** The service tier that is asked for; absent: the standard one. */
  tier?: string;
}

/** What a run over many calls comes to, as far as it can be told. Costs are US dollars, times milliseconds. */
export interface Forecast {
  calls: number;
  inputTokens: number | null;
  outputTokens: number | null;
  /** Of those variants whose cost is known. */
  costUsd: number;
  /** Variants whose cost is known. */
  priced: number;
  variants: number;
  /** Null where for some model no earlier call tells how long one takes. */
  timeMs: number | null;
}

/** @param atOnce how many calls are under way at once at most. */
export function forecastOf(parts: readonly VariantForecast[], atOnce: number): Forecast {
  const costs = parts.map(costOf);
  const known = costs.filter((cost) => cost !== null);
  const time = sumOf(parts.map(({ calls, callMs }) => (callMs === null ? null : calls * callMs)));
  return {
    calls: parts.reduce((sum, { calls }) => sum + calls, 0),
    inputTokens: sumOf(parts.map(({ calls, inputTokens }) => (inputTokens === null ? null : calls * inputTokens))),
    outputTokens: sumOf(parts.map(({ calls, outputTokens }) => (outputTokens === null ? null : calls * outputTokens))),
    costUsd: known.reduce((sum, cost) => sum + cost, 0),
    priced: known.length,
    variants: parts.length,
    timeMs: time === null ? null : time / Math.max(1, atOnce),
  };
}

/** What the parts whose cost is known come to by provider, in US dollars; a provider whose cost is not known has 0. */
export function costsByProvider(parts: readonly VariantForecast[]): Record<string, number> {
  const costs: Record<string, number> = {};
  for (const part of parts) {
    if (part.provider !== null) costs[part.provider] = (costs[part.provider] ?? 0) + (costOf(part) ?? 0);
  }
  return costs;
}

/** A guess at one part of it would make the whole a guess. */
function costOf({ calls, inputTokens, outputTokens, price, tier }: VariantForecast): number | null {
  if (price === null || inputTokens === null || outputTokens === null) return null;
  const cost = costOfTokens(price, { input: inputTokens, output: outputTokens }, tier);
  return cost === null ? null : calls * cost;
}

function sumOf(figures: readonly (number | null)[]): number | null {
  return figures.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}
