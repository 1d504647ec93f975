import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { textAt } from "@shared/domain/json/read-json.ts";
import type { ToolCall } from "@shared/domain/message/message.ts";
import { type Opaque, type OutputPart, turnPartsKey } from "@shared/domain/message/output-part.ts";
import { partsOf } from "@shared/domain/run/output-parts.ts";
import type { RunOutput } from "@shared/domain/run/stream-event.ts";
import { splitCarried, withCarried } from "../wire/carried.ts";

/** A signed thought in LiteLLM's form. Claude takes the next turn of a tool loop with it only. */
export type ThinkingBlock =
  | { type: "thinking"; thinking: string; signature: string }
  | { type: "redacted_thinking"; data: string };

/** The thoughts of an answer that whoever made them wants back. */
export function thinkingBlocks(output: RunOutput): ThinkingBlock[] {
  return partsOf(output).flatMap((part) => {
    if (part.type !== "reasoning" || part.opaque === undefined) return [];
    return toThinkingBlock(part.text, part.opaque) ?? [];
  });
}

/** A thought with what its maker wants back with it: Claude's signature as it is, anything else carried in one. */
export function toThinkingBlock(thinking: string, opaque: Opaque): ThinkingBlock | undefined {
  const { data } = opaque;
  if (!isJsonObject(data)) return undefined;
  const { signature, redacted } = data;
  if (typeof redacted === "string") return { type: "redacted_thinking", data: redacted };
  return { type: "thinking", thinking, signature: typeof signature === "string" ? signature : withCarried("", opaque) };
}

/** Messages of a client whose turns have their thoughts back as parts, where their blocks carry what an API wants. */
export function withCarriedThoughts(messages: readonly JsonValue[]): JsonValue[] {
  return messages.map((message) => (isJsonObject(message) ? (ofCarried(message) ?? message) : message));
}

function ofCarried(message: JsonObject): JsonObject | undefined {
  const { thinking_blocks: blocks, content, tool_calls: given, ...others } = message;
  const thoughts = (Array.isArray(blocks) ? blocks.filter(isJsonObject) : []).flatMap((block): OutputPart[] => {
    const { opaque } = splitCarried(textAt(block, "signature") ?? "");
    return opaque ? [{ type: "reasoning", text: textAt(block, "thinking") ?? "", opaque }] : [];
  });
  if (thoughts.length === 0) return undefined;
  const calls = (Array.isArray(given) ? given : []) as unknown as ToolCall[];
  const said: OutputPart[] = typeof content === "string" && content !== "" ? [{ type: "text", text: content }] : [];
  const parts = [...thoughts, ...said, ...calls.map((call): OutputPart => ({ type: "tool_call", call }))];
  return {
    ...others,
    content: content ?? null,
    ...(given === undefined ? {} : { tool_calls: given }),
    [turnPartsKey]: parts as unknown as JsonValue,
  };
}
