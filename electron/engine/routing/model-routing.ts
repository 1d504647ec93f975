import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { knownProviderOf } from "../models/known-models.ts";
import { demoPreset, providerPresets } from "../providers/presets.ts";
import type { ProviderPreset } from "../providers/provider.ts";

export interface RoutedModel {
  preset: ProviderPreset;
  /** The model name as the provider gets it. */
  model: string;
  /** The rule that matched, in words. */
  rule: string;
}

/** LiteLLM providers whose prefix is recognised, so that the error can say what to do instead. */
const unsupportedPrefixes = new Set([
  "bedrock",
  "vertex_ai",
  "cohere",
  "cohere_chat",
  "deepinfra",
  "replicate",
  "huggingface",
  "sagemaker",
  "watsonx",
  "databricks",
  "cerebras",
  "sambanova",
  "text-completion-openai",
]);

/** Hosts in an explicit base URL that tell the provider (`get_llm_provider_logic.py`, step c). */
const hostsOfProviders: [host: string, provider: string][] = [
  ["api.mistral.ai", "mistral"],
  ["api.groq.com", "groq"],
  ["api.deepseek.com", "deepseek"],
  ["api.perplexity.ai", "perplexity"],
  ["api.x.ai", "xai"],
  ["api.together.xyz", "together_ai"],
  ["api.fireworks.ai", "fireworks_ai"],
  ["openrouter.ai", "openrouter"],
];

/** Takes every `langfuse/` out, as LiteLLM does (`model.replace("langfuse/", "")`). */
export function stripLangfusePrefix(model: string): string {
  return model.replaceAll("langfuse/", "");
}

/**
 * Finds the provider of a model string in LiteLLM's order: Azure's foreign models, prefix, host of an explicit base
 * URL, known name (`README.md#the-order`).
 * @throws AppFailure `model_unknown`, listing what was tried.
 */
export function routeModel(model: string, apiBase?: string): RoutedModel {
  return (
    byAzureForeignModel(model) ??
    byPrefix(model) ??
    byBaseUrl(model, apiBase) ??
    byKnownName(model) ??
    fail(model, apiBase)
  );
}

/** Azure's model catalogue serves Cohere and Mistral models on an OpenAI-style base, under their full name. */
function byAzureForeignModel(model: string): RoutedModel | undefined {
  if (!/^azure\/(?:command-|mistral-)/.test(model)) return undefined;
  return { preset: preset("openai"), model, rule: "azure/ with a Cohere or Mistral model goes the OpenAI way" };
}

function byPrefix(model: string): RoutedModel | undefined {
  const slash = model.indexOf("/");
  if (slash <= 0) return undefined;
  const prefix = model.slice(0, slash);
  const found = [demoPreset, ...providerPresets].find((candidate) => candidate.prefixes.includes(prefix));
  return found ? { preset: found, model: model.slice(slash + 1), rule: `prefix ${prefix}/` } : undefined;
}

function byBaseUrl(model: string, apiBase: string | undefined): RoutedModel | undefined {
  const match = hostsOfProviders.find(([host]) => apiBase?.includes(host));
  return match ? { preset: preset(match[1]), model, rule: `base URL at ${match[0]}` } : undefined;
}

function byKnownName(model: string): RoutedModel | undefined {
  const provider = knownProviderOf(model);
  return provider ? { preset: preset(provider), model, rule: `known ${preset(provider).label} model` } : undefined;
}

function preset(id: string): ProviderPreset {
  const found = providerPresets.find((candidate) => candidate.id === id);
  if (!found) throw new AppFailure("internal", { message: `There is no provider preset ${id}.` });
  return found;
}

function fail(model: string, apiBase: string | undefined): never {
  const slash = model.indexOf("/");
  const prefix = slash > 0 ? model.slice(0, slash) : undefined;
  const tried = [
    prefix
      ? `the prefix “${prefix}/” (not one of ${providerPresets.map(({ prefixes }) => prefixes[0]).join(", ")}, demo)`
      : "no prefix",
    apiBase ? `the base URL ${apiBase}` : undefined,
    "the known OpenAI and Anthropic model names",
  ].filter((line) => line !== undefined);
  throw new AppFailure("model_unknown", {
    message: `No provider is known for the model “${model}”.`,
    detail: `Tried: ${tried.join("; ")}.`,
    advice: adviceFor(model, prefix),
  });
}

function adviceFor(model: string, prefix: string | undefined): string {
  if (prefix && unsupportedPrefixes.has(prefix)) {
    return `Promptscope does not speak to ${prefix} itself; put a LiteLLM proxy in front and use litellm_proxy/<its model name>.`;
  }
  if (model.startsWith("gemini-")) return `Write gemini/${model}; without a prefix LiteLLM means Vertex AI.`;
  if (/^(?:mistral|codestral|ministral)-/.test(model)) return `Write mistral/${model}.`;
  return `Put the provider in front, for example openai/${model}.`;
}
