import type { Message } from "@shared/domain/message/message.ts";
import { partsOfTurn, withoutParts } from "@shared/domain/message/output-part.ts";
import type { ChatTraits } from "../api.ts";

/**
 * A turn of an earlier answer as a message: its calls have back what they came with (Gemini's signature of a thought),
 * and it has its reasoning where the server wants that back (`README.md#what-a-server-takes`).
 */
export function unfoldTurn(message: Message, { reasoningBack }: ChatTraits): Message {
  const parts = partsOfTurn(message);
  if (!parts) return withoutParts(message);
  const calls = parts.flatMap((part) => {
    if (part.type !== "tool_call") return [];
    return [part.opaque ? { ...part.call, extra_content: part.opaque.data } : part.call];
  });
  const said = withoutParts(message);
  if (calls.length === 0) return said;
  const reasoning = parts.map((part) => (part.type === "reasoning" ? part.text : "")).join("");
  const back = reasoningBack && reasoning !== "" ? { reasoning_content: reasoning } : {};
  return { ...said, ...back, tool_calls: calls };
}
