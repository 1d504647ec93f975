import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { textAt } from "@shared/domain/json/read-json.ts";
import type { CustomToolCall, Message, ToolCall } from "@shared/domain/message/message.ts";
import { type OutputPart, partsOfTurn } from "@shared/domain/message/output-part.ts";
import type { Warn } from "../wire/warn.ts";
import { callsOf } from "../wire/written-calls.ts";
import { outputContent, outputText } from "./content-parts.ts";

/** An earlier answer as items: its parts where it carries them, else its text and calls. */
export function answerItems(message: Message, isKept: boolean, warn: Warn): JsonObject[] {
  const parts = partsOfTurn(message);
  if (parts) return parts.flatMap((part, index) => partItem(part, parts, index, isKept, warn));
  const content = outputContent(message.content, message["refusal"] as JsonValue | undefined);
  const said = content.length === 0 ? [] : [{ type: "message", role: "assistant", content }];
  return [...said, ...callsOf(message).map(callItem)];
}

/** A part of an answer of this API, as it came. */
function partItem(
  part: OutputPart,
  parts: readonly OutputPart[],
  index: number,
  isKept: boolean,
  warn: Warn,
): JsonObject[] {
  const data = isJsonObject(part.opaque?.data) ? part.opaque.data : undefined;
  switch (part.type) {
    case "text":
    case "refusal": {
      const content = part.type === "text" ? outputText(part.text) : { type: "refusal", refusal: part.text };
      const own = data ? { ...data, status: "completed" } : {};
      return part.text === "" ? [] : [{ type: "message", role: "assistant", ...own, content: [content] }];
    }
    case "reasoning":
      // A client of the gateway carries it: what is no thought is not sent as one.
      return data?.["type"] === "reasoning" && isTaken(data, isKept, warn) ? [data] : [];
    case "tool_call":
      return [{ ...callItem(asItCame(part.call, data)), ...(data ? marksOf(data) : {}) }];
    case "server_tool":
      return data ? [{ ...data, ...pictureFor(data, parts, index) }] : [];
    default:
      return [];
  }
}

/** A thought goes back with its encrypted text or, where the provider keeps the answer, under its id. */
function isTaken(thought: JsonObject, isKept: boolean, warn: Warn): boolean {
  const hasText = Boolean(thought["encrypted_content"]) || Array.isArray(thought["content"]);
  if (hasText || isKept) return true;
  warn(
    "messages",
    "An earlier thought is not sent: it came without its encrypted text, and the provider kept nothing.",
  );
  return false;
}

/** A tool whose input is a text: runs keep it where functions have their arguments. */
function asItCame(call: ToolCall, data: JsonObject | undefined): ToolCall | CustomToolCall {
  if (data?.["type"] !== "custom_tool_call") return call;
  return { id: call.id, type: "custom", custom: { name: call.function.name, input: call.function.arguments } };
}

/** What a call came with besides its arguments; a tool of a namespace has it as a part of its name here. */
function marksOf({ id, name, namespace, caller }: JsonObject): JsonObject {
  const marks: Record<string, JsonValue | undefined> = {
    id,
    caller,
    ...(namespace === undefined ? {} : { namespace, name }),
  };
  return Object.fromEntries(Object.entries(marks).filter(([, value]) => value !== undefined)) as JsonObject;
}

/** The picture of a step stands in a part of its own behind it. */
function pictureFor(item: JsonObject, parts: readonly OutputPart[], index: number): JsonObject {
  if (item["type"] !== "image_generation_call") return {};
  const next = parts[index + 1];
  const url = next?.type === "image" && isJsonObject(next.value) ? (textAt(next.value, "url") ?? "") : "";
  return { result: url.replace(/^data:[^,]*,/, "") };
}

function callItem(call: ToolCall | CustomToolCall): JsonObject {
  if (call.type === "custom") {
    return { type: "custom_tool_call", call_id: call.id, name: call.custom.name, input: call.custom.input };
  }
  const { name, arguments: input } = call.function;
  return { type: "function_call", call_id: call.id, name, arguments: input };
}
