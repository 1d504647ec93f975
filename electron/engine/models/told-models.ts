import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { ModelFacts } from "@shared/domain/model/model-facts.ts";

/*
 * What servers tell of their models in `GET /models` besides the names, each in words of its own: OpenRouter
 * (`context_length`, `pricing` for a token, `architecture`), Groq (`context_window`), Mistral (`max_context_length`,
 * `deprecation`), Together (`context_length`, `pricing` for a million), Anthropic (`max_input_tokens`, `max_tokens`).
 */

const contexts = ["context_length", "context_window", "max_context_length", "max_input_tokens"];
const outputs = ["max_completion_tokens", "max_output_tokens", "max_tokens"];
const mostTold = 5_000;

/** The models of an answer of which it tells more than the name; none of one that tells nothing. Never fails. */
export function toldModels(provider: string, body: string): ModelFacts[] {
  return entriesOf(body)
    .slice(0, mostTold)
    .flatMap((entry) => {
      const model = entry["id"];
      if (typeof model !== "string" || model === "" || model.length > 300) return [];
      const facts = factsOf(entry);
      return Object.keys(facts).length === 0 ? [] : [{ provider, model, ...facts }];
    });
}

function entriesOf(body: string): JsonObject[] {
  try {
    const parsed = JSON.parse(body) as JsonValue;
    const list = isJsonObject(parsed) ? (parsed["data"] ?? []) : parsed;
    return Array.isArray(list) ? list.filter(isJsonObject) : [];
  } catch {
    return []; // Whoever asked for names has told of it.
  }
}

function factsOf(entry: JsonObject): Partial<ModelFacts> {
  const top = isJsonObject(entry["top_provider"]) ? entry["top_provider"] : {};
  const context = countAt(entry, contexts);
  const output = countAt(entry, outputs) ?? countAt(top, outputs);
  const ends = dateOf(entry["deprecation"]);
  const replacedBy = entry["deprecation_replacement_model"];
  const price = priceOf(entry["pricing"]);
  return {
    ...(context === undefined ? {} : { context }),
    ...(output === undefined ? {} : { output }),
    ...(price ? { price } : {}),
    ...(ends === undefined ? {} : { ends }),
    ...(ends !== undefined && typeof replacedBy === "string" && replacedBy !== "" ? { replacedBy } : {}),
  };
}

function countAt(entry: JsonObject, keys: readonly string[]): number | undefined {
  const found = keys.map((key) => entry[key]).find((value) => typeof value === "number" && value > 0);
  return typeof found === "number" && Number.isInteger(found) ? found : undefined;
}

function dateOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0] : undefined;
}

/** OpenRouter's are texts for a token, Together's numbers for a million. */
function priceOf(pricing: JsonValue | undefined): ModelFacts["price"] {
  if (!isJsonObject(pricing)) return undefined;
  const perToken = (key: string) => {
    const value = pricing[key];
    const dollars = typeof value === "string" ? Number(value) * 1_000_000 : Number.NaN;
    return Number.isFinite(dollars) && dollars >= 0 ? Number(dollars.toPrecision(8)) : undefined;
  };
  const [input, output, cachedInput] = [perToken("prompt"), perToken("completion"), perToken("input_cache_read")];
  if (input !== undefined && output !== undefined) {
    return { input, output, ...(cachedInput === undefined ? {} : { cachedInput }) };
  }
  const { input: inMillion, output: outMillion } = pricing;
  return typeof inMillion === "number" && typeof outMillion === "number" && inMillion > 0
    ? { input: inMillion, output: outMillion }
    : undefined;
}
