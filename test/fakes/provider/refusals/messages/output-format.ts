import { isJsonObject, type JsonObject, type JsonValue } from "../../../../../shared/domain/json/json.ts";
import { listAt, objectAt, textAt } from "../../../../../shared/domain/json/read-json.ts";
import { type Check, firstOf, invalid, type Refusal } from "../refusal.ts";

/** Words of JSON schema that structured outputs do not take. */
const refusedWords = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
  "oneOf",
];

/** Claude before Opus 4.1 and the models of 4.5. */
const beforeStructuredOutputs = /^claude-(?:3-|sonnet-4(?:-\d{8})?$|opus-4(?:-\d{8})?$)/;

export const outputFormat: Check = ({ body }) => {
  const format = objectAt(objectAt(body, "output_config"), "format");
  if (!format) return undefined;
  const model = textAt(body, "model") ?? "";
  if (beforeStructuredOutputs.test(model)) {
    return invalid(`output_config.format: structured outputs are not supported by model '${model}'`);
  }
  if (format["type"] !== "json_schema") return invalid("output_config.format.type: Input should be 'json_schema'");
  return wrongSchema(format["schema"], "output_config.format.schema");
};

function wrongSchema(schema: JsonValue | undefined, place: string): Refusal | undefined {
  if (!isJsonObject(schema)) return undefined;
  const isObject = schema["type"] === "object" || schema["properties"] !== undefined;
  if (isObject && schema["additionalProperties"] !== false) {
    return invalid(`${place}: For 'object' type, 'additionalProperties' must be explicitly set to false`);
  }
  const word = refusedWords.find((candidate) => Object.hasOwn(schema, candidate));
  if (word !== undefined) {
    return invalid(`${place}: For '${textAt(schema, "type")}' type, property '${word}' is not supported`);
  }
  if (Number(schema["minItems"] ?? 0) > 1) {
    return invalid(`${place}: For 'array' type, 'minItems' values other than 0 or 1 are not supported`);
  }
  return firstOf(partsOf(schema), ([name, part]) => wrongSchema(part, name === "" ? place : `${place}.${name}`));
}

function partsOf(schema: JsonObject): [name: string, part: JsonValue][] {
  const named = ["properties", "$defs", "definitions"].flatMap((group) =>
    Object.entries(objectAt(schema, group) ?? {}),
  );
  const nameless = [schema["items"] ?? null, ...listAt(schema, "anyOf"), ...listAt(schema, "allOf")];
  return [...named, ...nameless.map((part): [string, JsonValue] => ["", part])];
}
