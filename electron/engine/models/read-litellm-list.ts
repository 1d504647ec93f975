import type { FactsPrice, ModelBookFile, ModelFacts, ModelSeries } from "@shared/domain/model/model-facts.ts";

/** A row of LiteLLM's `model_prices_and_context_window.json`, read as it is. */
type Row = Readonly<Record<string, unknown>>;

/** Its words for providers of ours, where they differ from our ids. */
const otherWords: Readonly<Record<string, string>> = { "text-completion-openai": "openai" };
/** Kinds of models that answer one of the APIs here. */
const modes: readonly [word: string, mode: NonNullable<ModelFacts["mode"]>][] = [
  ["chat", "chat"],
  ["responses", "chat"],
  ["completion", "completion"],
  ["embedding", "embedding"],
];
/** Its word for models that answer that API alone, which is ours too. */
const responsesWord = "responses";
const chatWord = "chat";
const endpoints: Readonly<Record<string, string>> = {
  "/v1/chat/completions": "chat",
  "/v1/responses": "responses",
  "/v1/messages": "messages",
  "/v1/completions": "completions",
};
const abilities: readonly [flag: string, word: string][] = [
  ["supports_function_calling", "tools"],
  ["supports_parallel_function_calling", "parallel tools"],
  ["supports_response_schema", "schema"],
  ["supports_native_structured_output", "native schema"],
  ["supports_reasoning", "reasoning"],
  ["supports_adaptive_thinking", "adaptive thinking"],
  ["supports_prompt_caching", "caching"],
  ["supports_web_search", "web search"],
  ["supports_computer_use", "computer use"],
  ["supports_sampling_params", "sampling"],
  ["supports_assistant_prefill", "prefill"],
];
const inputs: readonly [flag: string, medium: NonNullable<ModelFacts["takes"]>[number]][] = [
  ["supports_vision", "image"],
  ["supports_image_input", "image"],
  ["supports_pdf_input", "pdf"],
  ["supports_audio_input", "audio"],
  ["supports_video_input", "video"],
];
const efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];

/** Where a list was read from, for the rows that come of it. */
export interface ListOrigin {
  /** Id of the source. */
  from: string;
  /** Ids of the providers that count; models of others are left out. */
  providers: ReadonlySet<string>;
  /** A model of a series is told by how its name begins. */
  series: Readonly<Record<string, ModelSeries>>;
}

/** Whether a parsed file is LiteLLM's list: an object of objects that name their provider. */
export function isLitellmList(file: unknown): file is Readonly<Record<string, Row>> {
  if (typeof file !== "object" || file === null || Array.isArray(file) || "models" in file) return false;
  return Object.values(file).some((row) => typeof row === "object" && row !== null && "litellm_provider" in row);
}

/**
 * The models of LiteLLM's list that answer an API here, as it gives them; prices for a million tokens. What it does not
 * say stays unsaid. Rows of fine-tuning and of price groups are no models.
 */
export function readLitellmList(list: Readonly<Record<string, Row>>, origin: ListOrigin): ModelFacts[] {
  const found = new Map<string, ModelFacts>();
  for (const [key, row] of Object.entries(list)) {
    const facts = key === "sample_spec" || key.startsWith("ft:") ? undefined : factsOf(key, row, origin);
    // Some stand there twice, with their prefix and without: the row that says more counts.
    const id = facts && `${facts.provider}/${facts.model}`;
    const before = id === undefined ? undefined : found.get(id);
    if (facts && id && (!before || JSON.stringify(before).length < JSON.stringify(facts).length)) found.set(id, facts);
  }
  return [...found.values()];
}

function factsOf(key: string, row: Row, { from, providers, series }: ListOrigin): ModelFacts | undefined {
  const said = text(row["litellm_provider"]) ?? "";
  const provider = otherWords[said] ?? said;
  const mode = modes.find(([word]) => word === row["mode"])?.[1];
  if (mode === undefined || !providers.has(provider)) return undefined;
  const model = withoutPrefix(key, said);
  const apis = list(row["supported_endpoints"]).flatMap((one) => endpoints[one] ?? []);
  const inSeries = seriesOf(series, provider, model);
  return {
    provider,
    model,
    mode,
    ...(row["mode"] === responsesWord && !apis.includes(chatWord) ? { demands: responsesWord } : {}),
    ...(apis.length > 0 ? { apis } : {}),
    ...asNumber("context", row["max_input_tokens"]),
    ...asNumber("output", row["max_output_tokens"]),
    ...mediaOf(row, mode),
    ...abilitiesOf(row),
    ...effortsOf(row),
    ...(inSeries === undefined ? {} : { series: inSeries }),
    ...priceOf(row),
    ...asDate("ends", row["deprecation_date"]),
    ...replacementOf(row, said),
    from,
    ...pageOf(row),
  };
}

/** Where it was read: of a model that ends the page that says so. */
function pageOf(row: Row): Pick<ModelFacts, "page"> {
  const page = text(row["deprecation_source"]) ?? text(row["source"]);
  return page?.startsWith("https://") ? { page } : {};
}

