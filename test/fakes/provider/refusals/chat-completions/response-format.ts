import { objectAt, textAt } from "../../../../../shared/domain/json/read-json.ts";
import { type Check, invalid } from "../refusal.ts";
import { missing } from "./tools.ts";

const types = ["json_object", "json_schema", "text"];

export const responseFormat: Check = ({ body }) => {
  const format = objectAt(body, "response_format");
  if (!format) return undefined;
  const type = textAt(format, "type") ?? "";
  if (!types.includes(type)) {
    const names = types.map((known) => `'${known}'`).join(", ");
    const param = "response_format.type";
    return invalid(`Invalid value: '${type}'. Supported values are: ${names}.`, { param, code: "invalid_value" });
  }
  if (type === "json_object" && !/json/i.test(JSON.stringify(body["messages"] ?? ""))) {
    return invalid(
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      { param: "messages" },
    );
  }
  if (type !== "json_schema") return undefined;
  const given = objectAt(format, "json_schema");
  if (!given) return missing("response_format.json_schema");
  const name = textAt(given, "name");
  if (name === undefined) return missing("response_format.json_schema.name");
  const schema = objectAt(given, "schema");
  if (given["strict"] === true && schema?.["type"] === "object" && schema["additionalProperties"] !== false) {
    return invalid(
      `Invalid schema for response_format '${name}': In context=(), 'additionalProperties' is required to be supplied and to be false.`,
      { param: "response_format" },
    );
  }
  return undefined;
};
