import type { ParameterRule } from "@shared/domain/run/request-plan.ts";
import type { Api } from "../apis/api.ts";
import type { Provider } from "../providers/provider.ts";
import { type ModelRules, modelRules } from "./model-rules.ts";
import { traitsOf } from "./model-traits.ts";

/** What may be set for a model of a provider, and who says so. */
export interface TargetParameters {
  providerLabel: string;
  /** Every key that has a rule, in OpenAI's name. */
  readonly rules: readonly ParameterRule[];
  /** The rule of a key; undefined for one that nobody has documented. */
  ruleOf(key: string): ParameterRule | undefined;
}

const joined = new WeakMap<Provider, Map<ModelRules | undefined, Map<string, TargetParameters>>>();

/**
 * Joins what the API has, what the provider documents, of itself and of a series of its models, and what is known of the
 * model; the later word counts.
 * Whoever asks whether a parameter can be set, under which name and on whose word, asks here.
 */
export function parametersFor(api: Api, provider: Provider, model: string): TargetParameters {
  const ofProvider = joined.get(provider) ?? new Map<ModelRules | undefined, Map<string, TargetParameters>>();
  joined.set(provider, ofProvider);
  const series = modelRules(provider.modelRules, model);
  const ofSeries = ofProvider.get(series) ?? new Map<string, TargetParameters>();
  ofProvider.set(series, ofSeries);
  const { sampling } = traitsOf(model);
  const key = `${api.id} ${sampling}`;
  const known = sampling === "none" ? withoutSampling : undefined;
  const parameters = ofSeries.get(key) ?? join(api, provider, [series, known]);
  ofSeries.set(key, parameters);
  return parameters;
}

type TakenRules = Pick<ModelRules, "rename" | "refuses" | "unless">;

/** Of a model that samples as it likes. */
const withoutSampling: TakenRules = {
  refuses: ["temperature", "top_p", "top_k"],
  unless: { temperature: 1 },
};

function join(
  { kind, parameters }: Api,
  provider: Provider,
  ofModel: readonly (TakenRules | undefined)[],
): TargetParameters {
  const rules = new Map<string, ParameterRule>();
  const take = (rule: ParameterRule) => void rules.set(rule.key, rule);
  for (const key of parameters.known) take({ key, sentAs: key, source: "API" });
  for (const [key, sentAs] of Object.entries(parameters.renames)) take({ key, sentAs, source: "API" });
  // What a provider documents is about chats: a name of theirs may have another on this wire.
  if (kind !== "relayed") {
    for (const rule of rulesOfProvider(parameters, provider, ofModel)) take(asOnWire(rule, parameters));
  }
  const ruleOf = (key: string): ParameterRule | undefined =>
    rules.get(key) ?? (provider.takesAnything ? { key, sentAs: key, source: "provider" } : undefined);
  return { providerLabel: provider.label, rules: [...rules.values()], ruleOf };
}

function asOnWire(rule: ParameterRule, { known, renames }: Api["parameters"]): ParameterRule {
  const name = known.has(rule.sentAs) ? undefined : renames[rule.sentAs];
  return name === undefined ? rule : { ...rule, sentAs: name };
}

/** In the order of their weight: the later word counts. */
function rulesOfProvider(
  { known }: Api["parameters"],
  provider: Provider,
  ofModel: readonly (TakenRules | undefined)[],
): ParameterRule[] {
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
  for (const { rename = {}, refuses = [], unless: but = {} } of ofModel.flatMap((one) => one ?? [])) {
    for (const [key, sentAs] of Object.entries(rename)) take({ key, sentAs, source: "model" });
    for (const key of refuses) {
      const unless = but[key];
      take({ ...refusal(key, "model", "this model"), ...(unless === undefined ? {} : { unless }) });
    }
  }
  return rules;
}

function refusal(key: string, source: ParameterRule["source"], who: string): ParameterRule {
  return { key, sentAs: key, source, refused: `${who} does not take it` };
}
