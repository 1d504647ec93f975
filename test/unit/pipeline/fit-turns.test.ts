import { fitTurns } from "@engine/pipeline/fit-turns.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { OutputPart } from "@shared/domain/message/output-part.ts";
import { describe, expect, it } from "vitest";

const call = { id: "c1", type: "function" as const, function: { name: "look", arguments: "{}" } };
const parts: OutputPart[] = [
  { type: "reasoning", text: "hm", opaque: { api: "messages", data: { signature: "s" } } },
  { type: "text", text: "I look." },
  { type: "tool_call", call },
];
const turn: Message = { role: "assistant", content: "I look.", tool_calls: [call], output_parts: parts };

const messagesApi = { id: "messages" };
const chats = { id: "chat-completions", takesReasoning: true } as const;

describe("turns of earlier answers", () => {
  it("carry their parts to the API that made them, unchanged", () => {
    expect(fitTurns([turn], messagesApi)).toEqual({ messages: [turn], warnings: [] });
  });

  it("are text and tool calls for any other, and what is left out is told", () => {
    const { messages, warnings } = fitTurns([turn], chats);
    expect(messages).toEqual([{ role: "assistant", content: "I look.", tool_calls: [call] }]);
    expect(warnings).toMatchObject([{ code: "turn_parts_left_out", message: expect.stringContaining("reasoning") }]);
  });

  it("that were changed by hand since are sent as they were changed", () => {
    const changed = { ...turn, content: "I look twice." };
    const { messages } = fitTurns([changed], messagesApi);
    expect(messages).toEqual([{ role: "assistant", content: "I look twice.", tool_calls: [call] }]);
  });

  it("keep reasoning that nobody signed for an API that may give it back", () => {
    const plain: OutputPart[] = [{ type: "reasoning", text: "hm" }, ...parts.slice(1)];
    const own = { ...turn, output_parts: plain } as Message;
    expect(fitTurns([own], chats)).toEqual({ messages: [own], warnings: [] });
    expect(fitTurns([own], messagesApi).messages).toEqual([
      { role: "assistant", content: "I look.", tool_calls: [call] },
    ]);
  });

  it("a written turn is left alone", () => {
    const written: Message = { role: "user", content: "Hi", name: "Ada" };
    expect(fitTurns([written], messagesApi).messages).toEqual([written]);
  });
});
