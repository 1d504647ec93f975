import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import type { CustomToolCall, Message, ToolCall } from "@shared/domain/message/message.ts";
import { type OutputPart, partsOfTurn } from "@shared/domain/message/output-part.ts";
import type { Warn } from "../wire/warn.ts";
import { callsOf } from "../wire/written-calls.ts";
import type { CallIds } from "./call-ids.ts";
import { contentBlocks } from "./content-blocks.ts";
import { isFreeText } from "./free-text-tools.ts";
import { serverBlockOf } from "./server-blocks.ts";

/** An earlier answer as blocks: its parts where it carries them, else its thoughts, text and calls in this order. */
export function answerBlocks(message: Message, ids: CallIds, warn: Warn): JsonObject[] {
  const parts = partsOfTurn(message);
  if (parts) return parts.flatMap((part) => partBlock(part, ids, warn));
  const text = contentBlocks(message.content, warn);
  const refusal = message["refusal"];
  const said = text.length === 0 && typeof refusal === "string" ? contentBlocks(refusal, warn) : text;
  return [...thoughts(message, warn), ...said, ...callsOf(message).map((call) => toToolUse(call, ids))];
}

/** A part of an answer of this API, as it came. Thoughts without their signature would be refused. */
function partBlock(part: OutputPart, ids: CallIds, warn: Warn): JsonObject[] {
  switch (part.type) {
    case "text":
    case "refusal":
      return contentBlocks(part.text, warn);
    case "reasoning":
      return thoughtBlock(part.text, part.opaque?.data);
    case "tool_call":
      return [toToolUse(isFreeText(part.opaque?.data) ? asFreeText(part.call) : part.call, ids)];
    case "server_tool":
      return serverBlockOf(part);
    default:
      return [];
  }
}

function thoughtBlock(thinking: string, data: JsonValue | undefined): JsonObject[] {
  if (!isJsonObject(data)) return [];
  const { signature, redacted } = data;
  if (redacted !== undefined) return [{ type: "redacted_thinking", data: redacted }];
  return signature === undefined ? [] : [{ type: "thinking", thinking, signature }];
}

/** Thoughts that a client of LiteLLM's form sends back. Anthropic checks their signature and refuses those without. */
function thoughts(message: Message, warn: Warn): JsonObject[] {
  const given = message["thinking_blocks"];
  if (!Array.isArray(given)) return [];
  return (given as JsonValue[]).filter(isJsonObject).flatMap((block): JsonObject[] => {
    if (block["type"] === "redacted_thinking") return [{ type: "redacted_thinking", data: block["data"] ?? "" }];
    const { thinking, signature } = block;
    if (typeof thinking === "string" && signature) return [{ type: "thinking", thinking, signature }];
    warn("messages", "Thoughts without their signature are not sent: Anthropic refuses them.");
    return [];
  });
}

/** A call whose text runs keep where functions have their arguments. */
function asFreeText({ id, function: { name, arguments: input } }: ToolCall): CustomToolCall {
  return { id, type: "custom", custom: { name, input } };
}

/** A custom tool's text is the one argument of its call: Anthropic has no other input than an object. */
function toToolUse(call: ToolCall | CustomToolCall, ids: CallIds): JsonObject {
  const { name, input } =
    call.type === "custom"
      ? { name: call.custom.name, input: { input: call.custom.input } }
      : { name: call.function.name, input: toolInput(call.function.arguments) };
  return { type: "tool_use", id: ids.ofCall(call.id), name, input };
}

/** Arguments are a JSON text in OpenAI's form and an object in Anthropic's; what is no object is kept as a text inside. */
function toolInput(text: string): JsonObject {
  if (text.trim() === "") return {};
  try {
    const value = JSON.parse(text) as JsonValue;
    if (isJsonObject(value)) return value;
  } catch {
    // Told to the model as it stands below.
  }
  return { arguments: text };
}
