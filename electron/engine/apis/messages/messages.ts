import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { textAt } from "@shared/domain/json/read-json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { turnPartsKey } from "@shared/domain/message/output-part.ts";
import { failedKey, isFailedResult } from "../wire/failed-results.ts";
import type { Warn } from "../wire/warn.ts";
import { callOfFunction } from "../wire/written-calls.ts";
import { answerBlocks } from "./answer-blocks.ts";
import { type CallIds, createCallIds } from "./call-ids.ts";
import { contentBlocks, withCacheControl } from "./content-blocks.ts";

export interface AnthropicMessage {
  role: "user" | "assistant";
  content: string | JsonObject[];
}

export interface AnthropicConversation {
  system: string | JsonObject[] | undefined;
  messages: AnthropicMessage[];
}

/** Anthropic refuses a conversation that the user does not open; LiteLLM sends a full stop in that place. */
const opening: AnthropicMessage = { role: "user", content: "." };

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
  "thinking_blocks",
  turnPartsKey,
]);

/**
 * Translates messages of the OpenAI form: system and developer texts move to the top, neighbours of one role become
 * one message, tool calls and results become blocks, results open their message, and the user comes first. Messages
 * without content are left out: Anthropic refuses them.
 * @throws AppFailure `invalid_input` for content that Anthropic has no form for.
 */
export function toConversation(messages: readonly Message[], warn: Warn): AnthropicConversation {
  const instructions = messages.filter(isInstruction);
  const ids = createCallIds();
  const turns: AnthropicMessage[] = [];
  for (const [index, message] of messages.entries()) {
    warnOfKeys(message, warn);
    if (isInstruction(message)) continue;
    const turn = toTurn(message, ids, warn);
    if (turn.content.length === 0) {
      warn("messages", `Message ${index + 1} (${message.role}) is empty and left out: Anthropic refuses it.`);
      continue;
    }
    const last = turns.at(-1);
    if (last?.role === turn.role) last.content = [...blocksOf(last.content), ...blocksOf(turn.content)];
    else turns.push(turn);
  }
  if (turns[0]?.role !== "user") turns.unshift({ ...opening });
  for (const turn of turns) turn.content = resultsFirst(turn.content);
  withoutBlankEnd(turns, warn);
  return { system: toSystem(instructions, warn), messages: turns };
}

function isInstruction({ role }: Message): boolean {
  return role === "system" || role === "developer";
}

function warnOfKeys(message: Message, warn: Warn): void {
  const { role } = message;
  for (const [key, value] of Object.entries(message)) {
    const isEmpty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
    const isNameOfTool = key === "name" && (role === "tool" || role === "function");
    if (isEmpty || isNameOfTool || translated.has(key)) continue;
    if (key === "reasoning_content" && Array.isArray(message["thinking_blocks"])) continue;
    warn("messages", `“${key}” of messages is not sent: Anthropic does not know it.`);
  }
}

function toSystem(instructions: readonly Message[], warn: Warn): AnthropicConversation["system"] {
  const blocks = instructions.flatMap((message) =>
    withCacheControl(contentBlocks(message.content, warn), message["cache_control"] as JsonValue | undefined),
  );
  const texts = blocks.filter(({ type }) => type === "text");
  if (texts.length < blocks.length)
    warn("messages", "Only texts of system messages are sent: Anthropic takes no other.");
  const [only, second] = texts;
  if (!only) return undefined;
  const isPlain = !second && typeof instructions[0]?.content === "string" && Object.keys(only).length === 2;
  return isPlain ? (textAt(only, "text") ?? "") : texts;
}

function toTurn(message: Message, ids: CallIds, warn: Warn): AnthropicMessage {
  const cacheControl = message["cache_control"] as JsonValue | undefined;
  if (message.role === "tool" || message.role === "function") {
    return { role: "user", content: withCacheControl([toToolResult(message, ids, warn)], cacheControl) };
  }
  const role = message.role === "assistant" ? "assistant" : "user";
  const blocks = role === "assistant" ? answerBlocks(message, ids, warn) : contentBlocks(message.content, warn);
  const [only, second] = blocks;
  const isPlain = only?.["type"] === "text" && !second && !cacheControl;
  const plain = isPlain && typeof message.content === "string" ? message.content : "";
  return { role, content: plain === "" ? withCacheControl(blocks, cacheControl) : plain };
}

function toToolResult(message: Message, ids: CallIds, warn: Warn): JsonObject {
  const content = typeof message.content === "string" ? message.content : contentBlocks(message.content, warn);
  const given = message.tool_call_id ?? (message.role === "function" ? callOfFunction(message.name ?? "") : "");
  const failed = isFailedResult(message) ? { is_error: true } : {};
  return { type: "tool_result", tool_use_id: ids.ofResult(given), content, ...failed };
}

function blocksOf(content: AnthropicMessage["content"]): JsonObject[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

/** Anthropic wants results at the head of their message; a user may have said something before they came. */
function resultsFirst(content: AnthropicMessage["content"]): AnthropicMessage["content"] {
  if (typeof content === "string") return content;
  const isResult = ({ type }: JsonObject) => type === "tool_result";
  return [...content.filter(isResult), ...content.filter((block) => !isResult(block))];
}

/** A begun answer may not end blank; LiteLLM takes the end off too. */
function withoutBlankEnd(turns: readonly AnthropicMessage[], warn: Warn): void {
  const last = turns.at(-1);
  if (last?.role !== "assistant") return;
  const blocks = blocksOf(last.content);
  const end = blocks.at(-1);
  const text = end?.["type"] === "text" ? textAt(end, "text") : undefined;
  if (text === undefined || text === text.trimEnd()) return;
  warn("messages", "The blank end of the last assistant message is not sent: Anthropic refuses it.");
  last.content =
    typeof last.content === "string" ? text.trimEnd() : [...blocks.slice(0, -1), { ...end, text: text.trimEnd() }];
}
