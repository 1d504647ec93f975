import type { JsonObject } from "@shared/domain/json/json.ts";
import type { GatewayConfig } from "../litellm/config-model.ts";

/** The names a client may ask for; a wildcard stands as its pattern. Hidden aliases are answered, too. */
export function modelNames({ models, groupAliases, hiddenAliases }: GatewayConfig): string[] {
  const served = models.filter(({ unserved }) => !unserved).map(({ modelName }) => modelName);
  const aliases = Object.entries(groupAliases).filter(
    ([alias, target]) => !hiddenAliases.includes(alias) && served.includes(target),
  );
  return [...new Set([...served, ...aliases.map(([alias]) => alias)])];
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
    model_info: {
      ...entry.modelInfo,
      id: entry.id,
      db_model: false,
      ...(entry.unserved ? { unserved: entry.unserved.message } : {}),
    },
  }));
}
