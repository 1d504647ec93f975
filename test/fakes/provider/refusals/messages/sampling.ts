import { isJsonObject } from "../../../../../shared/domain/json/json.ts";
import { numberAt, textAt } from "../../../../../shared/domain/json/read-json.ts";
import { type Check, firstOf, invalid } from "../refusal.ts";

export const maxTokens: Check = ({ body: { max_tokens: value } }) => {
  if (value === undefined) return undefined;
  if (!Number.isInteger(value)) return invalid("max_tokens: Input should be a valid integer");
  return Number(value) >= 1 ? undefined : invalid("max_tokens: Input should be greater than or equal to 1");
};

export const shares: Check = ({ body }) =>
  firstOf(["temperature", "top_p"], (key) => {
    const value = body[key];
    if (value === undefined) return undefined;
    if (typeof value !== "number") return invalid(`${key}: Input should be a valid number`);
    return value >= 0 && value <= 1 ? undefined : invalid(`${key}: range: 0..1`);
  });

const bothRefused = /^claude-(?:opus-4-1|(?:opus|sonnet|haiku)-4-[56])(?:-\d{8})?$/;
const unsampled = /^claude-(?:opus-4-[78]|(?:opus|sonnet|haiku|fable|mythos)-5(?:-\d)?|mythos-preview)(?:-\d{8})?$/;

/** Newer models take one of the two, the newest ones none. */
export const samplingOfModel: Check = ({ body }) => {
  const model = textAt(body, "model") ?? "";
  if (bothRefused.test(model) && body["temperature"] !== undefined && body["top_p"] !== undefined) {
    return invalid("`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
  }
  if (!unsampled.test(model)) return undefined;
  return firstOf(["temperature", "top_p", "top_k"], (key) => {
    const value = body[key];
    const isDefault = value === undefined || (key === "temperature" && value === 1);
    return isDefault ? undefined : invalid(`\`${key}\` is deprecated for this model.`);
  });
};

export const stopSequences: Check = ({ body: { stop_sequences: value } }) => {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return invalid("stop_sequences: Input should be a valid list");
  return firstOf(value, (item, index) => {
    if (typeof item !== "string") return invalid(`stop_sequences.${index}: Input should be a valid string`);
    if (item.trim() === "") return invalid("stop_sequences: each stop sequence must contain non-whitespace");
    return undefined;
  });
};

/** What goes together with `thinking`, apart from messages. */
export const thinkingBudget: Check = ({ body }) => {
  const { thinking, tool_choice: choice, temperature } = body;
  if (!isJsonObject(thinking) || thinking["type"] !== "enabled") return undefined;
  const budget = numberAt(thinking, "budget_tokens");
  if (budget === undefined) return invalid("thinking.enabled.budget_tokens: Field required");
  if (budget < 1024) {
    return invalid("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
  }
  if ((numberAt(body, "max_tokens") ?? 0) <= budget) {
    return invalid("`max_tokens` must be greater than `thinking.budget_tokens`.");
  }
  if (temperature !== undefined && temperature !== 1) {
    return invalid("`temperature` may only be set to 1 when thinking is enabled.");
  }
  const forced = isJsonObject(choice) && (choice["type"] === "any" || choice["type"] === "tool");
  return forced ? invalid("Thinking may not be enabled when tool_choice forces tool use.") : undefined;
};
