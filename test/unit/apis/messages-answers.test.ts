import { messages } from "@engine/apis/messages/api.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { describe, expect, it } from "vitest";
import { answerOf, type Served } from "./answer-of.ts";

/* Answers of the Messages API and of servers that speak it; beside each kind who was seen to send it. */

type Event = { type: string } & Record<string, unknown>;
const stream = (...events: Event[]) =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
const start = (usage: object = { input_tokens: 10, output_tokens: 1 }, id = "msg_1"): Event => ({
  type: "message_start",
  message: { id, model: "claude", content: [], usage },
});
const open = (index: number, block: object): Event => ({
  type: "content_block_start",
  index,
  content_block: block,
});
const json = (index: number, text: string): Event => ({
  type: "content_block_delta",
  index,
  delta: { type: "input_json_delta", partial_json: text },
});
const close = (index: number): Event => ({ type: "content_block_stop", index });
const text = (index: number, words: string): Event[] => [
  open(index, { type: "text", text: "" }),
  { type: "content_block_delta", index, delta: { type: "text_delta", text: words } },
  close(index),
];
const end = (reason: string, usage: object = { output_tokens: 5 }): Event[] => [
  { type: "message_delta", delta: { stop_reason: reason }, usage },
  { type: "message_stop" },
];
const tool = (id: string, name: string, input: object = {}) => ({ type: "tool_use", id, name, input });

const read = (body: string, served?: Served) => answerOf(messages, body, served);
const readWhole = (body: object) => read(JSON.stringify(body), { stream: false, type: "application/json" });

describe("an answer that was asked for through a tool", () => {
  const sent = (key: string, value: JsonValue) => ({ key, value, source: "call" as const, sent: true });
  const response_format = { type: "json_schema", json_schema: { name: "p", schema: { type: "object" } } };
  const plan = { traits: { takesSchema: false }, parameters: [sent("response_format", response_format)] };
  const answerTool = tool("t", "json_tool_call");
  const pieces = [open(0, answerTool), json(0, '{"a":'), json(0, '"b"}'), close(0)];

  it("is its text, in pieces as they come, and ends as an answer does", async () => {
    const { output, calls, outcome } = await read(stream(start(), ...pieces, ...end("tool_use")), { plan, pieces: 7 });
    expect([output.text, calls, outcome]).toEqual(['{"a":"b"}', [], { kind: "completed", finishReason: "stop" }]);
    const body = { content: [tool("t", "json_tool_call", { a: "b" })], stop_reason: "tool_use", model: "m" };
    const whole = await read(JSON.stringify(body), { stream: false, type: "application/json", plan });
    expect([whole.output.text, whole.calls, whole.outcome]).toEqual([output.text, [], outcome]);
  });

  it("stands beside calls of the caller's tools, which are counted without it", async () => {
    const events = [...pieces, open(1, tool("u", "w")), json(1, "{}"), close(1)];
    const { output, calls, outcome } = await read(stream(start(), ...events, ...end("tool_use")), { plan });
    expect([output.text, calls]).toEqual(['{"a":"b"}', [["u", "w", "{}"]]]);
    expect(outcome).toMatchObject({ finishReason: "tool_calls" });
  });

  it.each([
    ["of a model with structured outputs", { ...plan, traits: {} }],
    [
      "of a caller who has such a tool",
      { ...plan, parameters: [...plan.parameters, sent("tools", [{ name: "json_tool_call" }])] },
    ],
  ])("is none %s: the call is the caller's", async (_name, other) => {
    const { output, calls } = await read(stream(start(), ...pieces, ...end("tool_use")), { plan: other });
    expect([output.text, calls]).toEqual(["", [["t", "json_tool_call", '{"a":"b"}']]]);
  });
});

