import type { ModelFacts } from "@shared/domain/model/model-facts.ts";
import type { ModelPrice } from "@shared/domain/model/price.ts";
import { type ModelBook, modelBook } from "./model-book.ts";

const listed = new WeakMap<ModelBook, readonly ModelPrice[]>();

/**
 * List prices in US dollars for a million tokens, as the lists of models have them; each says whose they are and from
 * when. A dated model is found under its plain name unless it has a row of its own. What is missing is unknown, never
 * guessed.
 */
export function listedPrices(): readonly ModelPrice[] {
  const book = modelBook();
  const prices = listed.get(book) ?? book.all().flatMap((facts) => priceOf(facts, book) ?? []);
  listed.set(book, prices);
  return prices;
}

function priceOf(facts: ModelFacts, book: ModelBook): ModelPrice | undefined {
  if (!facts.price) return undefined;
  const { name, asOf } = book.sourceOf(facts);
  const { provider, model, price } = facts;
  return { model, provider, ...price, asOf, source: `${name}, not looked up again` };
}
