import type { ModelTraits } from "@shared/domain/model/model-traits.ts";
import type { Provider } from "../providers/provider.ts";
import { modelRules } from "./model-rules.ts";

/**
 * What requests to a model depend on; nothing for one without a row. A model of another kind than Claude is asked in a
 * form that needs none of it but its role `developer`.
 */
export function traitsOf(provider: Pick<Provider, "id" | "modelsOf">, model: string): ModelTraits {
  const { facts, series } = modelRules(provider, model) ?? {};
  if (!facts) return {};
  const { output, can = [], cannot = [] } = facts;
  if (facts.provider !== "anthropic") return series?.takesDeveloper ? { takesDeveloper: true } : {};
  return {
    ...(output === undefined ? {} : { maxOutputTokens: output }),
    thinking: can.includes("adaptive thinking") ? "adaptive" : can.includes("reasoning") ? "budget" : "none",
    takesSchema: can.includes("native schema"),
    ...(cannot.includes("sampling") ? { sampling: "none" } : series?.sampling ? { sampling: series.sampling } : {}),
    ...(cannot.includes("prefill") ? { takesPrefill: false } : {}),
  };
}
