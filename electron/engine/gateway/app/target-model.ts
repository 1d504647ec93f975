import type { ModelRoute } from "@shared/domain/model/model.ts";
import { findPreset } from "../../providers/registry.ts";

/** The model of a route as a run of the playground names it, e.g. `openai/gpt-4o`. */
export function targetModel({ provider, model }: ModelRoute): string {
  const prefix = findPreset(provider)?.prefixes[0] ?? provider;
  return `${prefix}/${model}`;
}
