import { isJsonObject, type JsonObject } from "../../../../../shared/domain/json/json.ts";
import { listAt, textAt } from "../../../../../shared/domain/json/read-json.ts";
import { firstOf, invalid, type Refusal } from "../refusal.ts";

/**
 * What a compatible server wants back in an assistant's turn with tool calls, in its own words: DeepSeek and Moonshot
 * the reasoning, Gemini the signature that came with a call.
 */
export type TurnBack = "reasoning_content" | "thought_signature";

/** Refuses a conversation that lacks it; `body` is the rest, which the checks of every server look at. */
export function turnsBack(what: TurnBack, body: JsonObject): { refusal: Refusal | undefined; body: JsonObject } {
  const messages = listAt(body, "messages");
  const calling = (message: JsonObject) => listAt(message, "tool_calls").filter(isJsonObject);
  const refusal = firstOf(messages, (message, index) => {
    if (!isJsonObject(message) || message["role"] !== "assistant" || calling(message).length === 0) return undefined;
    if (what === "reasoning_content") {
      if (textAt(message, what)) return undefined;
      return invalid(`Missing \`reasoning_content\` field in the assistant message at message index ${index}.`);
    }
    if (JSON.stringify(calling(message)[0]?.["extra_content"])?.includes('"thought_signature":"')) return undefined;
    return invalid("Function call is missing a thought_signature in functionCall parts.");
  });
  const rest = messages.map((message) => {
    if (!isJsonObject(message)) return message;
    const { reasoning_content: reasoning, ...plain } = message;
    const kept = what === "reasoning_content" || reasoning === undefined ? plain : message;
    if (what !== "thought_signature" || calling(kept).length === 0) return kept;
    return { ...kept, tool_calls: calling(kept).map(({ extra_content: _, ...call }) => call) };
  });
  return { refusal, body: { ...body, messages: rest } };
}
