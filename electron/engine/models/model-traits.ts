import type { ModelTraits } from "@shared/domain/model/model-traits.ts";
import { remember } from "@shared/domain/remember.ts";
import { withoutDate } from "./known-models.ts";
import { modelRules } from "./model-rules.ts";

/**
 * Rows as LiteLLM's model list has them (1.108.7); limits of models it has no more are left out, as it leaves them. That
 * models from Opus 4.1 on refuse temperature beside top_p it does not say: their API's words do (`README.md#traits`).
 */
const older: ModelTraits = { thinking: "none", takesSchema: false };
const budget: ModelTraits = { thinking: "budget", takesSchema: false };
const budgetAndSchema: ModelTraits = {
  maxOutputTokens: 64_000,
  thinking: "budget",
  takesSchema: true,
  sampling: "one",
};
const adaptive: ModelTraits = {
  maxOutputTokens: 128_000,
  thinking: "adaptive",
  takesSchema: true,
  sampling: "one",
  takesPrefill: false,
};
const unsampled: ModelTraits = { ...adaptive, sampling: "none" };

const thinksWithDeveloper: ModelTraits = { takesDeveloper: true };

const rows: Readonly<Record<string, ModelTraits>> = {
  "claude-3-haiku": older,
  "claude-3-sonnet": older,
  "claude-3-opus": older,
  "claude-3-5-haiku": older,
  "claude-3-5-sonnet": older,
  "claude-3-7-sonnet": budget,
  "claude-sonnet-4": budget,
  "claude-opus-4": budget,
  "claude-opus-4-1": { thinking: "budget", takesSchema: true, sampling: "one" },
  "claude-sonnet-4-5": budgetAndSchema,
  "claude-haiku-4-5": budgetAndSchema,
  "claude-opus-4-5": budgetAndSchema,
  "claude-sonnet-4-6": adaptive,
  "claude-opus-4-6": adaptive,
  "claude-opus-4-7": unsampled,
  "claude-opus-4-8": unsampled,
  "claude-sonnet-5": unsampled,
  "claude-sonnet-5-5": unsampled,
  "claude-haiku-5-5": unsampled,
  "claude-opus-5": unsampled,
  "claude-opus-5-5": unsampled,
  "claude-fable-5": unsampled,
  "claude-fable-5-1": unsampled,
  "claude-mythos-5": unsampled,
  "claude-mythos-5-1": unsampled,
  "claude-mythos-preview": unsampled,
};

/** What is known of a model; nothing for one that is in no row. Dated and `-latest` names count as their base. */
export const traitsOf = remember(512, (model): ModelTraits => {
  const base = withoutDate(model);
  const row = Object.hasOwn(rows, model) ? rows[model] : Object.hasOwn(rows, base) ? rows[base] : undefined;
  if (row) return row;
  return modelRules("openai", model)?.takesDeveloper ? thinksWithDeveloper : {};
});
