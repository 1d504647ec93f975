import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { CustomToolCall, Message, ToolCall } from "@shared/domain/message/message.ts";
import { type OutputPart, partsOfTurn, withoutParts } from "@shared/domain/message/output-part.ts";
import type { ChatTraits } from "../api.ts";
import { customCall } from "./tool-calls.ts";

/**
 * A turn of an earlier answer as a message: its calls have back what they came with (Gemini's signature of a thought),
 * and it has its reasoning where the server wants that back (`README.md#what-a-server-takes`).
 */
export function unfoldTurn(message: Message, { reasoningBack }: ChatTraits): Message {
  const parts = partsOfTurn(message);
  if (!parts) return withoutParts(message);
  const calls = parts.flatMap((part) => (part.type === "tool_call" ? [callOf(part)] : []));
  const said = withoutParts(message);
  if (calls.length === 0) return said;
  const reasoning = parts.map((part) => (part.type === "reasoning" ? part.text : "")).join("");
  const back = reasoningBack && reasoning !== "" ? { reasoning_content: reasoning } : {};
  return { ...said, ...back, tool_calls: calls };
}

/** A call with what it came with. */
function callOf({ call, opaque }: Extract<OutputPart, { type: "tool_call" }>): ToolCall | CustomToolCall {
  if (!opaque) return call;
  const isCustom = isJsonObject(opaque.data) && opaque.data["type"] === customCall["type"];
  if (!isCustom) return { ...call, extra_content: opaque.data };
  const { name, arguments: input } = call.function;
  return { id: call.id, type: "custom", custom: { name, input } };
}
