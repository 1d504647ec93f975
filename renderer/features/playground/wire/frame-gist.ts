import { isJsonObject } from "@shared/domain/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json.ts";
import { bodyObject } from "./body-object.ts";

/**
 * What a frame of a chat stream adds, in the forms of OpenAI and Anthropic: text in quotes, else a word for what it
 * is. Undefined when it says nothing known; the raw data stands beside it in any case.
 */
export function frameGist(data: string): string | undefined {
  if (data.trim() === "[DONE]") return "end of stream";
  const frame = bodyObject(data);
  if (!frame) return undefined;
  return openaiGist(frame) ?? anthropicGist(frame);
}

function openaiGist(frame: JsonObject): string | undefined {
  const choices = frame["choices"];
  if (!Array.isArray(choices)) return undefined;
  const choice = choices[0];
  if (!isJsonObject(choice)) return isJsonObject(frame["usage"]) ? "usage" : undefined;
  if (typeof choice["finish_reason"] === "string") return `finish: ${choice["finish_reason"]}`;
  const delta = choice["delta"];
  if (!isJsonObject(delta)) return undefined;
  return (
    quoted("", delta["content"]) ??
    quoted("reasoning ", delta["reasoning_content"] ?? delta["reasoning"]) ??
    quoted("refusal ", delta["refusal"]) ??
    (Array.isArray(delta["tool_calls"]) ? "tool call" : undefined) ??
    (typeof delta["role"] === "string" ? `role: ${delta["role"]}` : undefined)
  );
}

function anthropicGist(frame: JsonObject): string | undefined {
  const delta = frame["delta"];
  if (!isJsonObject(delta)) return undefined;
  if (typeof delta["stop_reason"] === "string") return `finish: ${delta["stop_reason"]}`;
  return (
    quoted("", delta["text"]) ?? quoted("thinking ", delta["thinking"]) ?? quoted("tool input ", delta["partial_json"])
  );
}

function quoted(prefix: string, value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? `${prefix}${JSON.stringify(value)}` : undefined;
}
