import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { promptPrefixOf } from "../libraries/listed-libraries.ts";
import { knownModel } from "../models/known-models.ts";
import { modelRules } from "../models/model-rules.ts";
import type { NamedModels, Provider } from "../providers/provider.ts";
import type { Providers } from "../providers/registry.ts";
import { litellmPromptManagers, litellmProviders, litellmProvidersWithoutChat } from "./litellm-providers.ts";

export interface RoutedModel {
  provider: Provider;
  /** The model name as the provider gets it. */
  model: string;
  /** The rule that matched, in words. */
  rule: string;
  /** The model whose rules hold, where the string says it and the name does not. */
  rulesOf?: string;
  /** The API it is for, where the string says so; else the provider's first. */
  api?: NamedModels["api"];
}

export interface RoutingInput {
  providers: Providers;
  /** A base URL of the call, which may tell the provider of a bare model name. */
  apiBase?: string | null | undefined;
}

/**
 * The model behind a prompt. Takes every `langfuse/` out, as LiteLLM does (`model.replace("langfuse/", "")`), and the
 * prefix of prompts in a folder.
 */
export function stripLangfusePrefix(model: string): string {
  const prefix = promptPrefixOf(model);
  const rest = prefix === undefined ? model : model.slice(prefix.length);
  return rest.replaceAll("langfuse/", "");
}

/** Says of a word whether a model's name may begin with it and a slash. */
export function isPrefixOf({ all }: Providers): (word: string) => boolean {
  return (word) => all.some(({ prefixes }) => prefixes.includes(word));
}

/**
 * Finds the provider of a model string in LiteLLM's order: models that a provider passes on, prefix, host of an explicit
 * base URL, known name (`README.md#the-order`).
 * @throws AppFailure `model_unknown`, listing what was tried.
 */
export function routeModel(model: string, input: RoutingInput): RoutedModel {
  return byPrefix(model, input) ?? byBaseUrl(model, input) ?? byKnownName(model, input) ?? fail(model, input);
}

function byPrefix(model: string, { providers }: RoutingInput): RoutedModel | undefined {
  const slash = model.indexOf("/");
  if (slash <= 0) return undefined;
  const prefix = model.slice(0, slash);
  const name = model.slice(slash + 1);
  const provider = providers.all.find((candidate) => candidate.prefixes.includes(prefix));
  if (!provider) return byPrefixOfApi(prefix, name, providers);
  const { elsewhere } = provider;
  if (elsewhere?.models.some((start) => name.startsWith(start))) {
    return { provider: providerOf(elsewhere.provider, providers), model, rule: elsewhere.rule };
  }
  const second = name.slice(0, Math.max(0, name.indexOf("/")));
  const api = ofName(provider.apiParts, second);
  if (api) return { provider, model: name.slice(second.length + 1), rule: `prefix ${prefix}/${second}/`, api };
  const rulesOf = ofName(provider.series, second);
  if (rulesOf !== undefined) {
    return { provider, model: name.slice(second.length + 1), rule: `prefix ${prefix}/${second}/`, rulesOf };
  }
  const demanded = demandedApi(provider, name);
  if (!demanded) return { provider, model: name, rule: `prefix ${prefix}/` };
  return { provider, model: name, rule: `prefix ${prefix}/; ${demanded.because}`, api: demanded.api };
}

/** The API that a model's row says it answers alone; a model's kind is for its client to know. */
function demandedApi(provider: Provider, model: string): { api: NamedModels["api"]; because: string } | undefined {
  const demanded = modelRules(provider, model)?.facts.demands;
  const api = demanded === undefined ? undefined : ofName(provider.apiParts, demanded);
  return api && { api, because: `it answers the ${apiWord(demanded)} API alone` };
}

function apiWord(word = ""): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function byPrefixOfApi(prefix: string, model: string, providers: Providers): RoutedModel | undefined {
  const found = findNamed(providers, ({ prefixes }) => prefixes?.includes(prefix) ?? false);
  return found && { provider: found.provider, api: found.named.api, model, rule: `prefix ${prefix}/` };
}

