import type { ChatCompletionMessageParam } from "openai/resources/chat/completions";
import { isJsonObject, type JsonObject } from "../../../../../shared/domain/json/json.ts";
import { listAt, objectAt, textAt } from "../../../../../shared/domain/json/read-json.ts";
import { type Check, firstOf, invalid, type Refusal } from "../refusal.ts";
import { missing, namePattern } from "./tools.ts";
import { kindOf } from "./values.ts";

type Role = ChatCompletionMessageParam["role"];
type FieldsOf<R extends Role> = Record<keyof Extract<ChatCompletionMessageParam, { role: R }>, true>;

const plain = { role: true, content: true, name: true } satisfies FieldsOf<"system" | "user" | "developer">;

/** The fields of each role's messages, by the types of OpenAI's client. */
const messageFields: { [R in Role]: FieldsOf<R> } = {
  system: plain,
  developer: plain,
  user: plain,
  tool: { role: true, content: true, tool_call_id: true },
  function: { role: true, content: true, name: true },
  assistant: {
    role: true,
    content: true,
    name: true,
    audio: true,
    function_call: true,
    refusal: true,
    tool_calls: true,
  },
};

const roles = Object.keys(messageFields) as Role[];
const partTypes = ["text", "image_url", "input_audio", "refusal", "file"];

export const messages: Check = ({ body: { messages: given } }) => {
  if (!Array.isArray(given)) return undefined;
  if (given.length === 0) return emptyArray("messages");
  return firstOf(given, (message, index) => {
    const place = `messages[${index}]`;
    if (!isJsonObject(message)) {
      return invalid(`Invalid type for '${place}': expected an object, but got ${kindOf(message)} instead.`, {
        param: place,
        code: "invalid_type",
      });
    }
    return wrongMessage(message, place) ?? wrongContent(message, place);
  });
};

function wrongMessage(message: JsonObject, place: string): Refusal | undefined {
  const role = roles.find((known) => known === message["role"]);
  if (message["role"] === undefined) return missing(`${place}.role`);
  if (role === undefined) {
    const names = roles.map((known) => `'${known}'`).join(", ");
    return invalid(`Invalid value: '${message["role"]}'. Supported values are: ${names}.`, {
      param: `${place}.role`,
      code: "invalid_value",
    });
  }
  const unknown = Object.keys(message).find((key) => !Object.hasOwn(messageFields[role], key));
  if (unknown !== undefined) {
    const param = `${place}.${unknown}`;
    return invalid(`Unknown parameter: '${param}'.`, { param, code: "unknown_parameter" });
  }
  if (role === "tool" && message["tool_call_id"] === undefined) return missing(`${place}.tool_call_id`);
  return role === "assistant" ? wrongCalls(message, place) : undefined;
}

const calls = (message: JsonObject) =>
  message["role"] === "assistant" &&
  ["tool_calls", "function_call", "refusal", "audio"].some(
    (key) => message[key] !== undefined && message[key] !== null,
  );

function wrongContent(message: JsonObject, place: string): Refusal | undefined {
  const { role, content } = message;
  if (content === undefined || content === null) {
    if (calls(message)) return undefined;
    const param = place.replace("[", ".[");
    return invalid("Invalid value for 'content': expected a string, got null.", { param: `${param}.content` });
  }
  if (typeof content === "string") return undefined;
  if (!Array.isArray(content)) {
    return invalid(
      `Invalid type for '${place}.content': expected one of a string or array of objects, but got ${kindOf(content)} instead.`,
      { param: `${place}.content`, code: "invalid_type" },
    );
  }
  if (content.length === 0) return emptyArray(`${place}.content`);
  const media = role === "tool" ? content.find((part) => isJsonObject(part) && part["type"] !== "text") : undefined;
  if (isJsonObject(media)) {
    const what = media["type"] === "image_url" ? "an image URL" : `a part of type '${media["type"]}'`;
    return invalid(
      `Invalid '${place}'. Image URLs are only allowed for messages with role 'user', but this message with role 'tool' contains ${what}.`,
      { param: place, code: "invalid_value" },
    );
  }
  return firstOf(content, (part, index) => {
    const type = isJsonObject(part) ? part["type"] : undefined;
    if (typeof type === "string" && partTypes.includes(type)) return undefined;
    const names = partTypes.map((known) => `'${known}'`).join(", ");
    return invalid(`Invalid value: '${type}'. Supported values are: ${names}.`, {
      param: `${place}.content[${index}].type`,
      code: "invalid_value",
    });
  });
}

function wrongCalls(message: JsonObject, place: string): Refusal | undefined {
  if (message["tool_calls"] === undefined || message["tool_calls"] === null) return undefined;
  const given = listAt(message, "tool_calls");
  if (given.length === 0) return emptyArray(`${place}.tool_calls`);
  return firstOf(given, (call, index) => {
    const at = `${place}.tool_calls[${index}]`;
    const called = objectAt(call, "function");
    if (!isJsonObject(call) || call["type"] === undefined) return missing(`${at}.type`);
    if (typeof call["id"] !== "string") return missing(`${at}.id`);
    if (call["type"] === "custom") {
      const custom = objectAt(call, "custom");
      const lacking = ["name", "input"].find((key) => typeof custom?.[key] !== "string");
      return lacking === undefined ? unknownKey(call, at) : missing(`${at}.custom.${lacking}`);
    }
    const name = textAt(called, "name");
    if (name === undefined) return missing(`${at}.function.name`);
    if (!namePattern.test(name)) {
      return invalid(
        `Invalid '${at}.function.name': string does not match pattern. Expected a string that matches the pattern '${namePattern.source}'.`,
        { param: `${at}.function.name`, code: "invalid_value" },
      );
    }
    const args = called?.["arguments"];
    if (typeof args === "string") return unknownKey(call, at);
    const param = `${at}.function.arguments`;
    if (args === undefined) return missing(param);
    return invalid(`Invalid type for '${param}': expected a string, but got ${kindOf(args)} instead.`, {
      param,
      code: "invalid_type",
    });
  });
}

/** The types of OpenAI's client name these; `index` comes from streams and is taken. */
function unknownKey(call: JsonObject, at: string): Refusal | undefined {
  const unknown = Object.keys(call).find((key) => !["id", "type", String(call["type"]), "index"].includes(key));
  if (unknown === undefined) return undefined;
  const param = `${at}.${unknown}`;
  return invalid(`Unknown parameter: '${param}'.`, { param, code: "unknown_parameter" });
}

function emptyArray(param: string): Refusal {
  const message = `Invalid '${param}': empty array. Expected an array with minimum length 1, but got an empty array instead.`;
  return invalid(message, { param, code: "empty_array" });
}
