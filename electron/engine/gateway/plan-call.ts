import type { Warning } from "@shared/domain/error/error.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { ParameterSource, PlannedParameter, RequestPlan } from "@shared/domain/run/request-plan.ts";
import { parameterDefaults, parameterRules } from "../apis/registry.ts";
import type { Deployment } from "../litellm/config-model.ts";
import { planParameters } from "../pipeline/plan-parameters.ts";
import type { ParameterRules, ProviderPreset } from "../providers/provider.ts";
import { routeModel, stripLangfusePrefix } from "../routing/model-routing.ts";
import type { ClientCall } from "./client-body.ts";
import { type EndpointPorts, entryEndpoint } from "./deployment-endpoint.ts";
import { isForbiddenInConfig } from "./forbidden-keys.ts";
import type { CallSelection, CallTarget } from "./resolve-call.ts";

export interface PlanCallInput {
  call: ClientCall;
  selection: CallSelection;
  target: CallTarget;
  /** The deployment of the target's group that is tried. */
  entry: Deployment;
  promptConfig: JsonValue;
  messages: Message[];
}

/** A plan with what only a gateway has: the entry it goes to. */
export interface PlannedCall {
  plan: RequestPlan;
  preset: ProviderPreset;
  /** The entry whose key and headers are used. */
  entry: Deployment;
}

/**
 * Plans the request of one attempt. Parameters as in LiteLLM's proxy: Langfuse config > client > langfuse entry >
 * alias entry (`README.md#what-a-call-takes-from-where`). Unlike the playground, keys an OpenAI-compatible API is not
 * known to have are sent: clients rely on their server's own extensions.
 * @throws AppFailure `model_unknown`, `credential_missing`, `base_url_missing`, `base_url_invalid`.
 */
export function planCall(input: PlanCallInput, ports: EndpointPorts): PlannedCall {
  const { call, target } = input;
  const { preset, model, rule } = routeModel(stripLangfusePrefix(input.entry.model), input.entry.apiBase ?? undefined);
  const entry = withOwnCredentials(input, preset);
  const planned = planParametersOf(input, preset);
  const sentKeys = new Set(planned.parameters.filter(({ sent }) => sent).map(({ key, sentAs }) => sentAs ?? key));
  const defaults = parameterDefaults(preset, { sentKeys, stream: false });
  const plan: RequestPlan = {
    route: {
      provider: preset.id,
      providerLabel: preset.label,
      model,
      requested: target.requested,
      source: target.source,
      rule: target.isAlias ? `${entry.path} (${target.group.name}), ${rule}` : rule,
    },
    endpoint: entryEndpoint(preset, entry, ports),
    messages: input.messages,
    parameters: [...planned.parameters, ...defaults, ...streamOptions(call)],
    extraBody: planned.extraBody,
    stream: call.stream,
    warnings: planned.warnings,
  };
  return { plan, preset, entry };
}

/**
 * A langfuse entry's key is for the provider its own model names. When the prompt's config leads elsewhere, that
 * key stays behind: an edit in Langfuse must not be able to send it to another host.
 */
function withOwnCredentials({ entry, selection, target }: PlanCallInput, preset: ProviderPreset): Deployment {
  const { promptDeployment } = selection;
  if (!promptDeployment || target.isAlias) return entry;
  if (presetIdOf(promptDeployment) === preset.id) return entry;
  const { unsetKeyVariable: _, ...others } = entry;
  return { ...others, apiKey: null, apiBase: null, apiVersion: null, organization: null, headers: [] };
}

function presetIdOf(entry: Deployment): string | undefined {
  try {
    return routeModel(stripLangfusePrefix(entry.model), entry.apiBase ?? undefined).preset.id;
  } catch {
    return undefined; // A name of the config or nothing known: then the key cannot be said to fit.
  }
}

function planParametersOf(input: PlanCallInput, preset: ProviderPreset) {
  const { call, selection, target } = input;
  const { config, warnings } = cleanConfig(input.promptConfig);
  const client = withoutNulls(call.parameters);
  const fromEntry = selection.promptDeployment ? selection.promptDeployment.parameters : input.entry.parameters;
  const fromAlias = target.isAlias ? input.entry.parameters : {};
  const rules = parameterRules(preset);
  const open = preset.dialect === "anthropic" ? rules : openRules(rules, [config, client, fromEntry, fromAlias]);
  const planned = planParameters(
    { overrides: {}, promptConfig: config, call: { ...fromAlias, ...fromEntry, ...client } },
    open,
  );
  const sourceOf = (key: string): ParameterSource =>
    Object.hasOwn(client, key) ? "call" : Object.hasOwn(fromEntry, key) ? "gateway entry" : "gateway alias";
  const parameters = planned.parameters.map((one) =>
    one.source === "call" ? { ...one, source: sourceOf(one.key) } : one,
  );
  return { ...planned, parameters, warnings: [...warnings, ...planned.warnings, ...unknownOf(parameters, rules)] };
}

function openRules(rules: ParameterRules, values: readonly JsonObject[]): ParameterRules {
  return { ...rules, known: new Set([...rules.known, ...values.flatMap((one) => Object.keys(one))]) };
}

/** A prompt's config comes from Langfuse, where others may edit it: it cannot move the call or bring a key. */
function cleanConfig(config: JsonValue): { config: JsonObject; warnings: Warning[] } {
  if (!isJsonObject(config)) return { config: {}, warnings: [] };
  const refused = Object.keys(config).filter(isForbiddenInConfig);
  const kept = Object.fromEntries(Object.entries(config).filter(([key]) => !refused.includes(key)));
  const warnings = refused.map(
    (key): Warning => ({
      code: "config_key_refused",
      stage: "config",
      subject: key,
      message: `“${key}” in the prompt's config is not used: addresses and keys come from the gateway's config only.`,
    }),
  );
  return { config: kept, warnings };
}

function unknownOf(parameters: readonly PlannedParameter[], rules: ParameterRules): Warning[] {
  return parameters
    .filter(({ key, sentAs, sent, source }) => sent && source !== "call" && !rules.known.has(sentAs ?? key))
    .map(({ key, source }) => ({
      code: "parameter_unknown",
      stage: "config",
      subject: key,
      message: `“${key}” (${source}) is sent to ${rules.providerLabel} as it is, as LiteLLM does; the provider may refuse it.`,
    }));
}

/** Only what the client asked for: a usage chunk nobody expects breaks clients. */
function streamOptions({ stream, streamOptions: value }: ClientCall): PlannedParameter[] {
  return stream && value ? [{ key: "stream_options", value, source: "call", sent: true }] : [];
}

function withoutNulls(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
