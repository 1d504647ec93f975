import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Warning } from "@shared/domain/error/error.ts";
import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import type { ModelSource } from "@shared/domain/model/model.ts";
import { stripLangfusePrefix } from "../routing/model-routing.ts";

export interface ChosenModel {
  /** As it was written, before any prefix was taken off. */
  requested: string;
  /** Without `langfuse/`, ready for routing. */
  model: string;
  source: ModelSource;
  warnings: Warning[];
}

/**
 * Decides which model string counts: the user's override, then Langfuse `config.model`, then the call's own
 * (`README.md#which-model`).
 * @throws AppFailure `model_missing` when none of them names one.
 */
export function chooseModel(given: { override: string | null; promptConfig: JsonValue; call: string }): ChosenModel {
  const configModel = isJsonObject(given.promptConfig) ? given.promptConfig["model"] : undefined;
  const warnings: Warning[] = [];
  if (configModel !== undefined && configModel !== null && typeof configModel !== "string") {
    warnings.push({
      code: "config_model_not_text",
      stage: "config",
      subject: "model",
      message: "The prompt's config has a model that is not text; it is ignored.",
    });
  }
  const candidates: [ModelSource, unknown][] = [
    ["override", given.override],
    ["prompt config", configModel],
    ["call", given.call],
  ];
  for (const [source, requested] of candidates) {
    if (typeof requested !== "string" || requested.trim() === "") continue;
    return { requested, model: stripLangfusePrefix(requested.trim()), source, warnings };
  }
  throw new AppFailure("model_missing");
}
