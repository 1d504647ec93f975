import { isJsonObject, type JsonObject, type JsonValue } from "../../../shared/domain/json/json.ts";
import { listAt, objectAt, textAt } from "../../../shared/domain/json/read-json.ts";
import type { FakeAnswer } from "./answers.ts";
import type { FakeProvider } from "./fake-provider.ts";

/** A server that refuses a conversation with tool calls unless something of the turn comes back, and what it is asked. */
export interface DemandingServer {
  model: string;
  /** The variables of its address and key. */
  base: string;
  key: string;
  /** What it wants back, in the words of its form. */
  back: "reasoning_content" | "thought_signature" | "thinking_blocks";
  parameters: JsonObject;
}

const tools = [{ type: "function", function: { name: "look", parameters: { type: "object", properties: {} } } }];
const thinking = { type: "enabled", budget_tokens: 1024 };

export const demandingServers: readonly DemandingServer[] = [
  {
    model: "deepseek/deepseek-reasoner",
    base: "DEEPSEEK_API_BASE",
    key: "DEEPSEEK_API_KEY",
    back: "reasoning_content",
    parameters: { tools },
  },
  {
    model: "moonshot/kimi-k2-thinking",
    base: "MOONSHOT_API_BASE",
    key: "MOONSHOT_API_KEY",
    back: "reasoning_content",
    parameters: { tools },
  },
  {
    model: "gemini/gemini-3-pro",
    base: "GEMINI_API_BASE",
    key: "GEMINI_API_KEY",
    back: "thought_signature",
    parameters: { tools },
  },
  {
    model: "anthropic/claude-sonnet-4-5",
    base: "ANTHROPIC_API_BASE",
    key: "ANTHROPIC_API_KEY",
    back: "thinking_blocks",
    parameters: { tools, thinking, max_tokens: 2048 },
  },
];

/** Makes a fake such a server; gives its address. The fake Anthropic demands its thoughts unasked. */
export function demand(fake: FakeProvider, { back }: DemandingServer): string {
  if (back === "thinking_blocks") return fake.baseUrl("anthropic");
  fake.takesMore({ turnsBack: back });
  return fake.baseUrl("openai");
}

/** A call of a tool, with what the server will want back. */
export function thoughtfulCall({ back }: DemandingServer): FakeAnswer {
  const signature = back === "thought_signature" ? { signature: "c2ln" } : {};
  return {
    reasoning: "Let me see.",
    toolCalls: [{ id: "c1", name: "look", arguments: "{}", ...signature }],
    finishReason: "tool_calls",
  };
}

/** The assistant's message in the chunks of a stream, every field of it, as a client puts it together. */
export function messageOfChunks(chunks: readonly JsonValue[]): JsonObject {
  const calls: JsonObject[] = [];
  const message: JsonObject = { role: "assistant", content: null };
  for (const chunk of chunks) {
    const [choice] = isJsonObject(chunk) ? listAt(chunk, "choices") : [];
    const delta = objectAt(choice, "delta") ?? {};
    for (const key of ["content", "reasoning_content"]) {
      const piece = textAt(delta, key);
      if (piece) message[key] = `${textAt(message, key) ?? ""}${piece}`;
    }
    const blocks = listAt(delta, "thinking_blocks");
    if (blocks.length > 0) message["thinking_blocks"] = [...listAt(message, "thinking_blocks"), ...blocks];
    for (const piece of listAt(delta, "tool_calls")) if (isJsonObject(piece)) addPiece(calls, piece);
  }
  return { ...message, tool_calls: calls };
}

function addPiece(calls: JsonObject[], { index, ...piece }: JsonObject): void {
  const known = calls[Number(index)];
  const called = objectAt(piece, "function");
  if (!known) calls[Number(index)] = piece;
  else {
    const text = `${textAt(objectAt(known, "function"), "arguments") ?? ""}${textAt(called, "arguments") ?? ""}`;
    known["function"] = { ...objectAt(known, "function"), arguments: text };
  }
}
