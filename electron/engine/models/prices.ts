import type { ModelPrice } from "@shared/domain/model/price.ts";
import { withinTime } from "../time/time-limit.ts";

/** A price of a Langfuse project: it holds for every model name its pattern matches. */
export interface PatternPrice {
  /** A Postgres regular expression. */
  matchPattern: string;
  price: ModelPrice;
}

/** A model as a run used it: the names it goes by, most exact first. */
export interface PricedModel {
  provider: string;
  names: readonly string[];
}

const dateOrLatest = /-(?:\d{4}-\d{2}-\d{2}|\d{8}|latest)$/;
const longestPattern = 500;
/** For one pattern on one name. A sane one takes microseconds, but the clock also runs while the machine is busy. */
const longestMatchMs = 250;
/** Patterns that were given up once are not tried again: each would stop the app anew. */
const slowPatterns = new Set<string>();

/** The price of a model in a list, under its exact name, else under its name without the date, else under another date. */
export function findListedPrice(prices: readonly ModelPrice[], model: PricedModel): ModelPrice | undefined {
  const forProvider = prices.filter(({ provider }) => provider === undefined || provider === model.provider);
  const plainNames = model.names.map((name) => name.replace(dateOrLatest, ""));
  for (const name of [...model.names, ...plainNames]) {
    const found = forProvider.find((price) => price.model === name);
    if (found) return found;
  }
  // A list may have a model under its dated name alone; of several the last is the newest.
  return forProvider.findLast(({ model: name }) => plainNames.includes(name.replace(dateOrLatest, "")));
}

/** The first price whose pattern matches a name of the model; patterns that cannot be used match nothing. */
export function findPatternPrice(prices: readonly PatternPrice[], model: PricedModel): ModelPrice | undefined {
  for (const name of model.names) {
    const found = prices.find(({ matchPattern }) => matchesPostgres(matchPattern, name));
    if (found) return found.price;
  }
  return undefined;
}

/**
 * Whether a Postgres regular expression matches, as far as JavaScript's can say it. `(?i)` at the start, which
 * JavaScript does not know, becomes the flag.
 */
export function matchesPostgres(pattern: string, text: string): boolean {
  if (pattern.length > longestPattern || slowPatterns.has(pattern)) return false;
  const withoutFlag = pattern.replace(/^\(\?i\)/, "");
  const expression = compile(withoutFlag, withoutFlag === pattern ? "" : "i");
  if (!expression) return false;
  const tested = withinTime(longestMatchMs, () => expression.test(text));
  if (!tested) slowPatterns.add(pattern);
  return tested?.value ?? false;
}

function compile(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    // Postgres knows forms that JavaScript does not; the model then has no price from there.
    return undefined;
  }
}
