import * as z from "zod";

const dollars = z.number().min(0).max(1_000_000);
const name = z.string().min(1).max(300);

/** What a million tokens cost, in US dollars; a part without a price of its own is absent. */
const rates = z.strictObject({
  input: dollars,
  output: dollars,
  cachedInput: dollars.optional(),
  cacheWrite: dollars.optional(),
});

export const factsPriceSchema = rates.extend({
  /** Writing into a cache that is kept for an hour. */
  cacheWriteHour: dollars.optional(),
  /** Prices of a call whose input is longer than so many tokens. */
  above: z.array(rates.extend({ tokens: z.number().int().positive() })).optional(),
  /** Prices of other service tiers, by the provider's word: `flex`, `priority`, `batch`. */
  tiers: z.record(z.string().max(40), rates.partial()).optional(),
});

/** What requests and answers may hold. */
const media = z.enum(["text", "image", "pdf", "audio", "video"]);

/**
 * What is known of one model at one provider. Absent means not known, never no. A row of the person's own may hold any
 * part of it: what it says counts, the rest stays.
 */
const modelFactsSchema = z.strictObject({
  provider: name,
  /** As the provider gets it, without a prefix. */
  model: name,
  mode: z.enum(["chat", "completion", "embedding"]).optional(),
  /** The API that it answers alone, by the word a model's name has for it (`openai/responses/…`). */
  demands: z.string().max(40).optional(),
  /** APIs that it answers, by the same words; `chat` is chat completions. */
  apis: z.array(z.string().max(40)).optional(),
  /** Most tokens of a request, and of an answer. */
  context: z.number().int().positive().optional(),
  output: z.number().int().positive().optional(),
  takes: z.array(media).optional(),
  gives: z.array(media).optional(),
  /** What it can do, in the words of `capabilities`. */
  can: z.array(z.string().max(40)).optional(),
  /** What it cannot, where a list says so. */
  cannot: z.array(z.string().max(40)).optional(),
  /** Efforts of reasoning that it is said to take or refuse, and the one it has unasked. */
  efforts: z.array(z.string().max(20)).optional(),
  noEfforts: z.array(z.string().max(20)).optional(),
  defaultEffort: z.string().max(20).optional(),
  /** The rules of parameters that hold for it. */
  series: z.string().max(60).optional(),
  price: factsPriceSchema.optional(),
  /** The last month or day of what it was taught. */
  knowledge: z.string().max(20).optional(),
  /** ISO date after which it does not answer. */
  ends: z.iso.date().optional(),
  replacedBy: name.optional(),
  /** The id of the list that said all this, and the page that list read it from. */
  from: z.string().max(60).optional(),
  page: z.string().max(500).optional(),
});
export type ModelFacts = z.infer<typeof modelFactsSchema>;
export type FactsPrice = z.infer<typeof factsPriceSchema>;

const texts = z.array(z.string().max(100));

/** What models of a series take, unlike the others of their provider (`electron/engine/models/README.md#series`). */
const modelSeriesSchema = z.strictObject({
  /** Ids of the providers whose models they are. */
  providers: texts,
  /** Beginnings of their names, by which a new model of a list is told to be one of them. */
  names: texts,
  /** A name with one of these in it is none of them. */
  but: texts.optional(),
  /** They have the role `developer`. */
  takesDeveloper: z.literal(true).optional(),
  /** They take temperature or top_p, not both. */
  sampling: z.literal("one").optional(),
  /** OpenAI parameters that they have under another name. */
  rename: z.record(z.string(), z.string()).optional(),
  /** Parameters they refuse with 400. */
  refuses: texts.optional(),
  /** Values of those that they take all the same. */
  unless: z.record(z.string(), z.json()).optional(),
  /** Parameters they take only where the effort of reasoning is `none`, asked for or of itself. */
  withoutReasoning: texts.optional(),
  /** An API on which tools are taken only where the effort of reasoning is `none`. */
  noToolsWithReasoning: z.string().optional(),
  source: z.string(),
  asOf: z.iso.date(),
});
export type ModelSeries = z.infer<typeof modelSeriesSchema>;

/** A list that facts are from. */
const factsSourceSchema = z.strictObject({
  name: z.string().max(300),
  asOf: z.iso.date(),
  /** Whether a live service was asked; `false`: nobody tried it. */
  verifiedLive: z.boolean(),
});
export type FactsSource = z.infer<typeof factsSourceSchema>;

/** The file of what is known of models. */
export const modelBookSchema = z.strictObject({
  version: z.literal(1),
  sources: z.record(z.string().max(60), factsSourceSchema),
  series: z.record(z.string().max(60), modelSeriesSchema),
  models: z.array(modelFactsSchema).max(20_000),
});
export type ModelBookFile = z.infer<typeof modelBookSchema>;
