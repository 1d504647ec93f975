import type { ModelPrice } from "@shared/domain/model/price.ts";

/** A price while it is typed: a figure that was not given is no figure, and not 0, which would make the model free. */
export type PriceDraft = Omit<ModelPrice, "input" | "output"> & { input: number | null; output: number | null };

/** A price to be filled in. */
export function emptyPrice(today: Date): PriceDraft {
  return { model: "", input: null, output: null, asOf: today.toISOString().slice(0, 10), source: "own" };
}

/** Prices whose model or provider contains a text. */
export function matchingPrices(prices: readonly ModelPrice[], filter: string): ModelPrice[] {
  const wanted = filter.trim().toLowerCase();
  return prices.filter(({ model, provider = "" }) => `${provider} ${model}`.toLowerCase().includes(wanted));
}

/** What is missing or wrong in a price, in words; undefined when it can be kept. */
export function priceProblem({ model, input, output, asOf, source }: PriceDraft): string | undefined {
  if (model.trim() === "") return "Name the model as the provider gets it, without a prefix.";
  if (input === null || output === null) return "Give a price for input and output; 0 is free.";
  if (!/^\d{4}-\d{2}-\d{2}$/.test(asOf) || Number.isNaN(Date.parse(asOf))) return "Give the date as 2026-11-30.";
  return source.trim() === "" ? "Say where the price is from." : undefined;
}
