import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { textAt } from "@shared/domain/json/read-json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { type OutputPart, partsOfTurn, withoutParts } from "@shared/domain/message/output-part.ts";
import { generateConversation } from "../conformance/apis/generated-conversations.ts";
import type { GeneratedCall } from "./generated-calls.ts";

/* Conversations of agents as callers of LiteLLM have them: tools over several turns, thoughts, pictures, documents. */

interface Target {
  model: string;
  /** The API whose thoughts the answers before carry. */
  thinks?: "messages" | "other";
  parameters?: JsonObject;
}

const targets: readonly Target[] = [
  { model: "openai/gpt-4o-mini" },
  { model: "openai/gpt-5.2", thinks: "other", parameters: { reasoning_effort: "low" } },
  { model: "azure/o_series/dep", parameters: { reasoning_effort: "high" } },
  { model: "openai/responses/gpt-5.2", parameters: { reasoning_effort: "low" } },
  { model: "anthropic/claude-sonnet-4-5" },
  {
    model: "anthropic/claude-sonnet-4-5",
    thinks: "messages",
    parameters: { thinking: { type: "enabled", budget_tokens: 2_048 }, max_tokens: 8_000 },
  },
  {
    model: "anthropic/claude-opus-4-5",
    thinks: "messages",
    parameters: { reasoning_effort: "low", max_tokens: 8_000 },
  },
  { model: "deepseek/deepseek-reasoner", thinks: "other" },
];

/** So many calls, each of a conversation and a model of its own; the same number is the same call for ever. */
export function spokenCalls(count: number): GeneratedCall[] {
  return Array.from({ length: count }, (_one, index) => {
    const { model, thinks, parameters = {} } = targets[index % targets.length] as Target;
    const made = generateConversation(index + 1, thinks === undefined ? undefined : "messages");
    const messages = made.messages.map((message) => spoken(message, thinks));
    return { call: { ...made.parameters, ...parameters, messages: messages as JsonValue[], model } };
  });
}

/** A turn with what a caller of LiteLLM has of its thoughts: Claude's signed blocks, of any other the words. */
function spoken(message: Message, thinks: Target["thinks"]): JsonObject {
  const said = withoutParts(message) as JsonObject;
  const thoughts = (partsOfTurn(message) ?? []).filter(({ type }) => type === "reasoning");
  if (thoughts.length === 0 || thinks === undefined) return said;
  const reasoning = { reasoning_content: thoughts.map(wordsOf).join("") };
  if (thinks === "other") return { ...said, ...reasoning };
  const blocks = thoughts.map((part) => ({
    type: "thinking",
    thinking: wordsOf(part),
    signature: textAt(part.opaque?.data as JsonObject | undefined, "signature") ?? "",
  }));
  return { ...said, ...reasoning, thinking_blocks: blocks };
}

function wordsOf(part: OutputPart): string {
  return "text" in part ? part.text : "";
}
