import type { JsonObject } from "@shared/domain/json/json.ts";
import type { Deployment, GatewayConfig } from "../litellm/config-model.ts";
import { listedPrices } from "../models/bundled-prices.ts";
import { traitsOf } from "../models/model-traits.ts";
import { findListedPrice } from "../models/prices.ts";
import type { Providers } from "../providers/registry.ts";
import { routeModel, stripLangfusePrefix } from "../routing/model-routing.ts";
import { findGroup } from "./deployments.ts";
import { modelNames } from "./describe-models.ts";

const million = 1_000_000;

/** The groups as LiteLLM's `/model_group/info` shows them, of whatever is known; the rest is null or left out. */
export function describeGroups(config: GatewayConfig, providers: Providers): JsonObject[] {
  return modelNames(config).map((name) => {
    const deployments = findGroup(config, name)?.deployments ?? [];
    const known = deployments.map((deployment) => describe(deployment, providers));
    const figures = known.find(({ costs }) => costs !== undefined)?.costs;
    return {
      model_group: name,
      providers: [...new Set(known.flatMap(({ provider }) => provider ?? []))],
      mode: known.find(({ mode }) => mode !== undefined)?.mode ?? "chat",
      max_input_tokens: null,
      max_output_tokens: known.find(({ most }) => most !== undefined)?.most ?? null,
      input_cost_per_token: figures?.input ?? null,
      output_cost_per_token: figures?.output ?? null,
      tpm: sum(deployments.map(({ tpm }) => tpm)),
      rpm: sum(deployments.map(({ rpm }) => rpm)),
    };
  });
}

function describe({ model, apiBase, modelInfo }: Deployment, providers: Providers) {
  const mode = typeof modelInfo["mode"] === "string" ? modelInfo["mode"] : undefined;
  try {
    const routed = routeModel(stripLangfusePrefix(model), { apiBase, providers });
    const provider = routed.provider.prefixes[0] ?? routed.provider.id;
    const price = findListedPrice(listedPrices(), { provider: routed.provider.id, names: [routed.model] });
    const costs = price && { input: price.input / million, output: price.output / million };
    return {
      provider,
      costs,
      most: traitsOf(routed.provider, routed.model).maxOutputTokens,
      mode: mode ?? routed.api?.mode,
    };
  } catch {
    return { mode }; // Its model is another group's name, or a pattern.
  }
}

function sum(figures: (number | undefined)[]): number | null {
  const given = figures.filter((figure) => figure !== undefined);
  return given.length === 0 ? null : given.reduce((total, figure) => total + figure, 0);
}
