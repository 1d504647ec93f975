import type { ModelPrice, RunCost } from "@shared/domain/model/price.ts";
import { ratesFor } from "@shared/domain/model/price-rates.ts";
import type { Usage } from "@shared/domain/run/stream-event.ts";

const million = 1_000_000;

/**
 * What a run cost: the provider's own figure where it tells one, since it knows what it charged; else what its tokens cost
 * at a price. `startedAt` in UTC milliseconds.
 * @param tier the service tier that was asked for or told; absent: the standard one.
 */
export function costOfRun(
  usage: Usage,
  price: ModelPrice | undefined,
  startedAt: number,
  tier?: string,
): RunCost | undefined {
  const ours = price && costAtPrice(usage, price, tier);
  if (usage.costUsd === undefined) return ours;
  const asOf = new Date(startedAt).toISOString().slice(0, 10);
  return {
    usd: usage.costUsd,
    price: { source: "the provider's own figure", asOf },
    ...(ours ? { listed: { usd: ours.usd, ...ours.price } } : {}),
  };
}

/**
 * What tokens cost. Input is charged in parts, fresh, read from the cache and written into it, for minutes or for an hour,
 * since `inputTokens` counts all of them; reasoning is part of `outputTokens` and charged as output.
 * @returns undefined when the provider did not count both input and output, a part of the input has no price, or the
 * input is longer than the price holds for.
 */
function costAtPrice(usage: Usage, price: ModelPrice, tier: string | undefined): RunCost | undefined {
  const { inputTokens, outputTokens, cachedInputTokens = 0, cacheWriteTokens = 0, cacheWriteHourTokens = 0 } = usage;
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const rates = ratesFor(price, inputTokens, tier);
  const cached = priceOfPart(cachedInputTokens, rates.cachedInput);
  const written = priceOfPart(cacheWriteTokens - cacheWriteHourTokens, rates.cacheWrite);
  const writtenForHour = priceOfPart(cacheWriteHourTokens, rates.cacheWriteHour);
  if (rates.input === undefined || rates.output === undefined) return undefined;
  if (cached === undefined || written === undefined || writtenForHour === undefined) return undefined;
  const fresh = Math.max(0, inputTokens - cachedInputTokens - cacheWriteTokens);
  const usd = (fresh * rates.input + outputTokens * rates.output + cached + written + writtenForHour) / million;
  return { usd, price: { source: price.source, asOf: price.asOf } };
}

/** Taking the price of fresh input for a cached part would be a guess. */
function priceOfPart(tokens: number, price: number | undefined): number | undefined {
  return tokens === 0 ? 0 : price === undefined ? undefined : tokens * price;
}