function findNamed({ listed }: Providers, isMeant: (named: NamedModels) => boolean) {
  for (const provider of listed) {
    const named = provider.named?.find(isMeant);
    if (named) return { provider, named };
  }
  return undefined;
}

function ofName<Value>(values: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}

/** A host anywhere in the address counts, as in LiteLLM (`get_llm_provider_logic.py`, step c). */
function byBaseUrl(model: string, { providers, apiBase }: RoutingInput): RoutedModel | undefined {
  if (!apiBase) return undefined;
  for (const provider of providers.listed) {
    const host = provider.hosts?.find((candidate) => apiBase.includes(candidate));
    if (host !== undefined) return { provider, model, rule: `base URL at ${host}` };
  }
  return undefined;
}

function byKnownName(model: string, { providers }: RoutingInput): RoutedModel | undefined {
  const facts = knownModel(model);
  if (!facts) return undefined;
  const provider = providerOf(facts.provider, providers);
  const rule = `known ${provider.label} model`;
  const demanded = demandedApi(provider, model);
  if (demanded) return { provider, model, rule: `${rule}; ${demanded.because}`, api: demanded.api };
  const other = provider.named?.find(({ api }) => api.mode !== undefined && api.mode === facts.mode);
  return other ? { provider, api: other.api, model, rule } : { provider, model, rule };
}

function providerOf(id: string, providers: Providers): Provider {
  const found = providers.find(id);
  if (!found) throw new AppFailure("internal", { message: `There is no provider ${id}.` });
  return found;
}

function fail(model: string, { providers, apiBase }: RoutingInput): never {
  const slash = model.indexOf("/");
  const prefix = slash > 0 ? model.slice(0, slash) : undefined;
  const known = [...providers.listed, ...providers.all.filter(({ sample }) => sample)];
  const tried = [
    prefix
      ? `the prefix “${prefix}/” (not one of ${known.map(({ prefixes }) => prefixes[0]).join(", ")})`
      : "no prefix",
    apiBase ? `the base URL ${apiBase}` : undefined,
    "the known OpenAI and Anthropic model names",
  ].filter((line) => line !== undefined);
  throw new AppFailure("model_unknown", {
    message: prefix === undefined ? unknown(model) : (knownToLitellm(prefix) ?? unknown(model)),
    detail: `Tried: ${tried.join("; ")}.`,
    advice: adviceFor(model, prefix, providers),
  });
}

function unknown(model: string): string {
  return `No provider is known for the model “${model}”.`;
}

/** What LiteLLM does with a prefix no provider of ours has; undefined for one it does not know either. */
function knownToLitellm(prefix: string): string | undefined {
  if (litellmPromptManagers.has(prefix)) {
    return `LiteLLM fills a prompt for ${prefix}/…; Promptscope fills those of langfuse/ and dotprompt/.`;
  }
  if (litellmProviders.has(prefix) || litellmProvidersWithoutChat.has(prefix)) {
    return `LiteLLM serves ${prefix}/…; Promptscope does not yet.`;
  }
  return undefined;
}

/** Empty where there is nothing to be done about it here. */
function adviceFor(model: string, prefix: string | undefined, { listed }: Providers): string {
  if (prefix && litellmProviders.has(prefix)) {
    return "A LiteLLM proxy can stand in front: litellm_proxy/<its model name>, with its address as base.";
  }
  if (prefix && (litellmProvidersWithoutChat.has(prefix) || litellmPromptManagers.has(prefix))) return "";
  for (const { likelyNames, prefixes } of listed) {
    if (!likelyNames?.starts.some((start) => model.startsWith(start))) continue;
    const because = likelyNames.because === undefined ? "" : `; ${likelyNames.because}`;
    return `Write ${prefixes[0]}/${model}${because}.`;
  }
  return `Put the provider in front, for example openai/${model}.`;
}
