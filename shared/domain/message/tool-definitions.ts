import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";

/** A value brought into OpenAI's form. */
export interface OpenAiForm {
  value: JsonValue;
  /** What was changed, in words; absent when it was in that form. */
  note?: string;
  /** What is wrong with it, in words. It is sent all the same: the provider has the last word. */
  problems: string[];
}

/** Keys of a flat definition: `{name, description, parameters}`, with OpenAI's `type` and `strict`, or as Anthropic has it. */
const flatKeys = new Set(["type", "name", "description", "parameters", "input_schema", "strict"]);
/** What OpenAI takes as the name of a function. */
const functionName = /^[a-zA-Z0-9_-]{1,64}$/;

/**
 * Brings tool definitions into the form of OpenAI's chat completions. Langfuse's playground stores them flat;
 * definitions with keys of their own (another provider's built-in tools) stay as they are.
 */
export function toOpenAiTools(value: JsonValue): OpenAiForm {
  if (!Array.isArray(value)) return { value, problems: ["tools is not a list"] };
  const tools = value.map(toOpenAiTool);
  const flat = tools.filter((tool, index) => tool !== value[index]).length;
  return {
    value: tools,
    ...(flat > 0 ? { note: `${flat} of ${tools.length} put into OpenAI's form` } : {}),
    problems: [...tools.flatMap(problemsOf), ...duplicatesIn(tools)],
  };
}

/** The functions a list of tools in OpenAI's form defines, by name; built-in tools of providers are none. */
export function functionsOf(tools: JsonValue | undefined): Map<string, JsonObject> {
  const definitions = (Array.isArray(tools) ? tools : []).map(functionOf).filter((one) => one !== undefined);
  return new Map(definitions.map((one) => [String(one["name"]), one]));
}

function toOpenAiTool(tool: JsonValue): JsonValue {
  if (!isJsonObject(tool) || typeof tool["name"] !== "string") return tool;
  const isFlat = (tool["type"] ?? "function") === "function" && Object.keys(tool).every((key) => flatKeys.has(key));
  if (!isFlat) return tool;
  const { name, description, strict } = tool;
  const parameters = tool["parameters"] ?? tool["input_schema"];
  return {
    type: "function",
    function: {
      name,
      ...(description === undefined ? {} : { description }),
      ...(parameters === undefined ? {} : { parameters }),
      ...(strict === undefined ? {} : { strict }),
    },
  };
}

function functionOf(tool: JsonValue): JsonObject | undefined {
  if (!isJsonObject(tool) || tool["type"] !== "function") return undefined;
  const definition = tool["function"];
  return isJsonObject(definition) ? definition : undefined;
}

function problemsOf(tool: JsonValue, index: number): string[] {
  const place = `tool ${index + 1}`;
  if (!isJsonObject(tool)) return [`${place} is not an object`];
  const definition = functionOf(tool);
  if (!definition) return tool["type"] === undefined ? [`${place} has neither a name nor a type`] : [];
  const { name, parameters } = definition;
  if (typeof name !== "string" || name === "") return [`${place} has no name`];
  if (!functionName.test(name)) return [`the name “${name}” has characters other than letters, digits, _ and -`];
  if (parameters === undefined || isJsonObject(parameters)) return [];
  return [`the parameters of “${name}” are no JSON schema`];
}

function duplicatesIn(tools: readonly JsonValue[]): string[] {
  const names = tools.flatMap((tool) => functionOf(tool)?.["name"] ?? []);
  const doubled = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...doubled].map((name) => `“${String(name)}” is defined more than once`);
}
