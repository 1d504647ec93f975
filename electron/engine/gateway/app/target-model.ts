import type { ModelRoute } from "@shared/domain/model/model.ts";
import type { Providers } from "../../providers/registry.ts";

/** The model of a route as a run of the playground names it, e.g. `openai/gpt-6-luna`. */
export function targetModel({ provider, model }: ModelRoute, providers: Providers): string {
  const prefix = providers.find(provider)?.prefixes[0] ?? provider;
  return `${prefix}/${model}`;
}
