import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { partsOf } from "@shared/domain/run/output-parts.ts";
import type { RunOutput } from "@shared/domain/run/stream-event.ts";

/** A signed thought in LiteLLM's form. Claude takes the next turn of a tool loop with it only. */
export type ThinkingBlock =
  | { type: "thinking"; thinking: string; signature: string }
  | { type: "redacted_thinking"; data: string };

/** The signed thoughts of an answer; those of other kinds are read by whoever made them alone. */
export function thinkingBlocks(output: RunOutput): ThinkingBlock[] {
  return partsOf(output).flatMap((part) => {
    if (part.type !== "reasoning" || part.opaque === undefined) return [];
    return toThinkingBlock(part.text, part.opaque.data) ?? [];
  });
}

/** A thought with what its maker wants back with it. */
export function toThinkingBlock(thinking: string, data: JsonValue): ThinkingBlock | undefined {
  if (!isJsonObject(data)) return undefined;
  const { signature, redacted } = data;
  if (typeof redacted === "string") return { type: "redacted_thinking", data: redacted };
  return typeof signature === "string" ? { type: "thinking", thinking, signature } : undefined;
}
