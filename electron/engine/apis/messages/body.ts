import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { schemaOfResponseFormat } from "@shared/domain/message/response-format.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import { toConversation } from "./messages.ts";
import { toToolChoice, toTools, withoutParallelCalls } from "./tools.ts";

/**
 * The body of a Messages request: model, messages, system, the sent parameters in the plan's order, `stream`, and
 * `extra_body` last, which wins over all.
 */
export function buildBody(plan: RequestPlan): JsonObject {
  const { system, messages } = toConversation(plan.messages);
  const body: JsonObject = { model: plan.route.model, messages: messages as unknown as JsonValue };
  if (system !== undefined) body["system"] = system;
  for (const { key, sentAs, value, sent } of plan.parameters) {
    if (sent) setParameter(body, sentAs ?? key, value);
  }
  if (plan.stream) body["stream"] = true;
  return { ...body, ...plan.extraBody };
}

function setParameter(body: JsonObject, key: string, value: JsonValue): void {
  switch (key) {
    case "stop_sequences":
      body[key] = typeof value === "string" ? [value] : value;
      return;
    case "tools":
      body[key] = toTools(value);
      return;
    case "tool_choice": {
      const serial = isJsonObject(body[key]) && body[key]["disable_parallel_tool_use"] === true;
      const choice = toToolChoice(value);
      body[key] = serial ? withoutParallelCalls(choice) : choice;
      return;
    }
    case "parallel_tool_calls":
      if (value === false) body["tool_choice"] = withoutParallelCalls(body["tool_choice"]);
      return;
    case "response_format":
      setResponseFormat(body, value);
      return;
    case "output_config":
      body[key] = isJsonObject(value) && isJsonObject(body[key]) ? { ...body[key], ...value } : value;
      return;
    case "stream_options":
      // A stream of Anthropic always tells the usage; the field it does not know, and refuses.
      return;
    case "user":
      body["metadata"] = { ...(isJsonObject(body["metadata"]) ? body["metadata"] : {}), user_id: value };
      return;
    default:
      body[key] = value;
  }
}

/** OpenAI's schema in Anthropic's place for it. Free JSON without a schema it does not have: its refusal is then seen. */
function setResponseFormat(body: JsonObject, format: JsonValue): void {
  const schema = schemaOfResponseFormat(format);
  if (schema) {
    const config = isJsonObject(body["output_config"]) ? body["output_config"] : {};
    body["output_config"] = { ...config, format: { type: "json_schema", schema } };
  } else if (!isJsonObject(format) || format["type"] !== "text") {
    body["response_format"] = format;
  }
}
