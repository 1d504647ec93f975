import type { ModelPrice, RunCost } from "@shared/domain/model/price.ts";
import type { Usage } from "@shared/domain/run/stream-event.ts";

const million = 1_000_000;

/**
 * What a run cost: the provider's own figure where it tells one, since it knows what it charged; else what its tokens cost
 * at a price. `startedAt` in UTC milliseconds.
 */
export function costOfRun(usage: Usage, price: ModelPrice | undefined, startedAt: number): RunCost | undefined {
  if (usage.costUsd === undefined) return price && costAtPrice(usage, price);
  const asOf = new Date(startedAt).toISOString().slice(0, 10);
  return { usd: usage.costUsd, price: { source: "the provider's own figure", asOf } };
}

/**
 * What tokens cost. Input is charged in three parts, fresh, read from the cache and written into it, since
 * `inputTokens` counts all of them; reasoning is part of `outputTokens` and charged as output.
 * @returns undefined when the provider did not count both input and output, a part of the input has no price, or the
 * input is longer than the price holds for.
 */
function costAtPrice(usage: Usage, price: ModelPrice): RunCost | undefined {
  const { inputTokens, outputTokens, cachedInputTokens = 0, cacheWriteTokens = 0 } = usage;
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  if (price.upToInputTokens !== undefined && inputTokens > price.upToInputTokens) return undefined;
  const cached = priceOfPart(cachedInputTokens, price.cachedInput);
  const written = priceOfPart(cacheWriteTokens, price.cacheWrite);
  if (cached === undefined || written === undefined) return undefined;
  const fresh = Math.max(0, inputTokens - cachedInputTokens - cacheWriteTokens);
  const usd = (fresh * price.input + outputTokens * price.output + cached + written) / million;
  return { usd, price: { source: price.source, asOf: price.asOf } };
}

/** Taking the price of fresh input for a cached part would be a guess. */
function priceOfPart(tokens: number, price: number | undefined): number | undefined {
  return tokens === 0 ? 0 : price === undefined ? undefined : tokens * price;
}
