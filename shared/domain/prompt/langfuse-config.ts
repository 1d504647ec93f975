import type { Warning } from "../error/error.ts";
import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";

/*
 * The config that Langfuse's playground keeps beside a prompt (`ZodModelConfig` of `packages/shared/src/server/llm/types.ts`
 * and `promptModelConfig.ts`): `provider` is the name of one of the project's LLM connections, numbers may be texts,
 * `maxReasoningTokens` bounds the thoughts and `providerOptions` are keys of the request's body.
 */

/** Langfuse's words for providers that have another one here. */
const adapters: Readonly<Record<string, string>> = {
  "google-ai-studio": "gemini",
  google: "gemini",
  "azure-openai": "azure",
  "google-vertex-ai": "vertex_ai",
  "amazon-bedrock": "bedrock",
};
/** Parameters that Langfuse keeps as a number or as its text. */
const numbers = ["temperature", "top_p", "max_tokens", "max_completion_tokens", "top_k", "seed"];
const alsoNumbers = ["presence_penalty", "frequency_penalty", "maxReasoningTokens", "n"];
const isNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** A prompt's config as requests are planned from. What is stored stays as it is, so that Langfuse reads it as before. */
export interface ReadConfig {
  config: JsonValue;
  warnings: Warning[];
}

/**
 * Says a config of Langfuse's playground in the words of LiteLLM and OpenAI: `provider` goes in front of `model`, texts
 * become numbers, `providerOptions` become `extra_body`, `maxReasoningTokens` LiteLLM's `thinking`. Any other config stays
 * as it is.
 * @param isPrefix whether a word may stand before a model's name.
 */
export function readLangfuseConfig(config: JsonValue, isPrefix: (word: string) => boolean): ReadConfig {
  if (!isJsonObject(config) || !isOfLangfuse(config)) return { config, warnings: [] };
  const warnings: Warning[] = [];
  const { provider: named, providerOptions, maxReasoningTokens, ...others } = config;
  const read: JsonObject = withNumbers(others);
  if (named !== undefined) Object.assign(read, withProvider(named, read["model"], isPrefix, warnings));
  if (isJsonObject(providerOptions)) {
    const extra = read["extra_body"];
    read["extra_body"] = { ...providerOptions, ...(isJsonObject(extra) ? extra : {}) };
  } else if (providerOptions !== undefined && providerOptions !== null) {
    warnings.push(unread("providerOptions", "it is not an object"));
  }
  const most = asNumber(maxReasoningTokens ?? null);
  const isCount = typeof most === "number" && Number.isInteger(most) && most > 0;
  if (most !== null && !isCount) warnings.push(unread("maxReasoningTokens", "it is not a number of tokens"));
  if (isCount) read["thinking"] ??= { type: "enabled", budget_tokens: most };
  return { config: read, warnings };
}

/** The model that a config names, with its provider in front where Langfuse keeps that apart. */
export function modelOfConfig(config: JsonValue | undefined): string | undefined {
  if (!isJsonObject(config)) return undefined;
  const { model, provider: named } = config;
  if (typeof model !== "string" || model.trim() === "") return undefined;
  return typeof named === "string" && named !== "" ? joined(wordOf(named), model) : model;
}

/**
 * A config with another model, in the form it has: where Langfuse's `provider` stands beside the model, both are set, so
 * that its playground finds the model again.
 */
export function withModel(config: JsonObject, model: string | undefined): JsonObject {
  const { model: _before, ...others } = config;
  const { provider: named } = config;
  if (model === undefined) return others;
  const slash = model.indexOf("/");
  if (typeof named !== "string" || slash <= 0) return { ...config, model };
  const word = model.slice(0, slash);
  const kept = wordOf(named) === word ? named : (langfuseWordOf(word) ?? word);
  return { ...others, provider: kept, model: model.slice(slash + 1) };
}

/** OpenRouter has a `provider` too, which is an object. */
function isOfLangfuse({ provider: named, ...others }: JsonObject): boolean {
  const texts = [...numbers, ...alsoNumbers].some((key) => typeof others[key] === "string");
  return typeof named === "string" || texts || "providerOptions" in others || "maxReasoningTokens" in others;
}

function withNumbers(config: JsonObject): JsonObject {
  const read = { ...config };
  for (const key of [...numbers, ...alsoNumbers]) {
    const value = read[key];
    if (value !== undefined) read[key] = asNumber(value);
  }
  return read;
}

/** A text that says a number as that number; anything else as it is. */
function asNumber(value: JsonValue): JsonValue {
  return typeof value === "string" && isNumber.test(value.trim()) ? Number(value) : value;
}

function withProvider(
  named: JsonValue,
  model: JsonValue | undefined,
  isPrefix: (word: string) => boolean,
  warnings: Warning[],
): JsonObject {
  if (typeof named !== "string") return { provider: named };
  if (typeof model !== "string" || model.trim() === "") return {};
  const word = wordOf(named);
  if (isPrefix(word)) return { model: joined(word, model) };
  const reason = `“${named}” is the name of a connection of the Langfuse project and no provider here; the model’s name alone decides`;
  warnings.push(unread("provider", reason));
  return {};
}

function joined(word: string, model: string): string {
  const name = model.trim();
  return name.startsWith(`${word}/`) || name.startsWith("langfuse/") ? name : `${word}/${name}`;
}

/** Names of connections are chosen freely; most are the provider's. */
function wordOf(provider: string): string {
  const word = provider.trim().toLowerCase();
  return Object.hasOwn(adapters, word) ? (adapters[word] ?? word) : word.replaceAll(" ", "_");
}

function langfuseWordOf(word: string): string | undefined {
  return Object.entries(adapters).find(([, ours]) => ours === word)?.[0];
}

function unread(subject: string, reason: string): Warning {
  const message = `“${subject}” of the prompt's config is not used: ${reason}.`;
  return { code: "config_not_used", stage: "config", subject, message };
}
