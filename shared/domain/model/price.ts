import * as z from "zod";
import { factsPriceSchema } from "./model-facts.ts";

const dollars = z.number().min(0).max(1_000_000);

/** What a million tokens of a model cost, in US dollars. A part that has no price of its own is absent. */
const modelPriceSchema = z.strictObject({
  /** The name the provider gets, without a prefix, e.g. `gpt-6-luna`. */
  model: z.string().min(1).max(300),
  /** The id of the provider it is for; absent for any. */
  provider: z.string().min(1).max(100).optional(),
  input: dollars,
  output: dollars,
  /** Input read from the provider's cache. */
  cachedInput: dollars.optional(),
  /** Input written into the provider's cache. */
  cacheWrite: dollars.optional(),
  /** Input written into a cache that the provider keeps for an hour. */
  cacheWriteHour: dollars.optional(),
  /** Prices of a call whose input is longer than so many tokens. */
  above: factsPriceSchema.shape.above,
  /** Prices of other service tiers, by the provider's word. */
  tiers: factsPriceSchema.shape.tiers,
  /** The price holds up to so many input tokens; beyond, it is unknown. Absent: for any number. */
  upToInputTokens: z.number().int().positive().optional(),
  /** ISO date on which the price held. */
  asOf: z.iso.date(),
  /** Where it is from, for a person: an address or "own". */
  source: z.string().min(1).max(500),
});
export type ModelPrice = z.infer<typeof modelPriceSchema>;
export const modelPriceListSchema = z.array(modelPriceSchema).max(2_000);

/** What a run cost and which price said so. */
export interface RunCost {
  usd: number;
  price: { source: string; asOf: string };
  /** What its tokens cost at the price in force, where the provider told its own figure. */
  listed?: { usd: number; source: string; asOf: string };
}

/** Every price in force: own ones first, then the connected Langfuse project's, then the bundled ones. */
export interface PriceTable {
  own: ModelPrice[];
  bundled: ModelPrice[];
  /** How many models the connected Langfuse project has prices for; absent when it is not connected or did not tell. */
  langfuseModels?: number;
}

/** A model of Langfuse's price list: prices in US dollars for a million tokens. */
export interface LangfuseModelPrice {
  /** A Postgres regular expression over model names. */
  matchPattern: string;
  model: string;
  input: number;
  output: number;
  cachedInput?: number;
  cacheWrite?: number;
  /** From Langfuse's own list and not made by somebody of the project. */
  managed: boolean;
}
