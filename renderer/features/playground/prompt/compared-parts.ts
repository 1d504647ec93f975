import type { EditableText } from "@shared/domain/edit/editor-document.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { promptText } from "./version-diff.ts";

/** One part of two prompts as texts to be compared. */
export interface ComparedPart {
  title: string;
  before: string;
  after: string;
  language: "template" | "json";
}

/** Messages, config and tools of two texts of a prompt. Tools are a part of their own where either has some. */
export function partsOf(before: EditableText, after: EditableText): ComparedPart[] {
  const [from, to] = [splitConfig(before.config), splitConfig(after.config)];
  const hasTools = from.tools !== undefined || to.tools !== undefined;
  return [
    { title: "Messages", before: promptText(before.prompt), after: promptText(after.prompt), language: "template" },
    { title: "Config", ...jsonTexts(from.config, to.config) },
    ...(hasTools ? [{ title: "Tools", ...jsonTexts(from.tools ?? [], to.tools ?? []) }] : []),
  ];
}

function splitConfig(config: JsonValue): { config: JsonValue; tools?: JsonValue } {
  if (!isJsonObject(config)) return { config: config ?? {} };
  const { tools, ...rest } = config;
  return tools === undefined ? { config } : { config: rest, tools };
}

function jsonTexts(before: JsonValue, after: JsonValue) {
  return {
    before: JSON.stringify(before, null, 2),
    after: JSON.stringify(inOrderOf(before, after), null, 2),
    language: "json" as const,
  };
}

/** The order of keys says nothing: keys that both have stand in the first one's order, so that only values differ. */
function inOrderOf(model: JsonValue, value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    return value.map((item, index) => inOrderOf(Array.isArray(model) ? (model[index] ?? null) : null, item));
  }
  if (!isJsonObject(value) || !isJsonObject(model)) return value;
  const shared = Object.keys(model).filter((key) => Object.hasOwn(value, key));
  const own = Object.keys(value).filter((key) => !Object.hasOwn(model, key));
  // fromEntries, so that a key named `__proto__` is a key like any other.
  return Object.fromEntries([...shared, ...own].map((key) => [key, inOrderOf(model[key] ?? null, value[key] ?? null)]));
}
