import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonValue } from "../json/json.ts";
import type { Message, ToolCall } from "./message.ts";

/** What an API needs to have back with a part and nobody else can read: a signature, encrypted reasoning. */
export interface Opaque {
  /** The id of the API that made it. */
  api: string;
  data: JsonValue;
}

/** One part of an answer, in the order of the answer. */
export type OutputPart =
  | { type: "text" | "reasoning" | "refusal"; text: string; opaque?: Opaque }
  | { type: "tool_call"; call: ToolCall; opaque?: Opaque }
  | { type: "server_tool" | "citation" | "image" | "audio"; value: JsonValue; opaque?: Opaque }
  /** Of the answer, not of the turn it becomes: another choice of it, and how likely its tokens were. */
  | { type: "choice" | "logprobs"; value: JsonValue; opaque?: Opaque };

/** The key of an assistant's message under which the parts of the run it came from lie. It is never sent. */
export const turnPartsKey = "output_parts";

/** The parts a turn carries; undefined for a turn that was written, and for one that was changed since. */
export function partsOfTurn(message: Message): OutputPart[] | undefined {
  const parts = message[turnPartsKey] as JsonValue | undefined;
  if (!Array.isArray(parts) || !parts.every((part) => isJsonObject(part) && typeof part["type"] === "string")) {
    return undefined;
  }
  const own = parts as unknown as OutputPart[];
  return saysTheSame(message, own) ? own : undefined;
}

/** The message as it is sent. */
export function withoutParts(message: Message): Message {
  if (!(turnPartsKey in message)) return message;
  const { [turnPartsKey]: _parts, ...rest } = message;
  return rest;
}

/** What a person changed in a turn wins over what the run had said. */
function saysTheSame({ content, tool_calls: calls = [] }: Message, parts: readonly OutputPart[]): boolean {
  const text = parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  const called = parts.flatMap((part) => (part.type === "tool_call" ? [part.call] : []));
  const refusal = parts.map((part) => (part.type === "refusal" ? part.text : "")).join("");
  return (content ?? "") === (text || refusal) && JSON.stringify(called) === JSON.stringify(calls);
}
