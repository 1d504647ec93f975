import { lazily } from "@shared/domain/late/lazily.ts";
import type { LangfuseModelPrice } from "@shared/domain/model/price.ts";
import * as z from "zod";
import type { CreateFetch } from "../../http/http.ts";
import type { CallIo, Clock, SecretResolver } from "../../ports.ts";
import { createLangfuseClient, type LangfuseEndpoint } from "./langfuse-client.ts";

const schemas = lazily(() => {
  const prices = z.record(z.string(), z.looseObject({ price: z.number() }));
  const model = z.looseObject({
    modelName: z.string(),
    matchPattern: z.string(),
    unit: z.string().nullish(),
    prices: prices.nullish(),
    pricingTiers: z.array(z.looseObject({ isDefault: z.boolean().nullish(), prices: prices.nullish() })).nullish(),
    isLangfuseManaged: z.boolean().nullish(),
  });
  const page = z.looseObject({
    data: z.array(model),
    meta: z.looseObject({ totalPages: z.number() }).nullish(),
  });
  return { prices, model, page };
});
type Schemas = ReturnType<typeof schemas>;
type LangfuseModel = z.infer<Schemas["model"]>;

const pageSize = 100;
/** Langfuse's own list has two pages; a project with more models than this is not read to its end. */
const mostPages = 20;
/** The names usage types go by, as Langfuse's own list writes them. */
const cachedTypes = ["input_cached_tokens", "input_cache_read", "cache_read_input_tokens"];
const writeTypes = ["input_cache_creation", "cache_creation_input_tokens", "input_cache_creation_5m"];

export interface LangfusePricesOptions {
  createFetch: CreateFetch;
  secrets: SecretResolver;
  clock: Clock;
}

/**
 * Reads the models a project has prices for (`GET /api/public/models`, since Langfuse 2.59), the project's own first,
 * since they win over Langfuse's. Models counted in something other than tokens, and prices of higher tiers, are left
 * out.
 * @throws AppFailure as every call to Langfuse.
 */
export async function readLangfusePrices(
  endpoint: LangfuseEndpoint,
  options: LangfusePricesOptions,
  io: CallIo,
): Promise<LangfuseModelPrice[]> {
  const client = createLangfuseClient({ ...options, timeoutMs: 10_000, random: Math.random });
  const models: LangfuseModel[] = [];
  for (let page = 1, pages = 1; page <= Math.min(pages, mostPages); page += 1) {
    const request = { path: "/models", query: { page, limit: pageSize }, schema: schemas().page, patience: 0 };
    const { data, meta } = await client.get(endpoint, request, io);
    models.push(...data);
    pages = meta?.totalPages ?? 1;
  }
  const priced = models.flatMap((model) => toPrice(model) ?? []);
  return [...priced.filter(({ managed }) => !managed), ...priced.filter(({ managed }) => managed)];
}

function toPrice(model: LangfuseModel): LangfuseModelPrice | undefined {
  if (model.unit && model.unit !== "TOKENS") return undefined;
  const tier = model.pricingTiers?.find(({ isDefault }) => isDefault) ?? model.pricingTiers?.[0];
  const prices = tier?.prices ?? model.prices ?? {};
  const input = perMillion(prices, ["input"]);
  const output = perMillion(prices, ["output"]);
  if (input === undefined || output === undefined) return undefined;
  const cachedInput = perMillion(prices, cachedTypes);
  const cacheWrite = perMillion(prices, writeTypes);
  return {
    matchPattern: model.matchPattern,
    model: model.modelName,
    input,
    output,
    ...(cachedInput === undefined ? {} : { cachedInput }),
    ...(cacheWrite === undefined ? {} : { cacheWrite }),
    managed: model.isLangfuseManaged === true,
  };
}

/** Langfuse keeps prices for one token; the product rounds away what floating point adds. */
function perMillion(prices: z.infer<Schemas["prices"]>, types: readonly string[]): number | undefined {
  const price = types.map((type) => prices[type]?.price).find((found) => found !== undefined);
  return price === undefined ? undefined : Number((price * 1_000_000).toPrecision(12));
}
