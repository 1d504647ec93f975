import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { numberAt, textAt } from "@shared/domain/json/read-json.ts";
import type { ModelTraits } from "@shared/domain/model/model-traits.ts";

/** How hard to think, in Anthropic's words. */
export interface Thinking {
  thinking?: JsonValue;
  /** For `output_config`. */
  effort?: string;
  /** Why an effort that was asked for is not sent. */
  problem?: string;
}

/** LiteLLM's budgets for OpenAI's efforts; Anthropic takes none below 1024. */
const budgets: Readonly<Record<string, number>> = {
  minimal: 1024,
  low: 1024,
  medium: 2048,
  high: 4096,
  xhigh: 8192,
  max: 16_384,
};
const smallestBudget = 1024;

/**
 * `thinking` as it is given, else OpenAI's `reasoning_effort` as LiteLLM has it: newer models are told the effort,
 * those before 4.6 a budget. A model nobody knows counts as a newer one: every one since has been.
 */
export function thinkingOf(values: JsonObject, traits: ModelTraits = {}): Thinking {
  const given = values["thinking"] === undefined ? {} : { thinking: values["thinking"] };
  const asked = values["reasoning_effort"];
  const effort = typeof asked === "string" ? asked : isJsonObject(asked) ? textAt(asked, "effort") : undefined;
  if (asked === undefined || effort === "none") return given;
  if (effort === undefined || !Object.hasOwn(budgets, effort)) {
    return { ...given, problem: `${JSON.stringify(asked)} is no effort` };
  }
  if (traits.thinking === "none") return { ...given, problem: "this model does not think" };
  if (traits.thinking !== "budget") {
    // Without `display` the thoughts come back blank.
    const adaptive = { type: "adaptive", display: "summarized" };
    return { thinking: adaptive, ...given, effort: effort === "minimal" ? "low" : effort };
  }
  if (values["thinking"] !== undefined) return { ...given, problem: "thinking is set too" };
  const limit = numberAt(values, "max_tokens") ?? Number.POSITIVE_INFINITY;
  if (limit <= smallestBudget)
    return { problem: `max_tokens leaves no room: thinking takes ${smallestBudget} at least` };
  return { thinking: { type: "enabled", budget_tokens: Math.min(budgets[effort] ?? 0, limit - 1) } };
}

/** Tokens that thinking may take of an answer's limit; 0 where no number is named. */
export function budgetOf({ thinking }: Thinking): number {
  return isJsonObject(thinking) ? (numberAt(thinking, "budget_tokens") ?? 0) : 0;
}
