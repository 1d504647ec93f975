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
  return models.map((deployment) => ({
    model_name: deployment.modelName,
    litellm_params: {
      model: deployment.model,
      ...deployment.parameters,
      ...(deployment.apiBase === null ? {} : { api_base: deployment.apiBase }),
      ...(deployment.apiVersion === null ? {} : { api_version: deployment.apiVersion }),
      ...(deployment.promptId === undefined ? {} : { prompt_id: deployment.promptId }),
      ...(deployment.promptLabel === undefined ? {} : { prompt_label: deployment.promptLabel }),
      ...(deployment.promptVersion === undefined ? {} : { prompt_version: deployment.promptVersion }),
      ...(deployment.weight === undefined ? {} : { weight: deployment.weight }),
      ...(deployment.rpm === undefined ? {} : { rpm: deployment.rpm }),
      ...(deployment.tpm === undefined ? {} : { tpm: deployment.tpm }),
    },
    model_info: {
      ...deployment.modelInfo,
      id: deployment.id,
      db_model: false,
      ...(deployment.unserved ? { unserved: deployment.unserved.message } : {}),
    },
  }));
}
