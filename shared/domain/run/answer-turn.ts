import type { Message } from "../message/message.ts";
import { type OutputPart, turnPartsKey } from "../message/output-part.ts";
import { partsOf } from "./output-parts.ts";
import type { RunOutput } from "./stream-event.ts";

/** An answer as the message it becomes in a conversation; undefined when there was none. */
export function turnOfAnswer(output: RunOutput): Message | undefined {
  const { text, refusal, reasoning, toolCalls, order } = output;
  const calls = toolCalls.filter((call) => call !== undefined);
  const content = text === "" ? refusal : text;
  if (content === "" && calls.length === 0) return undefined;
  return {
    role: "assistant",
    content: content === "" ? null : content,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    // Otherwise its text and calls say it all; some servers want what was thought before a call back with it.
    ...(order || (reasoning !== "" && calls.length > 0) ? { [turnPartsKey]: partsOf(output).filter(isOfTurn) } : {}),
  };
}

/** Other choices and probabilities are of the answer alone. */
function isOfTurn({ type }: OutputPart): boolean {
  return type !== "choice" && type !== "logprobs";
}