describe("tool calls", () => {
  const search = [
    open(0, { type: "server_tool_use", id: "srv", name: "web_search", input: {} }),
    json(0, '{"query":"x"}'),
    close(0),
    open(1, { type: "web_search_tool_result", tool_use_id: "srv", content: [] }),
    close(1),
  ];
  const mcp = [open(0, { type: "mcp_tool_use", id: "m", name: "echo", input: {} }), json(0, '{"m":1}'), close(0)];
  const kinds: [kind: string, events: Event[], calls: [string, string, string][]][] = [
    [
      "the provider's own tool runs before the caller's",
      [...search, open(2, tool("t", "rate")), json(2, '{"from":'), json(2, '"USD"}'), close(2)],
      [["t", "rate", '{"from":"USD"}']],
    ],
    [
      "and after it",
      [
        open(0, tool("t", "note")),
        json(0, '{"a":1}'),
        close(0),
        open(1, { type: "server_tool_use", id: "s", name: "web_search", input: {} }),
        json(1, '{"query":"x"}'),
        close(1),
      ],
      [["t", "note", '{"a":1}']],
    ],
    ["only the provider's own", [...search, ...text(2, "Found.")], []],
    ["only an MCP server's", [...mcp, ...text(1, "Done.")], []],
    ["a new block under an old number", [...mcp, open(0, tool("t", "x")), json(0, "{}"), close(0)], [["t", "x", "{}"]]],
    ["pieces of a block that never began", [json(7, '{"lost":1}'), ...text(0, "Hi")], []],
    [
      "the whole input at the start (programmatic tool calling)",
      [open(0, tool("t", "roll", { player: "p1" })), close(0)],
      [["t", "roll", '{"player":"p1"}']],
    ],
    [
      "the input at the start and again in pieces",
      [open(0, tool("t", "roll", { player: "p1" })), json(0, '{"player":'), json(0, '"p1"}'), close(0)],
      [["t", "roll", '{"player":"p1"}']],
    ],
    ["no arguments are an empty object", [open(0, tool("t", "now")), json(0, ""), close(0)], [["t", "now", "{}"]]],
    ["also where the block is not closed", [open(0, tool("t", "now"))], [["t", "now", "{}"]]],
    [
      "in turns",
      [
        open(1, tool("a", "x")),
        open(2, tool("b", "y")),
        json(1, '{"q":'),
        json(2, "{}"),
        json(1, "1}"),
        close(1),
        close(2),
      ],
      [
        ["a", "x", '{"q":1}'],
        ["b", "y", "{}"],
      ],
    ],
  ];
  it.each(kinds)("%s", async (_kind, events, calls) => {
    const answer = await read(stream(start(), ...events, ...end("tool_use")));
    expect([answer.outcome.kind, answer.calls]).toEqual(["completed", calls]);
  });

  it("arguments that were cut off are not filled up", async () => {
    expect((await read(stream(start(), open(0, tool("t", "x"))))).calls).toEqual([["t", "x", ""]]);
  });
});

describe("counts", () => {
  const cached = { input_tokens: 10, cache_read_input_tokens: 100, cache_creation_input_tokens: 20, output_tokens: 1 };
  const kinds: [kind: string, first: object, last: object, expected: object][] = [
    [
      "the end says input again without the cache",
      cached,
      { input_tokens: 10, output_tokens: 5 },
      { inputTokens: 130 },
    ],
    ["and with zeros", cached, { input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 5 }, { inputTokens: 130 }],
    [
      "only at the end (GLM)",
      { input_tokens: 0, output_tokens: 0 },
      { input_tokens: 61, output_tokens: 5 },
      { inputTokens: 61 },
    ],
    [
      "a compaction makes it less",
      { input_tokens: 60_385 },
      { input_tokens: 612, output_tokens: 5 },
      { inputTokens: 612 },
    ],
    [
      "what is kept for an hour is told apart, at the beginning alone",
      { ...cached, cache_creation: { ephemeral_5m_input_tokens: 5, ephemeral_1h_input_tokens: 15 } },
      { output_tokens: 5 },
      { cacheWriteTokens: 20, cacheWriteHourTokens: 15 },
    ],
    ["searches add to the input", { input_tokens: 10 }, { input_tokens: 900, output_tokens: 5 }, { inputTokens: 900 }],
  ];
  it.each(kinds)("%s", async (_kind, first, last, expected) => {
    const { output } = await read(stream(start(first), ...text(0, "Hi"), ...end("end_turn", last)));
    expect(output.usage).toMatchObject({ outputTokens: 5, ...expected });
    if (first === cached) expect(output.usage).toMatchObject({ cachedInputTokens: 100, cacheWriteTokens: 20 });
  });
});

