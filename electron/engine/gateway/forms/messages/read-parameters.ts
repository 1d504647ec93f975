import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { numberAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";
import { isNoTool } from "../wire/no-tool.ts";

/** Which of a plan's parameters say what a key of Anthropic's form says. */
export const saidBy: Readonly<Record<string, readonly string[]>> = {
  max_tokens: ["max_tokens", "max_completion_tokens"],
  stop_sequences: ["stop"],
  tools: ["tools"],
  tool_choice: ["tool_choice", "parallel_tool_calls"],
  thinking: ["thinking", "reasoning_effort"],
  output_config: ["response_format", "reasoning_effort", "output_config"],
  metadata: ["user"],
};

/** Hints that change no answer: where the API has none of them they mean nothing. */
const hints = new Set(["cache_control", "context_management", "diagnostics", "inference_geo", "service_tier", "speed"]);
const readApart = new Set(["model", "messages", "system", "stream"]);

/** Keys of Anthropic's form in OpenAI's names and shapes; those that only its API has keep their names. */
export function readParameters(body: JsonObject): { parameters: JsonObject; leftOut: string[] } {
  const parameters: JsonObject = {};
  const leftOut: string[] = [];
  const set = (values: JsonObject) => void Object.assign(parameters, values);
  for (const [key, value] of Object.entries(body)) {
    if (readApart.has(key) || key === "__proto__" || value === null || isNoTool(key, value)) continue;
    if (hints.has(key)) leftOut.push(key);
    else if (key === "stop_sequences") set({ stop: value });
    else if (key === "tools") set({ tools: toTools(value) });
    else if (key === "tool_choice") set(toChoice(value));
    else if (key === "thinking") set(effortOf(value, objectAt(body, "output_config")));
    else if (key === "output_config") set(toOutput(value));
    else if (key === "metadata") set(toUser(value));
    else set({ [key]: value });
  }
  return { parameters, leftOut };
}

/** OpenAI refuses longer ones; clients put JSON there. Cut as in LiteLLM. */
const longestUser = 64;

/** Tools of the caller's own; those that run at Anthropic stay as they are, and only it can run them. */
function toTools(tools: JsonValue): JsonValue {
  if (!Array.isArray(tools)) return tools;
  return tools.map((tool) => {
    const schema = objectAt(tool, "input_schema");
    if (!schema || !isJsonObject(tool)) return tool;
    const { name, description, cache_control: mark, strict } = tool;
    return {
      type: "function",
      function: {
        name: name ?? "",
        ...(typeof description === "string" ? { description } : {}),
        parameters: schema,
        ...(typeof strict === "boolean" ? { strict } : {}),
      },
      ...(isJsonObject(mark) ? { cache_control: mark } : {}),
    };
  });
}

function toChoice(choice: JsonValue): JsonObject {
  if (!isJsonObject(choice)) return { tool_choice: choice };
  const serial = choice["disable_parallel_tool_use"] === true ? { parallel_tool_calls: false } : {};
  switch (choice["type"]) {
    case "any":
      return { tool_choice: "required", ...serial };
    case "tool":
      return { tool_choice: { type: "function", function: { name: choice["name"] ?? "" } }, ...serial };
    default:
      return { tool_choice: choice["type"] ?? "auto", ...serial };
  }
}

/** LiteLLM's steps from a budget to an effort; where an effort is said, that. */
function effortOf(thinking: JsonValue, output: JsonObject | undefined): JsonObject {
  if (!isJsonObject(thinking) || thinking["type"] === "disabled" || output?.["effort"] !== undefined) return {};
  const budget = numberAt(thinking, "budget_tokens");
  if (budget === undefined) return { reasoning_effort: "medium" };
  return {
    reasoning_effort: budget >= 10_000 ? "high" : budget >= 5_000 ? "medium" : budget >= 2_000 ? "low" : "minimal",
  };
}

function toOutput(output: JsonValue): JsonObject {
  const format = objectAt(output, "format");
  const schema = format?.["type"] === "json_schema" ? objectAt(format, "schema") : undefined;
  const effort = isJsonObject(output) ? textAt(output, "effort") : undefined;
  return {
    ...(schema
      ? { response_format: { type: "json_schema", json_schema: { name: "answer", schema, strict: true } } }
      : {}),
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
  };
}

function toUser(metadata: JsonValue): JsonObject {
  const user = isJsonObject(metadata) ? textAt(metadata, "user_id") : undefined;
  return user === undefined ? {} : { user: user.slice(0, longestUser) };
}
