import type { Warning } from "@shared/domain/error/error.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { objectAt } from "@shared/domain/json/read-json.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import { collectWarnings, type Warn } from "../wire/warn.ts";
import { toInput } from "./input-items.ts";
import { type ToolUse, toToolUse } from "./tools.ts";

/**
 * The body of a request for a response: model, instructions, input, the sent parameters in the plan's order, `stream`, and
 * `extra_body` last, which wins over all. With it what the body cannot say of the plan.
 * @throws AppFailure `invalid_input` for content that this API has no form for.
 */
export function translate(plan: RequestPlan): { body: JsonObject; warnings: Warning[] } {
  const { warn, warnings } = collectWarnings();
  const values: JsonObject = {};
  for (const { key, sentAs, value, sent } of plan.parameters) if (sent) values[sentAs ?? key] = value;
  const { instructions, input } = toInput(plan.messages, {
    hasInstructions: values["instructions"] !== undefined,
    isKept: values["store"] !== false,
    warn,
  });
  const body: JsonObject = { model: plan.route.model };
  if (instructions !== undefined) body["instructions"] = instructions;
  body["input"] = input;
  const tools = toToolUse(values);
  for (const [key, value] of Object.entries(values)) setParameter(body, key, value, { tools, warn });
  if (plan.stream) body["stream"] = true;
  return { body: { ...body, ...plan.extraBody }, warnings };
}

function setParameter(
  body: JsonObject,
  key: string,
  value: JsonValue,
  { tools, warn }: { tools: ToolUse; warn: Warn },
) {
  switch (key) {
    case "tools":
    case "functions":
    case "web_search_options":
      if (tools.tools !== undefined) body["tools"] = tools.tools;
      return;
    case "tool_choice":
    case "function_call":
      if (tools.choice !== undefined) body["tool_choice"] = tools.choice;
      else warn(key, `${key} is not sent: it is taken with tools only.`);
      return;
    case "reasoning":
      addTo(body, key, value);
      return;
    case "reasoning_effort":
      addTo(body, "reasoning", isJsonObject(value) ? value : { effort: value });
      return;
    case "text":
      addTo(body, key, value);
      return;
    case "verbosity":
      addTo(body, "text", { verbosity: value });
      return;
    case "response_format":
      addTo(body, "text", { format: toFormat(value) });
      return;
    case "logprobs":
      if (value === true) include(body, "message.output_text.logprobs");
      return;
    case "include":
      if (Array.isArray(value)) for (const one of value) include(body, one);
      else body[key] = value;
      return;
    case "stream_options": {
      // A stream of this API always tells the usage, and the key that asks for it is refused.
      if (!isJsonObject(value)) return;
      const { include_usage: _, ...others } = value;
      if (Object.keys(others).length > 0) body[key] = others;
      return;
    }
    default:
      body[key] = value;
  }
}

/** What is set in its own words wins over what was translated. */
function addTo(body: JsonObject, key: string, value: JsonValue): void {
  const before = body[key];
  body[key] = isJsonObject(value) && isJsonObject(before) ? { ...before, ...value } : value;
}

function include(body: JsonObject, what: JsonValue): void {
  const before = Array.isArray(body["include"]) ? body["include"] : [];
  if (!before.includes(what)) body["include"] = [...before, what];
}

/** A response format without the wrapping that chat completions has around a schema. */
function toFormat(format: JsonValue): JsonValue {
  const schema = objectAt(format, "json_schema");
  return schema ? { type: "json_schema", ...schema } : format;
}
