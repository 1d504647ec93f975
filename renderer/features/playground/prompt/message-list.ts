import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json.ts";
import { messageListSchema } from "@shared/domain/message.ts";

/** A message that can be edited as a role and a text; other keys are kept as they are. */
export type EditableMessage = JsonObject & { role: string; content: string };

/** The value as messages with plain text, or undefined when it holds something a list of fields cannot show. */
export function asEditableMessages(value: JsonValue | undefined): EditableMessage[] | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return undefined;
  return value.every(isEditable) ? value : undefined;
}

function isEditable(item: JsonValue): item is EditableMessage {
  return isJsonObject(item) && typeof item["role"] === "string" && typeof item["content"] === "string";
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
  const parsed = messageListSchema.safeParse(value);
  if (parsed.success) return { ok: true, value };
  const issue = parsed.error.issues[0];
  const place = issue && issue.path.length > 0 ? ` (at ${issue.path.join(".")})` : "";
  return { ok: false, error: `Not a list of messages${place}: each needs a role and a content.` };
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
