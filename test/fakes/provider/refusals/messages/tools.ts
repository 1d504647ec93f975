import type { Tool } from "@anthropic-ai/sdk/resources/messages/messages";
import { isJsonObject, type JsonObject } from "../../../../../shared/domain/json/json.ts";
import { listAt, objectAt } from "../../../../../shared/domain/json/read-json.ts";
import { type Check, firstOf, invalid } from "../refusal.ts";

const toolFields = {
  allowed_callers: true,
  cache_control: true,
  defer_loading: true,
  description: true,
  eager_input_streaming: true,
  input_examples: true,
  input_schema: true,
  name: true,
  strict: true,
  type: true,
} as const satisfies Record<keyof Tool, true>;

const namePattern = "^[a-zA-Z0-9_-]{1,128}$";

/** The tools a caller defines; those that Anthropic runs have a type and rules of their own. */
function callersTools(body: JsonObject): [index: number, tool: JsonObject][] {
  return listAt(body, "tools").flatMap((tool, index): [number, JsonObject][] => {
    if (!isJsonObject(tool)) return [[index, {}]];
    return tool["type"] === undefined || tool["type"] === "custom" ? [[index, tool]] : [];
  });
}

export const tools: Check = ({ body }) =>
  firstOf(callersTools(body), ([index, tool]) => {
    const place = `tools.${index}.custom`;
    const { name, description } = tool;
    if (name === undefined) return invalid(`${place}.name: Field required`);
    if (typeof name !== "string" || !new RegExp(namePattern).test(name)) {
      return invalid(`${place}.name: String should match pattern '${namePattern}'`);
    }
    if (description !== undefined && typeof description !== "string") {
      return invalid(`${place}.description: Input should be a valid string`);
    }
    const schema = objectAt(tool, "input_schema");
    if (!schema) return invalid(`${place}.input_schema: Field required`);
    if (schema["type"] === undefined) return invalid(`${place}.input_schema.type: Field required`);
    if (schema["type"] !== "object") return invalid(`${place}.input_schema.type: Input should be 'object'`);
    const unknown = Object.keys(tool).find((key) => !Object.hasOwn(toolFields, key));
    return unknown === undefined ? undefined : invalid(`${place}.${unknown}: Extra inputs are not permitted`);
  });

export const toolNames: Check = ({ body }) => {
  const names = listAt(body, "tools").flatMap((tool) => (isJsonObject(tool) ? [tool["name"]] : []));
  return new Set(names).size === names.length ? undefined : invalid("tools: Tool names must be unique.");
};

const choices = ["auto", "any", "tool", "none"];

export const toolChoice: Check = ({ body }) => {
  const choice = body["tool_choice"];
  if (choice === undefined) return undefined;
  const type = isJsonObject(choice) ? choice["type"] : undefined;
  if (!isJsonObject(choice) || typeof type !== "string" || !choices.includes(type)) {
    const tags = choices.map((tag) => `'${tag}'`).join(", ");
    return invalid(
      `tool_choice: Input tag '${type}' found using 'type' does not match any of the expected tags: ${tags}`,
    );
  }
  const known = listAt(body, "tools").filter(isJsonObject);
  if (known.length === 0) return invalid("tool_choice may only be specified while providing tools.");
  if (type !== "tool" || known.some(({ name }) => name === choice["name"])) return undefined;
  return invalid(`Tool '${choice["name"]}' not found in provided tools`);
};
