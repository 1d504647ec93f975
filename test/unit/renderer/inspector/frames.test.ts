import type { WireFrame } from "@shared/domain/wire/wire.ts";
import { describe, expect, it } from "vitest";
import { framesAt } from "../../../../renderer/features/playground/inspector/scrubbing.ts";
import { outputAfter } from "../../../../renderer/features/playground/wire/frame-events.ts";
import { frameGist } from "../../../../renderer/features/playground/wire/frame-gist.ts";

const frames = (...data: string[]): WireFrame[] =>
  data.map((text, index) => ({ index, at: index * 10, bytes: text.length, data: text }));

const openai = (delta: object, finish: string | null = null) =>
  JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] });

describe("the answer at a frame", () => {
  const stream = frames(
    openai({ role: "assistant" }),
    openai({ reasoning_content: "Hm" }),
    openai({ content: "Hel" }),
    openai({ content: "lo" }),
    openai({}, "stop"),
    "[DONE]",
  );

  it("grows frame by frame and is whole at the end (a scrubber off by one shows the next token too early)", () => {
    expect([0, 1, 2, 3, 4].map((count) => outputAfter(stream, count).text)).toEqual(["", "", "", "Hel", "Hello"]);
    expect(outputAfter(stream, 2).reasoning).toBe("Hm");
    expect(outputAfter(stream, stream.length)).toMatchObject({ text: "Hello", finishReason: "stop" });
  });

  it("puts a tool call of OpenAI together from its pieces", () => {
    const calls = frames(
      openai({ tool_calls: [{ index: 0, id: "c1", function: { name: "find", arguments: "" } }] }),
      openai({ tool_calls: [{ index: 0, function: { arguments: '{"a"' } }] }),
      openai({ tool_calls: [{ index: 0, function: { arguments: ":1}" } }] }),
    );
    expect(outputAfter(calls, 2).toolCalls[0]?.function.arguments).toBe('{"a"');
    expect(outputAfter(calls, 3).toolCalls).toEqual([
      { id: "c1", type: "function", function: { name: "find", arguments: '{"a":1}' } },
    ]);
  });

  it.each([
    ["without a number", {}],
    ["all with the number 0", { index: 0 }],
  ])("keeps parallel calls apart that come whole, %s (they became one broken call)", (_name, number) => {
    const call = (id: string, args: string) =>
      openai({ tool_calls: [{ ...number, id, type: "function", function: { name: "t", arguments: args } }] });
    const { toolCalls } = outputAfter(frames(call("a", '{"c":1}'), call("b", '{"c":2}')), 2);
    expect(toolCalls.map(({ id, function: { arguments: text } }) => [id, text])).toEqual([
      ["a", '{"c":1}'],
      ["b", '{"c":2}'],
    ]);
  });

  it("reads the completion of a text", () => {
    const piece = (text: string) => JSON.stringify({ choices: [{ index: 0, text, finish_reason: null }] });
    expect(outputAfter(frames(piece("a"), piece("b")), 2).text).toBe("ab");
  });

  it("shows no call where the provider's own tool gets its input (a nameless call appeared)", () => {
    const search = { type: "server_tool_use", id: "s", name: "web_search", input: {} };
    const stream = frames(
      JSON.stringify({ type: "content_block_start", index: 0, content_block: search }),
      JSON.stringify({
        type: "content_block_delta",
        index: 0,
        delta: { type: "input_json_delta", partial_json: '{"query":"x"}' },
      }),
    );
    expect(outputAfter(stream, 2).toolCalls).toEqual([]);
  });

  it("leaves no holes where Anthropic numbers text blocks too (a hole breaks the list of calls)", () => {
    const stream = frames(
      JSON.stringify({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hi" } }),
      JSON.stringify({
        type: "content_block_start",
        index: 1,
        content_block: { type: "tool_use", id: "t", name: "f" },
      }),
      JSON.stringify({
        type: "content_block_delta",
        index: 1,
        delta: { type: "input_json_delta", partial_json: "{}" },
      }),
    );
    const output = outputAfter(stream, 3);
    expect([output.text, output.toolCalls.length, output.toolCalls[0]?.function]).toEqual([
      "Hi",
      1,
      { name: "f", arguments: "{}" },
    ]);
  });

  it("says what a frame means, also one that carries no text", () => {
    expect(frameGist(JSON.stringify({ type: "message_stop" }))).toBe("end of stream");
    expect(frameGist(openai({ content: "a" }, "stop"))).toBe('"a" · finish: stop');
    expect(frameGist('{"unknown":1}')).toBeUndefined();
  });
});

describe("frames by time", () => {
  it("counts what had arrived at a time, the last frame included", () => {
    const stream = frames("a", "b", "c");
    expect([-1, 0, 9, 10, 25].map((ms) => framesAt(stream, ms))).toEqual([0, 1, 1, 2, 3]);
  });
});
