import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { type Deployment, type GatewayConfig, isPromptDeployment } from "../litellm/config-model.ts";
import { routeModel, stripLangfusePrefix } from "../routing/model-routing.ts";
import { type EndpointPorts, entryEndpoint } from "./deployment-endpoint.ts";
import { findGroup } from "./deployments.ts";

/** Whether an entry could be called, as far as can be said without calling it. */
export interface EntryHealth {
  model: string;
  id: string;
  problem?: string;
}

export function modelNames({ models, groupAliases }: GatewayConfig): string[] {
  return [...new Set([...models.map(({ modelName }) => modelName), ...Object.keys(groupAliases)])];
}

/** The entries as LiteLLM's `/model/info` shows them; keys and header values are left out. */
export function describeModels({ models }: GatewayConfig): JsonObject[] {
  return models.map((entry) => ({
    model_name: entry.modelName,
    litellm_params: {
      model: entry.model,
      ...entry.parameters,
      ...(entry.apiBase === null ? {} : { api_base: entry.apiBase }),
      ...(entry.apiVersion === null ? {} : { api_version: entry.apiVersion }),
      ...(entry.promptId === undefined ? {} : { prompt_id: entry.promptId }),
      ...(entry.promptLabel === undefined ? {} : { prompt_label: entry.promptLabel }),
      ...(entry.promptVersion === undefined ? {} : { prompt_version: entry.promptVersion }),
      ...(entry.weight === undefined ? {} : { weight: entry.weight }),
      ...(entry.rpm === undefined ? {} : { rpm: entry.rpm }),
      ...(entry.tpm === undefined ? {} : { tpm: entry.tpm }),
    },
    model_info: { ...entry.modelInfo, id: entry.id, db_model: false },
  }));
}

/** LiteLLM calls every model for this; here nothing is asked and nothing costs. */
export function healthOf(config: GatewayConfig, ports: EndpointPorts): EntryHealth[] {
  return config.models.map((entry) => {
    const problem = problemOf(entry, config, ports);
    return { model: entry.modelName, id: entry.id, ...(problem === undefined ? {} : { problem }) };
  });
}

function problemOf(entry: Deployment, config: GatewayConfig, ports: EndpointPorts): string | undefined {
  const target = stripLangfusePrefix(entry.model);
  if (isPromptDeployment(entry) && target !== entry.modelName && findGroup(config, target)) return undefined;
  if (entry.model.includes("*")) return undefined;
  try {
    const { provider } = routeModel(target, { apiBase: entry.apiBase, providers: ports.providers });
    entryEndpoint(provider, entry, ports);
    return undefined;
  } catch (error) {
    const { code, message } = appErrorOf(error);
    // Such an entry works when the prompt's config names a model, which nobody is asked for here.
    return isPromptDeployment(entry) && code === "model_unknown" ? undefined : message;
  }
}
