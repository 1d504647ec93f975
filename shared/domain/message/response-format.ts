import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import type { OpenAiForm } from "./tool-definitions.ts";

/** Keys of a prompt's config that mean a response format when there is no `response_format` beside them. */
const flatKeys = ["json_schema", "schema"];
/** Words a JSON schema starts with, to tell one from its wrapping. */
const schemaWords = [
  "properties",
  "$ref",
  "anyOf",
  "oneOf",
  "allOf",
  "enum",
  "items",
  "$schema",
  "additionalProperties",
];

/** Moves a flat `json_schema` or `schema` to `response_format`; other values stay as they are. */
export function withResponseFormat(values: JsonObject): JsonObject {
  if (values["response_format"] !== undefined) return values;
  const flat = flatKeys.find((key) => isJsonObject(values[key]));
  if (flat === undefined) return values;
  const { [flat]: schema, ...others } = values;
  return { ...others, response_format: schema ?? null };
}

/** Brings a response format into the form of OpenAI's chat completions, from the forms prompts are stored in. */
export function toOpenAiResponseFormat(value: JsonValue): OpenAiForm {
  if (typeof value === "string") return changed({ type: value }, problemsOf({ type: value }));
  if (!isJsonObject(value)) return { value, problems: ["response_format is neither an object nor a word"] };
  const { type, json_schema: nested } = value;
  if (isJsonObject(nested)) {
    const whole = { type: "json_schema", json_schema: named(nested) };
    const isWhole = type === "json_schema" && nested["name"] !== undefined && isJsonObject(nested["schema"]);
    return isWhole ? { value, problems: problemsOf(value) } : changed(whole, problemsOf(whole));
  }
  const isFlat = isJsonObject(value["schema"]) || isSchema(value);
  if (!isFlat) return { value, problems: problemsOf(value) };
  const { type: flatType, ...flat } = value;
  const inner = isJsonObject(value["schema"]) ? flat : { schema: flatType === "json_schema" ? flat : value };
  const whole = { type: "json_schema", json_schema: named(inner) };
  return changed(whole, problemsOf(whole));
}

/** The JSON schema that a response format in OpenAI's form asks for. */
export function schemaOfResponseFormat(format: JsonValue | undefined): JsonObject | undefined {
  const wrapping = isJsonObject(format) ? format["json_schema"] : undefined;
  const schema = isJsonObject(wrapping) ? wrapping["schema"] : undefined;
  return isJsonObject(schema) ? schema : undefined;
}

function changed(value: JsonObject, problems: string[]): OpenAiForm {
  return { value, note: "put into OpenAI's form", problems };
}

function isSchema(value: JsonObject): boolean {
  return schemaWords.some((word) => Object.hasOwn(value, word));
}

/** OpenAI demands a name; the schema's own title is the best there is. */
function named(wrapping: JsonObject): JsonObject {
  const inner = isJsonObject(wrapping["schema"]) ? wrapping : { schema: wrapping };
  if (typeof inner["name"] === "string") return inner;
  const title = isJsonObject(inner["schema"]) ? inner["schema"]["title"] : undefined;
  const name = typeof title === "string" ? title.replace(/[^a-zA-Z0-9_-]+/g, "_").slice(0, 64) : "";
  return { name: name === "" ? "answer" : name, ...inner };
}

function problemsOf(format: JsonObject): string[] {
  const type = format["type"];
  if (type === "text" || type === "json_object") return [];
  if (type !== "json_schema") return [`response_format has the unknown type ${JSON.stringify(type ?? null)}`];
  return schemaOfResponseFormat(format) ? [] : ["response_format has no JSON schema"];
}
