import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";

/** Names of GitHub's prompt files for parameters that providers spell otherwise. */
const camelNames: Record<string, string> = {
  maxTokens: "max_tokens",
  maxCompletionTokens: "max_completion_tokens",
  topP: "top_p",
  topK: "top_k",
  frequencyPenalty: "frequency_penalty",
  presencePenalty: "presence_penalty",
  reasoningEffort: "reasoning_effort",
  toolChoice: "tool_choice",
};
const fileNames: Record<string, string> = Object.fromEntries(Object.entries(camelNames).map(([a, b]) => [b, a]));

/** Parameters that stand under `modelParameters` of a new file under their own name. */
const plainNames = new Set(["temperature", "stop", "seed", "n", "logprobs"]);

/** Keys of a prompt's file from which its config is made. */
export interface ConfigKeys {
  model?: JsonValue;
  modelParameters?: JsonValue;
  tools?: JsonValue;
  responseFormat?: JsonValue;
  jsonSchema?: JsonValue;
  config?: JsonValue;
}

/** The config as Langfuse and LiteLLM have it: one object with the names of the wire. */
export function configOf(keys: ConfigKeys): JsonValue {
  const { config, model, modelParameters, tools } = keys;
  if (config !== undefined && config !== null && !isJsonObject(config)) return config;
  const parameters = isJsonObject(modelParameters) ? modelParameters : {};
  return {
    ...(isJsonObject(config) ? config : {}),
    ...(model === undefined || model === null ? {} : { model }),
    ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [wireName(name), value])),
    ...(tools === undefined || tools === null ? {} : { tools }),
    ...responseFormatOf(keys),
  };
}

function wireName(name: string): string {
  return Object.hasOwn(camelNames, name) ? (camelNames[name] ?? name) : name;
}

/** `responseFormat: json_schema` with the schema as a text of JSON or as YAML beside it. */
function responseFormatOf({ responseFormat, jsonSchema }: ConfigKeys): JsonObject {
  if (responseFormat === undefined || responseFormat === null) return {};
  if (responseFormat !== "json_schema") {
    return { response_format: typeof responseFormat === "string" ? { type: responseFormat } : responseFormat };
  }
  const schema = typeof jsonSchema === "string" ? parsed(jsonSchema) : jsonSchema;
  return { response_format: { type: "json_schema", ...(schema === undefined ? {} : { json_schema: schema }) } };
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

/**
 * A config taken apart into the keys of a file. What a file has already under a key stays there; what has no place of
 * its own goes under `config`.
 */
export function keysOfConfig(config: JsonValue, before: ConfigKeys): ConfigKeys {
  if (!isJsonObject(config)) return config === null ? {} : { config };
  const rest: JsonObject = { ...config };
  const keys: ConfigKeys = {};
  const take = (name: string) => {
    const { [name]: value } = rest;
    delete rest[name];
    return value;
  };
  if (typeof rest["model"] === "string") keys.model = take("model") ?? null;
  const parameters: JsonObject = {};
  const there = isJsonObject(before.modelParameters) ? before.modelParameters : {};
  for (const name of Object.keys(there)) {
    const wire = wireName(name);
    if (Object.hasOwn(rest, wire)) parameters[name] = take(wire) ?? null;
  }
  for (const name of Object.keys(rest)) {
    const known = Object.hasOwn(fileNames, name) ? fileNames[name] : plainNames.has(name) ? name : undefined;
    if (known !== undefined && !isKept(before.config, name)) parameters[known] = take(name) ?? null;
  }
  if (Object.keys(parameters).length > 0) keys.modelParameters = parameters;
  if (Array.isArray(rest["tools"]) && !isKept(before.config, "tools")) keys.tools = take("tools") ?? null;
  const format = rest["response_format"];
  if (!isKept(before.config, "response_format") && isJsonObject(format) && isGithubs(format)) {
    take("response_format");
    keys.responseFormat = format["type"] ?? null;
    if (Object.hasOwn(format, "json_schema"))
      keys.jsonSchema = schemaAs(before.jsonSchema, format["json_schema"] ?? null);
  }
  if (Object.keys(rest).length > 0) keys.config = rest;
  return keys;
}

/** Whether the file says it under `config` already. */
function isKept(config: JsonValue | undefined, name: string): boolean {
  return isJsonObject(config) && Object.hasOwn(config, name);
}

function isGithubs(format: JsonObject): boolean {
  const { type, json_schema: schema, ...others } = format;
  if (typeof type !== "string" || type === "" || Object.keys(others).length > 0) return false;
  // A schema that is a text would come back as what the text says.
  return type === "json_schema" ? typeof schema !== "string" : schema === undefined;
}

/** GitHub's own form is a text of JSON; a schema that has not changed keeps its text. */
function schemaAs(before: JsonValue | undefined, schema: JsonValue): JsonValue {
  if (before !== undefined && typeof before !== "string") return schema;
  if (typeof before === "string" && JSON.stringify(parsed(before)) === JSON.stringify(schema)) return before;
  return JSON.stringify(schema, null, 2);
}
