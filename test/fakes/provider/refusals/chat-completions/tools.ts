import { isJsonObject, type JsonObject } from "../../../../../shared/domain/json/json.ts";
import { objectAt, textAt } from "../../../../../shared/domain/json/read-json.ts";
import { type Check, firstOf, invalid } from "../refusal.ts";

export const namePattern = /^[a-zA-Z0-9_-]+$/;

const longestName = 64;

/** Of OpenAI in both its APIs. */
export function tooLongName(name: string, param: string) {
  if (name.length <= longestName) return undefined;
  return invalid(
    `Invalid '${param}': string too long. Expected a string with maximum length ${longestName}, but got a string with length ${name.length} instead.`,
    { param, code: "string_above_max_length" },
  );
}

export const tools: Check = ({ body: { tools: given } }) => {
  if (!Array.isArray(given)) return undefined;
  if (given.length === 0) {
    return invalid(
      "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array instead.",
      { param: "tools", code: "empty_array" },
    );
  }
  return firstOf(given, (tool, index) => {
    const place = `tools[${index}]`;
    if (!isJsonObject(tool) || typeof tool["type"] !== "string") return missing(`${place}.type`);
    return tool["type"] === "function" ? wrongFunction(objectAt(tool, "function"), `${place}.function`) : undefined;
  });
};

export function missing(param: string) {
  return invalid(`Missing required parameter: '${param}'.`, { param, code: "missing_required_parameter" });
}

function wrongFunction(definition: JsonObject | undefined, place: string) {
  const name = textAt(definition, "name");
  if (name === undefined) return missing(`${place}.name`);
  if (!namePattern.test(name)) {
    return invalid(
      `Invalid '${place}.name': string does not match pattern. Expected a string that matches the pattern '${namePattern.source}'.`,
      { param: `${place}.name`, code: "invalid_value" },
    );
  }
  const tooLong = tooLongName(name, `${place}.name`);
  if (tooLong) return tooLong;
  const parameters = definition?.["parameters"];
  if (parameters === undefined) return undefined;
  const type = isJsonObject(parameters) ? (parameters["type"] ?? "None") : "None";
  if (type === "object") return undefined;
  return invalid(
    `Invalid schema for function '${name}': schema must be a JSON Schema of 'type: "object"', got 'type: "${type}"'.`,
    { param: `${place}.parameters`, code: "invalid_function_parameters" },
  );
}
