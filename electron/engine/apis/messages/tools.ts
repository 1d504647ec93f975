import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { listAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { Warn } from "../wire/warn.ts";
import { freeTextTool } from "./free-text-tools.ts";
import { toOutputSchema } from "./output-schema.ts";

/** Settings of Anthropic's tools; callers write them beside `function` or in it. */
const ownSettings = [
  "strict",
  "cache_control",
  "defer_loading",
  "allowed_callers",
  "input_examples",
  "eager_input_streaming",
];

/** OpenAI's function tools in Anthropic's form; tools already in that form stay as they are. */
function toTools(tools: JsonValue, warn: Warn): JsonValue {
  return Array.isArray(tools) ? tools.map((tool) => toTool(tool, warn)) : tools;
}

function toTool(tool: JsonValue, warn: Warn): JsonValue {
  const freeText = freeTextTool(tool, warn);
  if (freeText) return freeText;
  const described = objectAt(tool, "function");
  if (!described || !isJsonObject(tool)) return tool;
  const { name, description, parameters } = described;
  const own = ownSettings.flatMap((key): [string, JsonValue][] => {
    const value = tool[key] ?? described[key];
    return value === undefined || value === null ? [] : [[key, value]];
  });
  const strict = own.some(([key, value]) => key === "strict" && value === true);
  const type = textAt(tool, "type");
  if (type !== undefined && type !== "function" && type !== "custom") {
    // A tool of Anthropic's own in OpenAI's wrapping, as LiteLLM takes it: its settings stand where a schema would.
    return {
      type,
      ...(name === undefined ? {} : { name }),
      ...(isJsonObject(parameters) ? parameters : {}),
      ...Object.fromEntries(own),
    };
  }
  const schema = toInputSchema(parameters);
  return {
    ...(name === undefined ? {} : { name }),
    ...(typeof description === "string" ? { description } : {}),
    input_schema: strict && isJsonObject(schema) ? closed(schema, `tool ${JSON.stringify(name)}`, warn) : schema,
    ...Object.fromEntries(own),
  };
}

/** A schema an answer or a call is held to, with a warning of what it cannot be held to. */
export function closed(schema: JsonObject, subject: string, warn: Warn): JsonObject {
  const moved = new Set<string>();
  const result = toOutputSchema(schema, (word, name) => moved.add(name === "" ? word : `${word} of ${name}`));
  if (moved.size > 0) {
    const words = [...moved].join(", ");
    warn(subject, `Anthropic cannot hold it to ${words} in the schema of ${subject}: the description says it instead.`);
  }
  return result;
}

/** A function without arguments may leave its schema or parts of it out; Anthropic demands `type: "object"`. */
export function toInputSchema(parameters: JsonValue | undefined): JsonValue {
  if (parameters === undefined || parameters === null) return { type: "object", properties: {} };
  if (!isJsonObject(parameters)) return parameters;
  const properties = parameters["properties"] === undefined ? { properties: {} } : {};
  const isTyped = parameters["type"] !== undefined && parameters["type"] !== null;
  return isTyped ? { ...parameters, ...properties } : { ...parameters, type: "object", ...properties };
}

/** OpenAI's `web_search_options` as the tool Anthropic has for it, with LiteLLM's numbers of searches. */
function toWebSearch(options: JsonValue): JsonObject {
  const uses: Record<string, number> = { low: 1, medium: 5, high: 10 };
  const size = isJsonObject(options) ? textAt(options, "search_context_size") : undefined;
  const place = objectAt(objectAt(options, "user_location"), "approximate");
  return {
    type: "web_search_20250305",
    name: "web_search",
    ...(size !== undefined && uses[size] !== undefined ? { max_uses: uses[size] } : {}),
    ...(place ? { user_location: { type: "approximate", ...place } } : {}),
  };
}

/** Which tools are offered and which must be called, in Anthropic's form. */
export interface ToolUse {
  tools?: JsonValue;
  choice?: JsonObject;
}

/**
 * Joins OpenAI's `tools`, `tool_choice`, `parallel_tool_calls` and `web_search_options`. A choice without tools, and a
 * limit on parallel calls where none may be made, are refused there and mean nothing.
 */
export function toToolUse(values: JsonObject, warn: Warn): ToolUse {
  const search = values["web_search_options"];
  const own = values["tools"] === undefined ? [] : toTools(values["tools"], warn);
  if (!Array.isArray(own)) return { tools: own };
  const all = search === undefined ? own : [...own, toWebSearch(search)];
  if (all.length === 0) return { tools: all };
  const { names, choice } = toToolChoice(values["tool_choice"]);
  const tools = names ? all.filter((tool) => isJsonObject(tool) && names.includes(String(tool["name"]))) : all;
  const serial = values["parallel_tool_calls"] === false && choice?.["type"] !== "none";
  if (!serial) return choice ? { tools, choice } : { tools };
  return { tools, choice: { ...(choice ?? { type: "auto" }), disable_parallel_tool_use: true } };
}

/** `auto`, `none`, `required`, one function or some of them; `names` are those that may be called at all. */
function toToolChoice(choice: JsonValue | undefined): { choice?: JsonObject; names?: string[] } {
  if (choice === undefined || choice === null) return {};
  if (typeof choice === "string") return { choice: { type: choice === "required" ? "any" : choice } };
  if (!isJsonObject(choice)) return {};
  const type = choice["type"];
  if (type === "allowed_tools") {
    const allowed = objectAt(choice, "allowed_tools") ?? choice;
    const names = listAt(allowed, "tools").flatMap((tool) => nameOf(tool) ?? []);
    return { choice: { type: allowed["mode"] === "required" ? "any" : "auto" }, names };
  }
  if (type === "required") return { choice: { type: "any" } };
  const name = type === "function" || type === "custom" || type === undefined ? nameOf(choice) : undefined;
  return { choice: name === undefined ? choice : { type: "tool", name } };
}

function nameOf(tool: JsonValue): string | undefined {
  if (!isJsonObject(tool)) return undefined;
  return textAt(objectAt(tool, "function") ?? objectAt(tool, "custom") ?? tool, "name");
}
