import type { ResponseCreateParams } from "openai/resources/responses/responses";
import { isJsonObject, type JsonObject } from "../../../../../shared/domain/json/json.ts";
import { listAt, objectAt, textAt } from "../../../../../shared/domain/json/read-json.ts";
import { tooLongName } from "../chat-completions/tools.ts";
import { type Check, firstOf, invalid } from "../refusal.ts";

/** Every field of a request for a response, by the types of OpenAI's own client: one it gains does not compile here. */
const fields = {
  access_programs: true,
  background: true,
  context_management: true,
  conversation: true,
  image: true,
  include: true,
  input: true,
  instructions: true,
  max_output_tokens: true,
  max_tool_calls: true,
  metadata: true,
  model: true,
  moderation: true,
  parallel_tool_calls: true,
  previous_response_id: true,
  prompt: true,
  prompt_cache_key: true,
  prompt_cache_options: true,
  prompt_cache_retention: true,
  reasoning: true,
  safety_identifier: true,
  service_tier: true,
  store: true,
  stream: true,
  stream_options: true,
  temperature: true,
  text: true,
  tool_choice: true,
  tools: true,
  top_logprobs: true,
  top_p: true,
  truncation: true,
  user: true,
} as const satisfies Record<keyof ResponseCreateParams, true>;

/** Names that moved: the service says where to. */
const moved: Readonly<Record<string, string>> = {
  max_tokens: "max_output_tokens",
  max_completion_tokens: "max_output_tokens",
  response_format: "text.format",
  messages: "input",
};

export const unknownField: Check = ({ body }) => {
  const param = Object.keys(body).find((key) => !Object.hasOwn(fields, key));
  if (param === undefined) return undefined;
  const to = Object.hasOwn(moved, param) ? moved[param] : undefined;
  const message =
    to === undefined
      ? `Unknown parameter: '${param}'.`
      : `Unsupported parameter: '${param}'. In the Responses API, this parameter has moved to '${to}'. Try again with the new parameter.`;
  return invalid(message, { param, code: to === undefined ? "unknown_parameter" : "unsupported_parameter" });
};

export const missingField: Check = ({ body }) => {
  const param = ["model", "input"].find((key) => body[key] === undefined);
  if (param === undefined) return undefined;
  return invalid(`Missing required parameter: '${param}'.`, { param, code: "missing_required_parameter" });
};

const longestUser = 64;

export const userLength: Check = ({ body }) => {
  const length = textAt(body, "user")?.length ?? 0;
  return length > longestUser
    ? invalid(
        `Invalid 'user': string too long. Expected a string with maximum length ${longestUser}, but got a string with length ${length} instead.`,
        { param: "user", code: "string_above_max_length" },
      )
    : undefined;
};

/** `stream_options` has one key here; usage is always told. */
export const streamOptions: Check = ({ body }) => {
  const key = Object.keys(objectAt(body, "stream_options") ?? {}).find((one) => one !== "include_obfuscation");
  if (key === undefined) return undefined;
  const param = `stream_options.${key}`;
  return invalid(`Unknown parameter: '${param}'.`, { param, code: "unknown_parameter" });
};

const reasons = /^(o\d|gpt-[5-9])/;

/** From gpt-5.1 on sampling is taken where nothing is thought, which is so unasked. */
function samplesWithoutReasoning(body: JsonObject): boolean {
  const effort = objectAt(body, "reasoning")?.["effort"] ?? "none";
  return effort === "none" && /^gpt-(?:5\.|6)/.test(textAt(body, "model") ?? "");
}

/** What models refuse that do not reason, and what those refuse that do. */
export const reasoningModel: Check = ({ body }) => {
  const isReasoning = reasons.test(textAt(body, "model") ?? "");
  if (!isReasoning && listAt(body, "include").includes("reasoning.encrypted_content")) {
    return invalid("Encrypted content is not supported with this model.", { param: "include" });
  }
  if (!isReasoning && objectAt(body, "reasoning")?.["effort"] !== undefined) {
    const param = "reasoning.effort";
    return invalid(`Unsupported parameter: '${param}' is not supported with this model.`, {
      param,
      code: "unsupported_parameter",
    });
  }
  if (!isReasoning || samplesWithoutReasoning(body)) return undefined;
  return firstOf(["temperature", "top_p"], (param) => {
    const value = body[param];
    if (value === undefined || value === null || value === 1) return undefined;
    const message = `Unsupported parameter: '${param}' is not supported with this model.`;
    return invalid(message, { param, code: "unsupported_parameter" });
  });
};

/** Tools have their name and schema at the top; one in chat completions' wrapping has none. */
export const tools: Check = ({ body }) =>
  firstOf(listAt(body, "tools"), (tool, index) => {
    const at = `tools[${index}]`;
    if (!isJsonObject(tool)) return invalid(`Invalid type for '${at}': expected an object.`, { param: at });
    const isNamed = tool["type"] === "function" || tool["type"] === "custom";
    if (isNamed && typeof tool["name"] !== "string") {
      return invalid(`Missing required parameter: '${at}.name'.`, {
        param: `${at}.name`,
        code: "missing_required_parameter",
      });
    }
    const tooLong = isNamed ? tooLongName(String(tool["name"]), `${at}.name`) : undefined;
    if (tooLong) return tooLong;
    const extra = isNamed ? Object.keys(tool).find((key) => !toolKeys.has(key)) : undefined;
    if (extra === undefined) return undefined;
    return invalid(`Unknown parameter: '${at}.${extra}'.`, { param: `${at}.${extra}`, code: "unknown_parameter" });
  });

const toolKeys = new Set([
  "type",
  "name",
  "description",
  "parameters",
  "strict",
  "format",
  "defer_loading",
  "allowed_callers",
  "output_schema",
]);

/** A choice names its tool at the top, and stands beside tools only. */
export const toolChoice: Check = ({ body }) => {
  const choice = body["tool_choice"];
  if (choice === undefined || choice === null) return undefined;
  const param = "tool_choice";
  if (listAt(body, "tools").length === 0 && choice !== "auto" && choice !== "none") {
    return invalid("Tool choice 'required' must be specified with 'tools' parameter.", { param });
  }
  if (!isJsonObject(choice)) return undefined;
  const type = choice["type"];
  if ((type === "function" || type === "custom") && typeof choice["name"] !== "string") {
    return invalid("Missing required parameter: 'tool_choice.name'.", {
      param: "tool_choice.name",
      code: "missing_required_parameter",
    });
  }
  return undefined;
};

/** A schema stands in the format itself, with its name. */
export const textFormat: Check = ({ body }) => {
  const format = objectAt(objectAt(body, "text"), "format");
  if (format?.["type"] !== "json_schema") return undefined;
  const key = ["name", "schema"].find((one) => format[one] === undefined);
  if (key !== undefined) {
    const param = `text.format.${key}`;
    return invalid(`Missing required parameter: '${param}'.`, { param, code: "missing_required_parameter" });
  }
  return format["json_schema"] === undefined
    ? undefined
    : invalid("Unknown parameter: 'text.format.json_schema'.", { param: "text.format", code: "unknown_parameter" });
};
