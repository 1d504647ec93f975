import type { ParameterRule } from "@shared/domain/run/request-plan.ts";
import type { Api } from "../apis/api.ts";
import type { Provider } from "../providers/provider.ts";
import { type ModelBook, modelBook } from "./model-book.ts";
import { type ModelRules, modelRules } from "./model-rules.ts";

/** What may be set for a model of a provider, and who says so. */
export interface TargetParameters {
  providerLabel: string;
  /** Every key that has a rule, in OpenAI's name. */
  readonly rules: readonly ParameterRule[];
  /** The rule of a key; undefined for one that nobody has documented. */
  ruleOf(key: string): ParameterRule | undefined;
  /** The list that the model's row is from; undefined where it has none, so that no rule of a model holds. */
  modelSource?: string;
  /** Tools are taken only beside this, which the model has of itself where `unasked`. */
  toolsOnlyWith?: NonNullable<ParameterRule["onlyWith"]> & { says: string };
}

/** Rows with the same rules share what is joined of them. */
const joined = new WeakMap<ModelBook, WeakMap<Provider, Map<string, TargetParameters>>>();

/**
 * Joins what the API has, what the provider documents, of itself and of a series of its models, and what is known of the
 * model; the later word counts.
 * Whoever asks whether a parameter can be set, under which name and on whose word, asks here.
 */
export function parametersFor(api: Api, provider: Provider, model: string): TargetParameters {
  const book = modelBook();
  const ofBook = joined.get(book) ?? new WeakMap<Provider, Map<string, TargetParameters>>();
  joined.set(book, ofBook);
  const ofProvider = ofBook.get(provider) ?? new Map<string, TargetParameters>();
  ofBook.set(provider, ofProvider);
  const known = modelRules(provider, model);
  const key = JSON.stringify([api.id, known && rulesKey(known)]);
  const parameters = ofProvider.get(key) ?? join(api, provider, known);
  ofProvider.set(key, parameters);
  return parameters;
}

/** Of all that a row says, what its rules of parameters depend on. */
function rulesKey({ facts, source, series }: ModelRules): unknown[] {
  const { defaultEffort, efforts = [], cannot = [] } = facts;
  return [series?.id, source.name, defaultEffort === none, efforts.includes(none), cannot.includes("sampling")];
}

const none = "none";
/** Parameters of a model that samples as it likes. */
const samplingParameters = ["temperature", "top_p", "top_k"];

function join({ id, kind, parameters }: Api, provider: Provider, known: ModelRules | undefined): TargetParameters {
  const rules = new Map<string, ParameterRule>();
  const take = (rule: ParameterRule) => void rules.set(rule.key, rule);
  for (const key of parameters.known) take({ key, sentAs: key, source: "API" });
  for (const [key, sentAs] of Object.entries(parameters.renames)) take({ key, sentAs, source: "API" });
  // What a provider documents is about chats: a name of theirs may have another on this wire.
  if (kind === "generate") {
    for (const rule of rulesOfProvider(parameters, provider)) take(asOnWire(rule, parameters));
    for (const rule of known ? rulesOfModel(known) : []) take(asOnWire(rule, parameters));
  }
  const ruleOf = (key: string): ParameterRule | undefined =>
    rules.get(key) ?? (provider.takesAnything ? { key, sentAs: key, source: "provider" } : undefined);
  return {
    providerLabel: provider.label,
    rules: [...rules.values()],
    ruleOf,
    ...(known ? { modelSource: `${known.source.name} (${known.source.asOf})` } : {}),
    ...(known?.series &&
    known.series.noToolsWithReasoning !== undefined &&
    wordsOf(provider, id).includes(known.series.noToolsWithReasoning)
      ? { toolsOnlyWith: { ...withoutReasoning(known), says: saysOf(known) } }
      : {}),
  };
}

/** The words that models' names have for an API of a provider; its first is the one chats are asked in. */
function wordsOf({ apis, apiParts = {} }: Provider, api: string): string[] {
  const parts = Object.entries(apiParts).filter(([, { id }]) => id === api);
  return [...parts.map(([word]) => word), ...(apis[0].id === api ? ["chat"] : [])];
}

function asOnWire(rule: ParameterRule, { known, renames }: Api["parameters"]): ParameterRule {
  const name = known.has(rule.sentAs) ? undefined : renames[rule.sentAs];
  return name === undefined ? rule : { ...rule, sentAs: name };
}

/** In the order of their weight: the later word counts. */
function rulesOfProvider({ known }: Api["parameters"], provider: Provider): ParameterRule[] {
  const rules: ParameterRule[] = [];
  const take = (rule: ParameterRule) => void rules.push(rule);
  const { takes, own = [] } = provider;
  if (takes) for (const key of known) if (!takes.includes(key)) take(refusal(key, "provider", provider.label));
  for (const key of own) take({ key, sentAs: key, source: "provider" });
  for (const [key, sentAs] of Object.entries(provider.rename ?? {})) {
    take({ key: sentAs, sentAs, source: "provider" });
    take({ key, sentAs, source: "provider" });
  }
  for (const [key, refused] of Object.entries(provider.refuses ?? {})) {
    take({ key, sentAs: key, source: "provider", refused });
  }
  return rules;
}

/** What a model's row and its series say of parameters, each with the list that says so. */
function rulesOfModel(known: ModelRules): ParameterRule[] {
  const { facts, series } = known;
  const rules: ParameterRule[] = [];
  const says = saysOf(known);
  const unlessOf = (key: string): Pick<ParameterRule, "unless"> => {
    const unless = series?.unless?.[key] ?? (key === "temperature" ? 1 : undefined);
    return unless === undefined ? {} : { unless };
  };
  for (const [key, sentAs] of Object.entries(series?.rename ?? {})) rules.push({ key, sentAs, source: "model", says });
  for (const key of series?.refuses ?? []) {
    rules.push({ ...refusal(key, "model", "this model"), ...unlessOf(key), says });
  }
  for (const key of series?.withoutReasoning ?? []) {
    // Of a model that cannot be told not to reason no effort helps.
    const conditional = facts.efforts?.includes(none) ? { onlyWith: withoutReasoning(known) } : {};
    rules.push({ ...refusal(key, "model", "this model"), ...unlessOf(key), ...conditional, says });
  }
  if (!facts.cannot?.includes("sampling")) return rules;
  const own = `${known.source.name}, ${known.source.asOf}`;
  for (const key of samplingParameters) {
    rules.push({ ...refusal(key, "model", "this model"), ...unlessOf(key), says: own });
  }
  return rules;
}

function withoutReasoning({ facts }: ModelRules): NonNullable<ParameterRule["onlyWith"]> {
  return { key: "reasoning_effort", value: none, unasked: facts.defaultEffort === none };
}

function saysOf({ series, source }: ModelRules): string {
  return series ? `${series.source}, ${series.asOf}` : `${source.name}, ${source.asOf}`;
}

function refusal(key: string, source: ParameterRule["source"], who: string): ParameterRule {
  return { key, sentAs: key, source, refused: `${who} does not take it` };
}