/** The series a model belongs to by its name; undefined where none fits. */
function seriesOf(series: Readonly<Record<string, ModelSeries>>, provider: string, model: string): string | undefined {
  return Object.entries(series).find(([, { providers, names, but = [] }]) => {
    return (
      providers.includes(provider) &&
      names.some((start) => model.startsWith(start)) &&
      !but.some((part) => model.includes(part))
    );
  })?.[0];
}

function withoutPrefix(key: string, provider: string): string {
  return key.startsWith(`${provider}/`) ? key.slice(provider.length + 1) : key;
}

function mediaOf(row: Row, mode: ModelFacts["mode"]): Pick<ModelFacts, "takes" | "gives"> {
  if (mode === "embedding") return {};
  const said = list(row["supported_modalities"]).filter(isMedium);
  const takes = new Set(said.length > 0 ? said : (["text"] as const));
  for (const [flag, medium] of inputs) if (row[flag] === true) takes.add(medium);
  const gives = list(row["supported_output_modalities"]).filter(isMedium);
  return { takes: [...takes], ...(gives.length > 0 ? { gives } : {}) };
}

function isMedium(word: string): word is NonNullable<ModelFacts["takes"]>[number] {
  return ["text", "image", "pdf", "audio", "video"].includes(word);
}

function abilitiesOf(row: Row): Pick<ModelFacts, "can" | "cannot"> {
  const can = abilities.filter(([flag]) => row[flag] === true).map(([, word]) => word);
  const cannot = abilities.filter(([flag]) => row[flag] === false).map(([, word]) => word);
  return { ...(can.length > 0 ? { can } : {}), ...(cannot.length > 0 ? { cannot } : {}) };
}

function effortsOf(row: Row): Pick<ModelFacts, "efforts" | "noEfforts" | "defaultEffort"> {
  const flagOf = (effort: string) => row[`supports_${effort}_reasoning_effort`];
  const named = list(row["reasoning_effort_levels"]);
  const taken = named.length > 0 ? named : efforts.filter((effort) => flagOf(effort) === true);
  const refused = efforts.filter((effort) => flagOf(effort) === false);
  const unasked = text(row["default_reasoning_effort"]);
  return {
    ...(taken.length > 0 ? { efforts: taken } : {}),
    ...(refused.length > 0 ? { noEfforts: refused } : {}),
    ...(unasked === undefined ? {} : { defaultEffort: unasked }),
  };
}

/** None of a model that speaks: its tokens of sound have a price of their own, and an answer does not tell them apart. */
function priceOf(row: Row): { price?: FactsPrice } {
  if (row["output_cost_per_audio_token"] !== undefined) return {};
  const base = ratesOf(row, "", "");
  const { input, output = 0 } = base;
  if (input === undefined) return {};
  const hour = dollars(row["cache_creation_input_token_cost_above_1hr"]);
  const above = bandsOf(row).flatMap((tokens) => {
    const rates = ratesOf(row, `_above_${tokens / 1_000}k_tokens`, "");
    return rates.input === undefined ? [] : [{ tokens, output, ...rates, input: rates.input }];
  });
  const tiers = ["flex", "priority"].flatMap((tier) => {
    const rates = ratesOf(row, "", `_${tier}`);
    return Object.keys(rates).length === 0 ? [] : [[tier, rates] as const];
  });
  const price: FactsPrice = { ...base, input, output };
  if (hour !== undefined) price.cacheWriteHour = hour;
  if (above.length > 0) price.above = above;
  if (tiers.length > 0) price.tiers = Object.fromEntries(tiers);
  return { price };
}

/** The bounds of input beyond which it has other prices, lowest first. */
function bandsOf(row: Row): number[] {
  const found = Object.keys(row).flatMap((key) => /^input_cost_per_token_above_(\d+)k_tokens$/.exec(key)?.[1] ?? []);
  return found.map((thousands) => Number(thousands) * 1_000).sort((a, b) => a - b);
}

function ratesOf(row: Row, band: string, tier: string) {
  const rate = (name: string) => dollars(row[`${name}${band}${tier}`]);
  const given = {
    input: rate("input_cost_per_token"),
    output: rate("output_cost_per_token"),
    cachedInput: rate("cache_read_input_token_cost"),
    cacheWrite: rate("cache_creation_input_token_cost"),
  };
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as { input?: number; output?: number; cachedInput?: number; cacheWrite?: number };
}

/** Of a million tokens; what the multiplication leaves behind the eighth place is rounded off. */
function dollars(value: unknown): number | undefined {
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) return undefined;
  return Number((value * 1_000_000).toPrecision(8));
}

function replacementOf(row: Row, provider: string): Pick<ModelFacts, "replacedBy"> {
  const next = text(row["successor_model"]);
  return next === undefined ? {} : { replacedBy: withoutPrefix(next, provider) };
}

function asNumber<Key extends "context" | "output">(key: Key, value: unknown): Pick<ModelFacts, Key> {
  return (Number.isInteger(value) && Number(value) > 0 ? { [key]: value } : {}) as Pick<ModelFacts, Key>;
}

function asDate<Key extends "ends">(key: Key, value: unknown): Pick<ModelFacts, Key> {
  const date = text(value);
  return (date && /^\d{4}-\d{2}-\d{2}$/.test(date) ? { [key]: date } : {}) as Pick<ModelFacts, Key>;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

/** A file of rows alone, as the converter gives it. */
export type ListedModels = Pick<ModelBookFile, "models">;