describe("an answer that failed", () => {
  const error = { type: "overloaded_error", message: "Overloaded" };
  const kinds: [kind: string, tail: string][] = [
    ["as documented", stream({ type: "error", error })],
    ["without a type (proxies)", `event: error\ndata: ${JSON.stringify({ error })}\n\n`],
    ["without the event's name", `data: ${JSON.stringify({ error })}\n\n`],
    ["flat", `event: error\ndata: ${JSON.stringify(error)}\n\n`],
    ["in plain words", "event: error\ndata: Overloaded\n\n"],
    ["a bare line", `${JSON.stringify({ error })}\n`],
    ["OpenAI's form", `data: ${JSON.stringify({ error: { message: "Overloaded", code: 503 } })}\n\n`],
  ];
  it.each(kinds)("%s", async (_kind, tail) => {
    const answer = await read(stream(start(), ...text(0, "par")) + tail);
    expect([answer.outcome.kind, answer.output.text, answer.words]).toEqual([
      "provider_error",
      "par",
      expect.stringContaining("Overloaded"),
    ]);
  });

  it("a whole answer with an error field that says nothing is an answer", async () => {
    const message = { model: "c", content: [{ type: "text", text: "Hi" }], stop_reason: "end_turn" };
    for (const said of [null, "", {}]) {
      expect((await readWhole({ ...message, error: said })).output.text).toBe("Hi");
    }
    const failed = await readWhole({ type: "error", error });
    expect([failed.outcome.kind, failed.words]).toEqual(["provider_error", "Overloaded (overloaded_error)"]);
    expect((await readWhole({ code: 429, message: "Too fast" })).words).toBe("Too fast (429)");
  });

  it("a second message in the middle of the first is no answer; the same start twice is", async () => {
    const spliced = stream(
      start(),
      open(0, tool("t0", "x")),
      json(0, '{"v":"Sp'),
      start(undefined, "msg_2"),
      open(0, tool("t1", "x")),
      json(0, '{"v":1}'),
      close(0),
      ...end("tool_use"),
    );
    const answer = await read(spliced);
    expect([answer.outcome.kind, answer.words]).toEqual(["protocol_error", expect.stringContaining("second message")]);
    const twice = [start(), start(), ...text(0, "Hi"), start(), ...end("end_turn")];
    expect(await read(stream(...twice))).toMatchObject({ output: { text: "Hi" }, outcome: { kind: "completed" } });
  });
});

describe("the body decides what it is, not its header", () => {
  const events = stream(start(), ...text(0, "Hi"), ...end("end_turn"));

  it.each(["application/json", "text/plain", "text/html", null])("events under %s", async (type) => {
    for (const stream of [true, false]) {
      expect(await read(events, { type, stream, pieces: 9 })).toMatchObject({
        output: { text: "Hi" },
        outcome: { kind: "completed" },
      });
    }
  });

  it("OpenAI's closing mark in place of message_stop ends it, and empty events do not", async () => {
    const body = stream(start(), ...text(0, "Hi"), ...end("end_turn").slice(0, 1));
    const { output, outcome } = await read(`data:\n\n${body}data: [DONE]\n\n`);
    expect([output.text, outcome.kind]).toEqual(["Hi", "completed_unterminated"]);
  });
});
