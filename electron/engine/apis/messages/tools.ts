import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { objectAt } from "@shared/domain/json/read-json.ts";

/** OpenAI's function tools in Anthropic's form; tools already in that form stay as they are. */
export function toTools(tools: JsonValue): JsonValue {
  return Array.isArray(tools) ? tools.map(toTool) : tools;
}

function toTool(tool: JsonValue): JsonValue {
  const described = objectAt(tool, "function");
  if (!described || !isJsonObject(tool)) return tool;
  const { name, description, parameters } = described;
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    input_schema: toInputSchema(parameters),
  };
}

/** A function without arguments may leave its schema or the schema's type out; Anthropic demands `type: "object"`. */
function toInputSchema(parameters: JsonValue | undefined): JsonValue {
  if (parameters === undefined || parameters === null) return { type: "object", properties: {} };
  if (!isJsonObject(parameters) || parameters["type"] !== undefined) return parameters;
  return { type: "object", ...parameters };
}

/** `auto`, `none`, `required` or one function, in Anthropic's form. */
export function toToolChoice(choice: JsonValue): JsonValue {
  if (choice === "required") return { type: "any" };
  if (typeof choice === "string") return { type: choice };
  const name = objectAt(choice, "function")?.["name"];
  return name === undefined ? choice : { type: "tool", name };
}

/** `parallel_tool_calls: false` is a property of the choice there. */
export function withoutParallelCalls(choice: JsonValue | undefined): JsonObject {
  return { ...(isJsonObject(choice) ? choice : { type: "auto" }), disable_parallel_tool_use: true };
}
