import type { ModelPrice } from "@shared/domain/price.ts";

/** A price to be filled in. */
export function emptyPrice(today: Date): ModelPrice {
  return { model: "", input: 0, output: 0, asOf: today.toISOString().slice(0, 10), source: "own" };
}

/** Prices whose model or provider contains a text. */
export function matchingPrices(prices: readonly ModelPrice[], filter: string): ModelPrice[] {
  const wanted = filter.trim().toLowerCase();
  return prices.filter(({ model, provider = "" }) => `${provider} ${model}`.toLowerCase().includes(wanted));
}

/** What is missing or wrong in a price, in words; undefined when it can be kept. */
export function priceProblem({ model, asOf, source }: ModelPrice): string | undefined {
  if (model.trim() === "") return "Name the model as the provider gets it, without a prefix.";
  if (!/^\d{4}-\d{2}-\d{2}$/.test(asOf) || Number.isNaN(Date.parse(asOf))) return "Give the date as 2026-11-30.";
  return source.trim() === "" ? "Say where the price is from." : undefined;
}
