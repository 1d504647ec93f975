import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { listAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";

/** Which tools are offered and which must be called. */
export interface ToolUse {
  tools?: JsonValue;
  choice?: JsonValue;
}

/**
 * Chat completions' `tools`, `tool_choice`, `web_search_options`, and its older `functions` and `function_call`, as this
 * API has them: without the wrapping. Tools that are already in its form, and those of the provider's own, stay as they
 * are.
 */
export function toToolUse(values: JsonObject): ToolUse {
  const search = values["web_search_options"];
  const given = values["tools"] ?? legacyTools(values["functions"]);
  if (given !== undefined && !Array.isArray(given)) return { tools: given };
  const own = (given ?? []).map(toTool);
  const tools = search === undefined ? own : [...own, toWebSearch(search)];
  const choice = toChoice(values["tool_choice"] ?? legacyChoice(values["function_call"]));
  return {
    ...(tools.length === 0 ? {} : { tools }),
    // A choice without tools is refused there and means nothing.
    ...(choice === undefined || tools.length === 0 ? {} : { choice }),
  };
}

function toTool(tool: JsonValue): JsonValue {
  const described = objectAt(tool, "function");
  if (described) {
    const { name, description, parameters, strict, ...others } = described;
    return {
      type: "function",
      name: name ?? "",
      ...(typeof description === "string" ? { description } : {}),
      parameters: parameters ?? { type: "object", properties: {} },
      // Here a function is held to its schema unless it says otherwise; in chat completions it is the other way round.
      strict: strict ?? false,
      ...others,
    };
  }
  const custom = objectAt(tool, "custom");
  if (!custom) return tool;
  const { format, ...others } = custom;
  return { type: "custom", ...others, ...(format === undefined ? {} : { format: toGrammar(format) }) };
}

/** A grammar's text stands in the format itself. */
function toGrammar(format: JsonValue): JsonValue {
  const grammar = objectAt(format, "grammar");
  return grammar ? { type: "grammar", ...grammar } : format;
}

/** `web_search_options` as the tool this API has for it. */
function toWebSearch(options: JsonValue): JsonObject {
  const size = isJsonObject(options) ? textAt(options, "search_context_size") : undefined;
  const place = objectAt(objectAt(options, "user_location"), "approximate");
  return {
    type: "web_search",
    ...(size === undefined ? {} : { search_context_size: size }),
    ...(place ? { user_location: { type: "approximate", ...place } } : {}),
  };
}

function toChoice(choice: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(choice)) return choice ?? undefined;
  const named = objectAt(choice, "function") ?? objectAt(choice, "custom");
  if (named) return { type: choice["type"] ?? "function", name: named["name"] ?? "" };
  const allowed = objectAt(choice, "allowed_tools");
  if (!allowed) return choice;
  const tools = listAt(allowed, "tools").map((tool) => {
    const inner = objectAt(tool, "function") ?? objectAt(tool, "custom");
    return inner && isJsonObject(tool) ? { type: tool["type"] ?? "function", name: inner["name"] ?? "" } : tool;
  });
  return { type: "allowed_tools", mode: allowed["mode"] ?? "auto", tools };
}

/** `functions`, OpenAI's form before there were tools. */
function legacyTools(functions: JsonValue | undefined): JsonValue[] | undefined {
  return Array.isArray(functions) ? functions.map((one) => ({ type: "function", function: one })) : undefined;
}

function legacyChoice(call: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(call) ? { type: "function", function: { name: call["name"] ?? "" } } : call;
}
