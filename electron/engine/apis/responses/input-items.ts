import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { turnPartsKey } from "@shared/domain/message/output-part.ts";
import { failedKey, inWords, isFailedResult, saidInWords } from "../wire/failed-results.ts";
import type { Warn } from "../wire/warn.ts";
import { callOfFunction } from "../wire/written-calls.ts";
import { answerItems } from "./answer-items.ts";
import { inputContent } from "./content-parts.ts";

/** Messages as this API has them. */
export interface ResponseInput {
  /** One system message that opens the conversation. */
  instructions?: string;
  input: JsonObject[];
}

/** Keys of messages that are translated; of a tool's result and of a function's the name says nothing more. */
const translated = new Set([
  "role",
  "content",
  "tool_calls",
  "tool_call_id",
  "function_call",
  "refusal",
  "cache_control",
  failedKey,
  turnPartsKey,
]);

export interface InputOptions {
  /** The conversation has instructions of its own: none are taken out of the messages. */
  hasInstructions: boolean;
  /** The provider keeps answers, so that it knows its own thoughts by their ids. */
  isKept: boolean;
  warn: Warn;
}

/**
 * Messages as items. One system or developer text that opens the conversation becomes the instructions, as LiteLLM has it; with
 * two of them, or parts in place of a text, they stay messages, so that their order and their limits are kept.
 * @throws AppFailure `invalid_input` for content that this API has no form for.
 */
export function toInput(messages: readonly Message[], { hasInstructions, isKept, warn }: InputOptions): ResponseInput {
  const [first, second] = messages;
  const isOpened = isInstruction(first) && !isInstruction(second) && messages.length > 1;
  const instructions = !hasInstructions && isOpened && typeof first?.content === "string" ? first.content : undefined;
  const customCalls = new Set<string>();
  const input = messages.flatMap((message, index) => {
    warnOfKeys(message, warn);
    if (index === 0 && instructions !== undefined) return [];
    return toItems(message, { customCalls, isKept, warn });
  });
  return instructions === undefined ? { input } : { instructions, input };
}

function isInstruction(message: Message | undefined): boolean {
  return message?.role === "system" || message?.role === "developer";
}

function toItems(
  message: Message,
  { customCalls, isKept, warn }: { customCalls: Set<string>; isKept: boolean; warn: Warn },
): JsonObject[] {
  const { role } = message;
  if (role === "tool" || role === "function") return [resultItem(message, customCalls, warn)];
  if (role !== "assistant") return [{ role, content: inputContent(message.content, warn) }];
  const items = answerItems(message, isKept, warn);
  for (const item of items) if (item["type"] === "custom_tool_call") customCalls.add(String(item["call_id"]));
  return items;
}

function resultItem(given: Message, customCalls: ReadonlySet<string>, warn: Warn): JsonObject {
  const isFailed = isFailedResult(given);
  if (isFailed) warn("messages", saidInWords);
  const message = isFailed ? inWords(given) : given;
  const id = message.tool_call_id ?? (message.role === "function" ? callOfFunction(message.name ?? "") : "");
  const type = customCalls.has(id) ? "custom_tool_call_output" : "function_call_output";
  return { type, call_id: id, output: inputContent(message.content, warn) };
}

function warnOfKeys(message: Message, warn: Warn): void {
  const { role } = message;
  if (message["cache_control"] !== undefined && message["cache_control"] !== null) {
    warn("messages", "“cache_control” of messages is not sent: the Responses API does not know it.");
  }
  for (const [key, value] of Object.entries(message) as [string, JsonValue | undefined][]) {
    const isEmpty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
    const isNameOfTool = key === "name" && (role === "tool" || role === "function");
    if (isEmpty || isNameOfTool || translated.has(key)) continue;
    warn("messages", `“${key}” of messages is not sent: the Responses API does not know it.`);
  }
}
