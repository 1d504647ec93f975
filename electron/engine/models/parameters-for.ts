import type { ParameterRule } from "@shared/domain/run/request-plan.ts";
import type { Api } from "../apis/api.ts";
import type { Provider } from "../providers/provider.ts";

/** What may be set for a model of a provider, and who says so. */
export interface TargetParameters {
  providerLabel: string;
  /** Every key that has a rule, in OpenAI's name. */
  readonly rules: readonly ParameterRule[];
  /** The rule of a key; undefined for one that nobody has documented. */
  ruleOf(key: string): ParameterRule | undefined;
}

const known = new WeakMap<Provider, Map<Api, TargetParameters>>();

/**
 * Joins what the API has and what the provider documents; the provider's word is the later one. Whoever asks whether a
 * parameter can be set, under which name and on whose word, asks here. No rule depends on the model yet.
 */
export function parametersFor(api: Api, provider: Provider, _model: string): TargetParameters {
  const ofProvider = known.get(provider) ?? new Map<Api, TargetParameters>();
  known.set(provider, ofProvider);
  const parameters = ofProvider.get(api) ?? join(api, provider);
  ofProvider.set(api, parameters);
  return parameters;
}

function join({ parameters }: Api, provider: Provider): TargetParameters {
  const rules = new Map<string, ParameterRule>();
  const take = (rule: ParameterRule) => void rules.set(rule.key, rule);
  for (const key of parameters.known) take({ key, sentAs: key, source: "API" });
  for (const [key, sentAs] of Object.entries(parameters.renames)) take({ key, sentAs, source: "API" });
  for (const [key, sentAs] of Object.entries(provider.rename ?? {})) {
    take({ key: sentAs, sentAs, source: "provider" });
    take({ key, sentAs, source: "provider" });
  }
  for (const [key, refused] of Object.entries(provider.refuses ?? {})) {
    take({ key, sentAs: key, source: "provider", refused });
  }
  return { providerLabel: provider.label, rules: [...rules.values()], ruleOf: (key) => rules.get(key) };
}
