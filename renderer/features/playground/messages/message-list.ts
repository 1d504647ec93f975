import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { plainContent } from "./message-content.ts";

/** A message that can be edited as a role, a text and pictures; other keys are kept as they are. */
export type EditableMessage = Message;

/** The value as messages for fields, or undefined when it holds something a list of fields cannot show. */
export function asEditableMessages(value: unknown): EditableMessage[] | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return undefined;
  return value.every(isEditable) ? value : undefined;
}

function isEditable(item: JsonValue): item is JsonValue & EditableMessage {
  return isJsonObject(item) && typeof item["role"] === "string" && plainContent(item["content"]) !== undefined;
}

export type ParsedList = { ok: true; value: JsonValue } | { ok: false; error: string };

/** Reads a list of messages from JSON text. The error says what is wrong and, where known, at which place. */
export function parseMessageList(text: string): ParsedList {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (thrown) {
    return { ok: false, error: `Not valid JSON: ${thrown instanceof Error ? thrown.message : "cannot be read"}` };
  }
  if (!Array.isArray(value)) return { ok: false, error: notAList("") };
  const wrong = value.findIndex((item) => !isMessage(item));
  return wrong === -1 ? { ok: true, value } : { ok: false, error: notAList(` (at ${wrong})`) };
}

function notAList(place: string): string {
  return `Not a list of messages${place}: each needs a role and a content.`;
}

/** The rule of `messageSchema`, without the validator: it would come into the interface's bundle. */
function isMessage(item: JsonValue): boolean {
  if (!isJsonObject(item) || typeof item["role"] !== "string") return false;
  const { content } = item;
  return content === undefined || content === null || typeof content === "string" || Array.isArray(content);
}

/** A copy with the message at `index` moved one place; unchanged at the ends. */
export function moveMessage(messages: readonly EditableMessage[], index: number, by: 1 | -1): EditableMessage[] {
  const moved = [...messages];
  const message = moved[index];
  const other = moved[index + by];
  if (!message || !other) return moved;
  moved[index] = other;
  moved[index + by] = message;
  return moved;
}
