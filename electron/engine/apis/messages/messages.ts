import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { type OutputPart, partsOfTurn } from "@shared/domain/message/output-part.ts";

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

/**
 * Translates messages of the OpenAI form: system and developer texts move to the top, neighbours of one role become
 * one message, tool calls and results become blocks, and the user comes first.
 */
export function toConversation(messages: readonly Message[]): AnthropicConversation {
  const system = messages.filter(isInstruction);
  const turns: AnthropicMessage[] = [];
  for (const message of messages) {
    if (isInstruction(message)) continue;
    const turn = toTurn(message);
    const last = turns.at(-1);
    if (last?.role === turn.role) last.content = [...blocksOf(last.content), ...blocksOf(turn.content)];
    else turns.push(turn);
  }
  if (turns[0]?.role !== "user") turns.unshift({ ...opening });
  return { system: toSystem(system), messages: turns };
}

function isInstruction({ role }: Message): boolean {
  return role === "system" || role === "developer";
}

function toSystem(instructions: readonly Message[]): AnthropicConversation["system"] {
  const [only, second] = instructions;
  if (!only) return undefined;
  if (!second && typeof only.content === "string") return only.content === "" ? undefined : only.content;
  const blocks = instructions.flatMap(({ content }) => contentBlocks(content));
  return blocks.length === 0 ? undefined : blocks;
}

function toTurn(message: Message): AnthropicMessage {
  if (message.role === "tool" || message.role === "function") return toToolResult(message);
  const role = message.role === "assistant" ? "assistant" : "user";
  const parts = role === "assistant" ? partsOfTurn(message) : undefined;
  if (parts) return { role, content: parts.flatMap(partBlock) };
  const calls = (message.tool_calls ?? []).map(toToolUse);
  if (calls.length > 0) return { role, content: [...contentBlocks(message.content), ...calls] };
  return { role, content: typeof message.content === "string" ? message.content : contentBlocks(message.content) };
}

function toToolResult(message: Message): AnthropicMessage {
  const content = typeof message.content === "string" ? message.content : contentBlocks(message.content);
  const block = { type: "tool_result", tool_use_id: message.tool_call_id ?? message.name ?? "", content };
  return { role: "user", content: [block] };
}

/** A part of an answer of this API, as it came. Thoughts without their signature would be refused. */
function partBlock(part: OutputPart): JsonObject[] {
  switch (part.type) {
    case "text":
    case "refusal":
      return contentBlocks(part.text);
    case "reasoning":
      return thoughtBlock(part.text, part.opaque?.data);
    case "tool_call":
      return [toToolUse(part.call)];
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

function toToolUse(call: NonNullable<Message["tool_calls"]>[number]): JsonObject {
  return { type: "tool_use", id: call.id, name: call.function.name, input: toolInput(call.function.arguments) };
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

function blocksOf(content: AnthropicMessage["content"]): JsonObject[] {
  return typeof content === "string" ? contentBlocks(content) : content;
}

/** Empty texts are left out: Anthropic refuses them as blocks. */
function contentBlocks(content: Message["content"]): JsonObject[] {
  if (content === undefined || content === null || content === "") return [];
  if (typeof content === "string") return [{ type: "text", text: content }];
  return content.map((part) => toBlock(part as JsonObject)).filter(({ type, text }) => type !== "text" || text !== "");
}

function toBlock(part: JsonObject): JsonObject {
  if (part["type"] !== "image_url") return part;
  const image = part["image_url"];
  const url = typeof image === "string" ? image : (textAt(objectAt(part, "image_url"), "url") ?? "");
  const data = /^data:([^;,]+);base64,(.*)$/s.exec(url);
  if (!data) return { type: "image", source: { type: "url", url } };
  return { type: "image", source: { type: "base64", media_type: data[1] ?? "", data: data[2] ?? "" } };
}
