import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import type { TemplateItem } from "../prompt/prompt.ts";
import { type ImportNotes, shortText } from "./import-notes.ts";

/** Kinds of content parts that are text, in the words of three APIs. */
const textParts = new Set(["text", "input_text", "output_text"]);

const partNames: Record<string, string> = {
  image_url: "a picture",
  input_image: "a picture",
  image: "a picture",
  input_audio: "a sound",
  audio: "a sound",
  file: "a file",
  input_file: "a file",
  document: "a document",
  tool_use: "a tool call",
  tool_result: "the result of a tool",
  server_tool_use: "a tool call of the server",
  thinking: "reasoning",
  redacted_thinking: "reasoning",
  reasoning: "reasoning",
  refusal: "a refusal",
};

/** The text of a message's content. A prompt holds text only: what else is in there is named. */
export function contentText(content: JsonValue | undefined, place: string, notes: ImportNotes): string {
  if (typeof content === "string") return content;
  if (content === undefined || content === null) return "";
  const parts = Array.isArray(content) ? content : [content];
  const texts = parts.flatMap((part) => partText(part, place, notes));
  if (texts.length > 1) {
    notes.changed(
      "parts_joined",
      `${place}: its ${texts.length} parts of text are one text now, with an empty line between.`,
    );
  }
  return texts.join("\n\n");
}

function partText(part: JsonValue, place: string, notes: ImportNotes): string[] {
  if (typeof part === "string") return [part];
  if (!isJsonObject(part)) {
    notes.lost("content_not_taken", `${place}: “${shortText(JSON.stringify(part))}” is no content.`);
    return [];
  }
  const type = typeof part["type"] === "string" ? part["type"] : undefined;
  const text = part["text"];
  if ((type === undefined || textParts.has(type)) && typeof text === "string") {
    namedKeys(part, ["type", "text", "annotations"], place, notes);
    return [text];
  }
  const what = (type !== undefined && partNames[type]) || `content of the type “${shortText(type ?? "unknown")}”`;
  notes.lost("content_not_taken", `${place}: ${what} is not taken; a prompt holds text only.`);
  return [];
}

/** Names keys that have no place in a prompt. Those that say nothing (null, an empty list) are passed over. */
function namedKeys(value: JsonObject, known: readonly string[], place: string, notes: ImportNotes): void {
  const left = Object.entries(value).filter(([key, item]) => !known.includes(key) && !isEmpty(item));
  if (left.length === 0) return;
  const keys = left.map(([key]) => shortText(key)).join(", ");
  notes.lost(
    "key_not_taken",
    `${place}: ${keys} ${left.length === 1 ? "is" : "are"} not taken; a message of a prompt has a role and a text.`,
  );
}

function isEmpty(value: JsonValue): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

/** A list of messages in OpenAI's or Anthropic's form, as items of a prompt. `first` counts the messages before it. */
export function promptItems(messages: readonly JsonValue[], notes: ImportNotes): TemplateItem[] {
  return messages.flatMap((message, index) => promptItem(message, `message ${index + 1}`, notes));
}

function promptItem(message: JsonValue, place: string, notes: ImportNotes): TemplateItem[] {
  if (typeof message === "string") return [{ role: "user", content: message }];
  if (!isJsonObject(message)) {
    notes.lost("content_not_taken", `${place} is no message.`);
    return [];
  }
  if (message["type"] === "placeholder" && typeof message["name"] === "string") {
    return [{ type: "placeholder", name: message["name"] }];
  }
  const role = message["role"];
  if (role === "tool" || role === "function") {
    notes.lost("tool_call_not_taken", `${place}: the result of a tool is not taken; a prompt holds no calls of tools.`);
    return [];
  }
  if (typeof role !== "string") notes.changed("changed_form", `${place} has no role: it is the user's now.`);
  const calls = Array.isArray(message["tool_calls"]) ? message["tool_calls"] : [];
  for (const call of calls) notes.lost("tool_call_not_taken", `${place}: the call of ${toolName(call)} is not taken.`);
  const before = notes.all().length;
  const content = contentText(message["content"], place, notes);
  namedKeys(message, ["type", "role", "content", "tool_calls", "id", "status"], place, notes);
  // A message that held nothing but what is named above is no message any more.
  const isLeft = content === "" && (calls.length > 0 || notes.all().length > before);
  return isLeft ? [] : [{ role: typeof role === "string" ? role : "user", content }];
}

function toolName(call: JsonValue): string {
  const definition = isJsonObject(call) ? (call["function"] ?? call) : undefined;
  const name = isJsonObject(definition) ? definition["name"] : undefined;
  return typeof name === "string" ? `the tool ${shortText(name)}` : "a tool";
}
