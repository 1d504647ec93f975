import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Warning } from "@shared/domain/error/error.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { remember } from "@shared/domain/remember.ts";
import type { ParameterSource, PlannedParameter, RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { Api } from "../apis/api.ts";
import type { Deployment, GatewayConfig } from "../litellm/config-model.ts";
import { traitsOf } from "../models/model-traits.ts";
import { parametersAdded } from "../models/parameters-added.ts";
import { parametersFor, type TargetParameters } from "../models/parameters-for.ts";
import { cachePointsKey, withCachePoints } from "../pipeline/cache-points.ts";
import { fitTurns } from "../pipeline/fit-turns.ts";
import { planParameters } from "../pipeline/plan-parameters.ts";
import type { Provider } from "../providers/provider.ts";
import type { Providers } from "../providers/registry.ts";
import { type RoutedModel, routeModel, stripLangfusePrefix } from "../routing/model-routing.ts";
import type { HeaderList } from "./attempt.ts";
import { chooseApi } from "./choose-api.ts";
import { deploymentEndpoint, type EndpointPorts } from "./deployment-endpoint.ts";
import { droppedParameters, withoutPaths } from "./dropped-parameters.ts";
import { isForbiddenInConfig } from "./forbidden-keys.ts";
import type { ClientForm } from "./forms/client-form.ts";
import type { ClientCall } from "./read-call.ts";
import type { CallSelection, CallTarget } from "./resolve-call.ts";
import { fitToolNames } from "./tool-names.ts";

export interface PlanCallInput {
  call: ClientCall;
  selection: CallSelection;
  target: CallTarget;
  /** The deployment of the target's group that is tried. */
  deployment: Deployment;
  promptConfig: JsonValue;
  messages: Message[];
}

/** A plan with what only a gateway has: the entry it goes to. */
export interface PlannedCall {
  plan: RequestPlan;
  provider: Provider;
  api: Api;
  /** The entry whose key and headers are used. */
  deployment: Deployment;
  /** Headers of the client that go along; those of the entry and the API come first. */
  forwarded: HeaderList;
  /** Parameters that the target does not take and that are left out, in OpenAI's names. */
  dropped: readonly string[];
  /** Names of tools as the client wrote them, by the shorter ones that are sent. */
  toolNames: ReadonlyMap<string, string>;
  /** The server speaks the client's own form: its answer reaches the client as it is. */
  relayed: Relayed | null;
}

/** What of a plan the messages do not decide. */
interface PlanFrame extends Pick<PlannedCall, "provider" | "api" | "deployment" | "dropped"> {
  plan: Omit<RequestPlan, "messages">;
  isRelayed: boolean;
  isDropping: boolean;
}

/** Those of one gateway: what clients ask of a deployment is mostly the same, and a tenth of a call was to plan it anew. */
export type PlanFrames = WeakMap<Deployment, Map<string, PlanFrame>>;

/** Of one deployment. */
const mostFrames = 64;
/** Characters. Longer parameters, with tools for instance, are rarely the same and would fill the memory. */
const longestKey = 4_096;

export interface PlanPorts extends EndpointPorts {
  /** Without it each is made anew. */
  frames?: PlanFrames;
  /** Those the gateway answers, unless those there are. */
  forms?: readonly ClientForm[];
  config: Pick<GatewayConfig, "dropParams" | "defaultParameters">;
}

interface Relayed {
  /** Makes the body anew of the one the API has built. */
  rewrite?(built: JsonObject): JsonObject;
}

/**
 * Plans the request of one attempt. Parameters as in LiteLLM's proxy: Langfuse config > client > langfuse entry >
 * alias entry (`README.md#what-a-call-takes-from-where`). Unlike the playground, keys an API of the
 * client's own form is not known to have are sent: clients rely on their server's own extensions.
 * @throws AppFailure `invalid_input` for a parameter of the client's that the target does not take, unless `drop_params`
 * says to leave it out; `model_unknown`, `credential_missing`, `base_url_missing`, `base_url_invalid`.
 */
export function planCall(input: PlanCallInput, ports: PlanPorts): PlannedCall {
  const { call } = input;
  const { provider, api, deployment, dropped, isRelayed, isDropping, ...frame } = frameOf(input, ports);
  if (!isRelayed) refuseNamedItems(call);
  const { messages, warnings } = fitTurns(input.messages, api);
  const made: RequestPlan = { ...frame.plan, messages, warnings: [...frame.plan.warnings, ...warnings] };
  const marked = withCachePoints(made, api);
  const fitted = api.fit?.(marked, provider) ?? marked;
  // A server of the client's own form has the limits the client knows.
  const { plan, written: toolNames } = fitToolNames(fitted, isRelayed ? { label: api.label } : api);
  plan.warnings.push(...(api.warningsOf?.(plan) ?? []));
  refuseLostParts(plan, isDropping);
  return {
    plan,
    provider,
    api,
    deployment,
    forwarded: [...(call.forwarded ?? []), ...(isRelayed ? (call.ownHeaders ?? []) : [])],
    dropped,
    toolNames,
    relayed: isRelayed ? relayedBy(input, plan) : null,
  };
}

function frameOf(input: PlanCallInput, ports: PlanPorts): PlanFrame {
  const { call, selection, target, promptConfig } = input;
  const of = ports.frames?.get(input.deployment) ?? new Map<string, PlanFrame>();
  ports.frames?.set(input.deployment, of);
  const key = JSON.stringify([
    call.form.id,
    call.parameters,
    call.stream,
    call.streamOptions,
    call.dropParams,
    selection.promptDeployment?.id,
    [target.requested, target.source, target.isAlias, target.group.name],
    promptConfig,
  ]);
  const known = of.get(key);
  if (known) return known;
  const made = makeFrame(input, ports);
  if (key.length > longestKey) return made;
  if (of.size >= mostFrames) of.clear();
  of.set(key, made);
  return made;
}

function makeFrame(input: PlanCallInput, ports: PlanPorts): PlanFrame {
  const { call, target } = input;
  const routed = route(input.deployment, ports);
  const { provider, model, rule, rulesOf } = routed;
  const api = chooseApi(call.form, routed, ports.forms);
  const isRelayed = call.form.sameAs === api.id;
  const deployment = withOwnCredentials(input, provider, ports);
  const rules = parametersFor(api, provider, rulesOf ?? model);
  const planned = planParametersOf(input, rules, isRelayed && api.parameters.open, ports.config);
  const isDropping = call.dropParams || deployment.dropParams === true || ports.config.dropParams;
  const dropped = droppedParameters(planned, isDropping, rules.providerLabel);
  const added = parametersAdded(api, provider, { model, stream: false, parameters: planned.parameters });
  const plan = {
    route: {
      provider: provider.id,
      providerLabel: provider.label,
      model,
      requested: target.requested,
      source: target.source,
      rule: target.isAlias ? `${deployment.path} (${target.group.name}), ${rule}` : rule,
      ...(rulesOf === undefined ? {} : { rulesOf }),
    },
    api: api.id,
    endpoint: deploymentEndpoint(provider, deployment, ports),
    traits: traitsOf(provider, rulesOf ?? model),
    modelList: rules.modelSource ?? null,
    parameters: [...planned.parameters, ...added, ...streamOptions(call, rules, provider, deployment)],
    extraBody: planned.extraBody,
    stream: call.stream,
    warnings: planned.warnings,
  };
  return { plan, provider, api, deployment, dropped, isRelayed, isDropping };
}

function relayedBy({ call, selection }: PlanCallInput, plan: RequestPlan): Relayed {
  const { form, body } = call;
  if (!form.rewrite) return {};
  const isMarked = plan.parameters.some(({ key }) => key === cachePointsKey);
  const isFilled = selection.prompt !== null || isMarked || call.previousId !== undefined;
  return { rewrite: (built) => form.rewrite?.(body, plan, { built, isFilled }) ?? built };
}

/**
 * A client has no other way to learn that part of its conversation would not be sent.
 * @throws AppFailure `invalid_input`.
 */
function refuseLostParts({ warnings }: RequestPlan, isDropping: boolean): void {
  const lost = warnings.find(({ code }) => code === "message_part_not_sent");
  if (!lost || isDropping) return;
  const advice = "Take it out of the request, or set drop_params: true in it or in the gateway's config.";
  throw new AppFailure("invalid_input", { message: lost.message, advice });
}

/**
 * Items of an answer that another server keeps: whoever is asked here has never seen them.
 * @throws AppFailure `invalid_input`.
 */
function refuseNamedItems({ form, body }: ClientCall): void {
  const [id] = form.kept?.namedItems(body) ?? [];
  if (id === undefined) return;
  throw new AppFailure("invalid_input", {
    message: `input: the item ${id} is not kept here, and the model that is asked does not know it.`,
    advice: "Send the items themselves (clients do so with store: false).",
  });
}

const routers = new WeakMap<Providers, (place: string) => RoutedModel>();

/** Where a model goes is found once: of a name without a provider every provider is asked. */
function route({ model, apiBase }: Deployment, { providers }: EndpointPorts): RoutedModel {
  const router = routers.get(providers) ?? createRouter(providers);
  routers.set(providers, router);
  return router(JSON.stringify([stripLangfusePrefix(model), apiBase]));
}

function createRouter(providers: Providers): (place: string) => RoutedModel {
  return remember(256, (place) => {
    const [model, apiBase] = JSON.parse(place) as [string, string | null];
    return routeModel(model, { apiBase, providers });
  });
}

/**
 * A langfuse entry's key is for the provider its own model names. When the prompt's config leads elsewhere, that
 * key stays behind: an edit in Langfuse must not be able to send it to another host.
 */
function withOwnCredentials(
  { deployment, selection, target }: PlanCallInput,
  provider: Provider,
  ports: EndpointPorts,
): Deployment {
  const { promptDeployment } = selection;
  if (!promptDeployment || target.isAlias) return deployment;
  if (providerBehind(promptDeployment, ports) === provider) return deployment;
  const { unsetKeyVariable: _, ...others } = deployment;
  return { ...others, apiKey: null, apiBase: null, apiVersion: null, organization: null, headers: [] };
}

function providerBehind(deployment: Deployment, ports: EndpointPorts): Provider | undefined {
  try {
    return route(deployment, ports).provider;
  } catch {
    return undefined; // A name of the config or nothing known: then the key cannot be said to fit.
  }
}

function planParametersOf(
  input: PlanCallInput,
  rules: TargetParameters,
  passUnknown: boolean,
  { defaultParameters }: PlanPorts["config"],
) {
  const { call, selection, target } = input;
  const { promptDeployment } = selection;
  const drop = (values: JsonObject) => withoutPaths(values, input.deployment.additionalDropParams ?? []);
  const cleaned = cleanConfig(promptDeployment?.ignorePromptParameters ? null : input.promptConfig);
  const { warnings } = cleaned;
  const config = drop(cleaned.config);
  const client = drop(withoutNulls(call.parameters));
  const fromDeployment = drop(promptDeployment ? promptDeployment.parameters : input.deployment.parameters);
  const fromAlias = drop({ ...defaultParameters, ...(target.isAlias ? input.deployment.parameters : {}) });
  const planned = planParameters(
    { overrides: {}, promptConfig: config, call: { ...fromAlias, ...fromDeployment, ...client }, passUnknown },
    rules,
  );
  const sourceOf = (key: string): ParameterSource =>
    Object.hasOwn(client, key) ? "call" : Object.hasOwn(fromDeployment, key) ? "gateway entry" : "gateway alias";
  const parameters = planned.parameters.map((one) =>
    one.source === "call" ? { ...one, source: sourceOf(one.key) } : one,
  );
  return { ...planned, parameters, warnings: [...warnings, ...planned.warnings, ...unknownOf(parameters, rules)] };
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

function unknownOf(parameters: readonly PlannedParameter[], rules: TargetParameters): Warning[] {
  return parameters
    .filter(({ key, sent, source }) => sent && source !== "call" && key !== cachePointsKey && !rules.ruleOf(key))
    .map(({ key, source }) => ({
      code: "parameter_unknown",
      stage: "config",
      subject: key,
      message: `“${key}” (${source}) is sent to ${rules.providerLabel} as it is, as LiteLLM does; the provider may refuse it.`,
    }));
}

/**
 * Only what the client asked for: a usage chunk nobody expects breaks clients. An API without the key counts of itself,
 * and the counts are written in the client's form.
 */
function streamOptions(
  { stream, streamOptions: value }: ClientCall,
  rules: TargetParameters,
  { usageUnasked }: Provider,
  { additionalDropParams }: Deployment,
): PlannedParameter[] {
  const key = "stream_options";
  if (!stream || !value || additionalDropParams?.includes(key)) return [];
  const given = { key, value, source: "call" } as const;
  const rule = rules.ruleOf(key);
  if (usageUnasked) return [{ ...given, sent: false, note: `${rules.providerLabel} counts unasked and may refuse it` }];
  if (rule && rule.refused === undefined) return [{ ...given, sent: true }];
  return [{ ...given, sent: false, note: `done by the gateway; ${rules.providerLabel} does not know it` }];
}

function withoutNulls(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
