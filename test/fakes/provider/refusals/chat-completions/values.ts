import type { JsonValue } from "../../../../../shared/domain/json/json.ts";
import { type Check, firstOf, invalid, type Refusal } from "../refusal.ts";

type Kind = "a decimal" | "an integer" | "a boolean" | "a string" | "an object" | "an array";

interface Values {
  kind: Kind;
  /** Of a text its length. */
  least?: number;
  most?: number;
}

/** What the values of plain fields may be. Null counts as left out. */
const values: Record<string, Values> = {
  temperature: { kind: "a decimal", least: 0, most: 2 },
  top_p: { kind: "a decimal", least: 0, most: 1 },
  presence_penalty: { kind: "a decimal", least: -2, most: 2 },
  frequency_penalty: { kind: "a decimal", least: -2, most: 2 },
  max_tokens: { kind: "an integer", least: 1 },
  max_completion_tokens: { kind: "an integer", least: 1 },
  n: { kind: "an integer", least: 1, most: 128 },
  seed: { kind: "an integer" },
  top_logprobs: { kind: "an integer", least: 0, most: 20 },
  logprobs: { kind: "a boolean" },
  stream: { kind: "a boolean" },
  store: { kind: "a boolean" },
  parallel_tool_calls: { kind: "a boolean" },
  user: { kind: "a string", most: 64 },
  model: { kind: "a string" },
  metadata: { kind: "an object" },
  logit_bias: { kind: "an object" },
  stream_options: { kind: "an object" },
  response_format: { kind: "an object" },
  messages: { kind: "an array" },
  tools: { kind: "an array" },
};

export const fieldValues: Check = ({ body }) =>
  firstOf(Object.entries(values), ([key, allowed]) => wrongValue(key, body[key], allowed));

function wrongValue(param: string, value: JsonValue | undefined, { kind, least, most }: Values): Refusal | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isKind(value, kind)) {
    return invalid(`Invalid type for '${param}': expected ${kind}, but got ${kindOf(value)} instead.`, {
      param,
      code: "invalid_type",
    });
  }
  if (typeof value === "string" && most !== undefined && value.length > most) {
    return invalid(
      `Invalid '${param}': string too long. Expected a string with maximum length ${most}, but got a string with length ${value.length} instead.`,
      { param, code: "string_above_max_length" },
    );
  }
  if (typeof value !== "number") return undefined;
  const noun = kind === "an integer" ? "integer" : "decimal";
  if (least !== undefined && value < least) {
    return invalid(
      `Invalid '${param}': ${noun} below minimum value. Expected a value >= ${least}, but got ${value} instead.`,
      { param, code: `${noun}_below_min_value` },
    );
  }
  if (most !== undefined && value > most) {
    return invalid(
      `Invalid '${param}': ${noun} above maximum value. Expected a value <= ${most}, but got ${value} instead.`,
      { param, code: `${noun}_above_max_value` },
    );
  }
  return undefined;
}

function isKind(value: JsonValue, kind: Kind): boolean {
  return kind === "a decimal" ? typeof value === "number" : kindOf(value) === kind;
}

/** How OpenAI names the type of a value. */
export function kindOf(value: JsonValue): Kind | "null" {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "number") return Number.isInteger(value) ? "an integer" : "a decimal";
  if (typeof value === "boolean") return "a boolean";
  return typeof value === "string" ? "a string" : "an object";
}

export const stop: Check = ({ body: { stop: value } }) => {
  const param = "stop";
  if (value === undefined || value === null || typeof value === "string") return undefined;
  if (!Array.isArray(value)) {
    const code = "invalid_type";
    return invalid(`Invalid type for 'stop': expected an array of strings, but got ${kindOf(value)} instead.`, {
      param,
      code,
    });
  }
  if (value.length <= 4) return undefined;
  return invalid(
    `Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length ${value.length} instead.`,
    { param, code: "array_above_max_length" },
  );
};

/** Fields that another one must stand beside. */
export const fieldsTogether: Check = ({ body }) => {
  const given = (key: string) => body[key] !== undefined && body[key] !== null;
  if (given("stream_options") && body["stream"] !== true) {
    const message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
    return invalid(message, { param: "stream_options" });
  }
  if (given("top_logprobs") && body["logprobs"] !== true) {
    const message = "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.";
    return invalid(message, { param: "top_logprobs" });
  }
  if (given("max_tokens") && given("max_completion_tokens")) {
    return invalid("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", {
      param: "max_tokens",
      code: "invalid_parameter_combination",
    });
  }
  return firstOf(["tool_choice", "parallel_tool_calls"], (param) =>
    given(param) && !given("tools")
      ? invalid(`Invalid value for '${param}': '${param}' is only allowed when 'tools' are specified.`, { param })
      : undefined,
  );
};
