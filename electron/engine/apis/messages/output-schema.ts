import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { textAt } from "@shared/domain/json/read-json.ts";

/** Words of JSON schema that structured outputs refuse, and what the description says in their place. */
const notes: ReadonlyMap<string, string> = new Map([
  ["minItems", "minimum number of items"],
  ["maxItems", "maximum number of items"],
  ["uniqueItems", "all items unique"],
  ["contains", "contains an item matching"],
  ["minContains", "minimum number of matching items"],
  ["maxContains", "maximum number of matching items"],
  ["prefixItems", "leading items match, in order"],
  ["minimum", "minimum"],
  ["maximum", "maximum"],
  ["exclusiveMinimum", "greater than"],
  ["exclusiveMaximum", "less than"],
  ["multipleOf", "multiple of"],
  ["minLength", "minimum length"],
  ["maxLength", "maximum length"],
  ["minProperties", "minimum number of properties"],
  ["maxProperties", "maximum number of properties"],
  ["patternProperties", "properties by the pattern of their name"],
  ["propertyNames", "names of properties match"],
  ["dependentRequired", "required together"],
  ["dependentSchemas", "schemas that go with properties"],
  ["unevaluatedProperties", "other properties match"],
  ["additionalProperties", "other properties match"],
  ["format", "format"],
  ["if", "if"],
  ["then", "then"],
  ["else", "else"],
  ["not", "does not match"],
]);

const formats = ["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"];
const named = ["properties", "$defs", "definitions"];

/**
 * A JSON schema as Anthropic's structured outputs take it, after its SDKs and LiteLLM: objects are closed, `oneOf` is
 * `anyOf`, and what the grammar cannot hold the answer to moves into the description.
 * @param moved told of each word that moved, with the name of its property.
 */
export function toOutputSchema(schema: JsonObject, moved: (word: string, name: string) => void, name = ""): JsonObject {
  const result: JsonObject = {};
  const said: string[] = [];
  for (const [key, value] of Object.entries(schema)) {
    if (isRefused(key, value)) {
      if (value === false || (key === "additionalProperties" && value === true)) continue;
      said.push(`${notes.get(key)}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
      moved(key, name);
      continue;
    }
    const inner = (one: JsonValue, itsName = name) => (isJsonObject(one) ? toOutputSchema(one, moved, itsName) : one);
    if (named.includes(key) && isJsonObject(value)) {
      result[key] = Object.fromEntries(Object.entries(value).map(([own, one]) => [own, inner(one, own)]));
    } else if (key === "oneOf" || key === "anyOf") {
      const before = Array.isArray(result["anyOf"]) ? result["anyOf"] : [];
      result["anyOf"] = Array.isArray(value) ? [...before, ...value.map((one) => inner(one))] : value;
    } else if (key === "allOf" && Array.isArray(value)) result[key] = value.map((one) => inner(one));
    else result[key] = key === "items" ? inner(value) : value;
  }
  if (said.length > 0) {
    const description = textAt(schema, "description");
    result["description"] = `${description ? `${description} ` : ""}Note: ${said.join(", ")}.`;
  }
  const { type } = result;
  const isObject = type === "object" || (Array.isArray(type) && type.includes("object"));
  if (isObject || result["properties"] !== undefined) result["additionalProperties"] = false;
  return result;
}

function isRefused(key: string, value: JsonValue): boolean {
  if (key === "minItems") return value !== 0 && value !== 1;
  if (key === "format") return typeof value === "string" && !formats.includes(value);
  if (key === "additionalProperties") return value !== false;
  return notes.has(key);
}
