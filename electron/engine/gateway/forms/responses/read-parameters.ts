import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { listAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";
import { isNoTool } from "../wire/no-tool.ts";

/** Which of a plan's parameters say what a key of this form says. */
export const saidBy: Readonly<Record<string, readonly string[]>> = {
  max_output_tokens: ["max_tokens", "max_completion_tokens", "max_output_tokens"],
  reasoning: ["reasoning", "reasoning_effort"],
  text: ["text", "response_format", "verbosity"],
  tools: ["tools", "web_search_options", "functions"],
  include: ["include", "logprobs"],
};

/** Hints that change no answer: where an API has none of them they mean nothing. */
const hints = new Set([
  "include",
  "metadata",
  "prompt_cache_key",
  "prompt_cache_options",
  "prompt_cache_retention",
  "safety_identifier",
  "service_tier",
  "store",
  "stream_options",
  "truncation",
]);
const readApart = new Set(["model", "input", "instructions", "stream"]);

/** Keys of this form in chat completions' names and shapes; those that only its API has keep their names. */
export function readParameters(body: JsonObject): { parameters: JsonObject; leftOut: string[] } {
  const parameters: JsonObject = {};
  const leftOut: string[] = [];
  for (const [key, value] of Object.entries(body)) {
    if (readApart.has(key) || key === "__proto__" || value === null || isNoTool(key, value)) continue;
    if (hints.has(key)) leftOut.push(key);
    else Object.assign(parameters, toParameters(key, value));
  }
  if (listAt(body, "include").includes("message.output_text.logprobs")) parameters["logprobs"] = true;
  return { parameters, leftOut };
}

function toParameters(key: string, value: JsonValue): JsonObject {
  switch (key) {
    case "max_output_tokens":
      return { max_tokens: value };
    case "reasoning": {
      const effort = isJsonObject(value) ? textAt(value, "effort") : undefined;
      return effort === undefined ? {} : { reasoning_effort: effort };
    }
    case "text":
      return ofText(value);
    case "tools":
      return { tools: Array.isArray(value) ? value.map(toTool) : value };
    case "tool_choice":
      return { tool_choice: toChoice(value) };
    default:
      return { [key]: value };
  }
}

function ofText(text: JsonValue): JsonObject {
  const format = objectAt(text, "format");
  const verbosity = isJsonObject(text) ? textAt(text, "verbosity") : undefined;
  const { type, ...schema } = format ?? {};
  const asked = type === "json_schema" ? { type, json_schema: schema } : format;
  return {
    // Plain text is what is answered unasked.
    ...(asked && type !== "text" ? { response_format: asked } : {}),
    ...(verbosity === undefined ? {} : { verbosity }),
  };
}

/** Functions in chat completions' wrapping; those that run at the provider stay as they are, and only it can run them. */
function toTool(tool: JsonValue): JsonValue {
  if (!isJsonObject(tool)) return tool;
  const { type, ...described } = tool;
  if (type === "function") {
    const { strict, ...others } = described;
    return { type, function: { ...others, ...(typeof strict === "boolean" ? { strict } : {}) } };
  }
  return type === "custom" ? { type, custom: described } : tool;
}

function toChoice(choice: JsonValue): JsonValue {
  if (!isJsonObject(choice)) return choice;
  const { type, name } = choice;
  if (type === "function" || type === "custom") return { type, [type]: { name: name ?? "" } };
  if (type !== "allowed_tools") return choice;
  const tools = listAt(choice, "tools").map(toChoice);
  return { type, allowed_tools: { mode: choice["mode"] ?? "auto", tools } };
}
