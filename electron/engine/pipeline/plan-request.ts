import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { readLangfuseConfig } from "@shared/domain/prompt/langfuse-config.ts";
import type { Endpoint, RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { traitsOf } from "../models/model-traits.ts";
import { parametersAdded } from "../models/parameters-added.ts";
import { parametersFor } from "../models/parameters-for.ts";
import type { Provider } from "../providers/provider.ts";
import type { Providers } from "../providers/registry.ts";
import { isPrefixOf, routeModel } from "../routing/model-routing.ts";
import { withCachePoints } from "./cache-points.ts";
import { betasFor, chooseApi } from "./choose-api.ts";
import { chooseModel } from "./choose-model.ts";
import { fitTurns } from "./fit-turns.ts";
import { planParameters } from "./plan-parameters.ts";

export interface PlanInput {
  request: RunRequest;
  /** `config` of the prompt version; null without a prompt. */
  promptConfig: JsonValue;
  messages: Message[];
  /** A base URL of the call, which may tell the provider of a bare model name. */
  apiBase?: string;
  /** Those there are. */
  providers: Providers;
}

/** Finds the endpoint of a provider; asynchronous because the demo server has to be started for its port. */
export type FindEndpoint = (provider: Provider) => Endpoint | Promise<Endpoint>;

/**
 * Decides model, endpoint and every parameter of a request. Nothing is sent that nobody set, except what a provider
 * or an API demands, which the plan names as `preset` (for our figures) or `provider default`.
 * @throws AppFailure `model_missing`, `model_unknown`, and what `findEndpoint` throws.
 */
export async function planRequest(
  input: PlanInput,
  findEndpoint: FindEndpoint,
): Promise<{ plan: RequestPlan; provider: Provider }> {
  const { request } = input;
  const read = readLangfuseConfig(input.promptConfig, isPrefixOf(input.providers));
  const chosen = chooseModel({
    override: request.modelOverride,
    promptConfig: read.config,
    call: request.model,
  });
  const routed = routeModel(chosen.model, {
    apiBase: input.apiBase,
    providers: input.providers,
  });
  const { provider, model, rule, rulesOf } = routed;
  const { api, because, warnings: ofApi } = chooseApi(routed, request, chosen.model);
  const { betas, warnings: ofBetas } = betasFor(request, api);
  const rules = parametersFor(api, provider, rulesOf ?? model);
  const planned = planParameters(
    { overrides: request.overrides, promptConfig: read.config, call: request.parameters },
    rules,
  );
  const turns = fitTurns(input.messages, api);
  const stream = request.stream && request.input === undefined;
  const added = parametersAdded(api, provider, { model, stream, parameters: planned.parameters });
  const made: RequestPlan = {
    route: {
      provider: provider.id,
      providerLabel: provider.label,
      model,
      requested: chosen.requested,
      source: chosen.source,
      rule,
      ...(rulesOf === undefined ? {} : { rulesOf }),
    },
    api: api.id,
    apiChoice: { label: api.label, because },
    endpoint: await endpointOf(provider, findEndpoint),
    traits: traitsOf(provider, rulesOf ?? model),
    modelList: rules.modelSource ?? null,
    messages: turns.messages,
    ...(request.input === undefined ? {} : { input: request.input }),
    parameters: [...planned.parameters, ...added],
    extraBody: planned.extraBody,
    stream,
    ...(betas.length === 0 ? {} : { betas }),
    warnings: [...read.warnings, ...chosen.warnings, ...ofApi, ...ofBetas, ...planned.warnings, ...turns.warnings],
  };
  const plan = withCachePoints(made, api);
  const fitted = api.fit?.(plan, provider) ?? plan;
  fitted.warnings.push(...(api.warningsOf?.(fitted) ?? []));
  return { plan: fitted, provider };
}

/** Says of whatever is missing whose it is. */
async function endpointOf(provider: Provider, findEndpoint: FindEndpoint): Promise<Endpoint> {
  try {
    return await findEndpoint(provider);
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    throw new AppFailure(error.error.code, { ...error.error, provider: provider.id });
  }
}
