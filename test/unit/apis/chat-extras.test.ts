import { unfoldTurn } from "@engine/apis/chat-completions/unfold-turns.ts";
import { apis } from "@engine/apis/registry.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { turnPartsKey } from "@shared/domain/message/output-part.ts";
import { audioOf, otherChoicesOf, picturesOf, sourcesOf, tokensOf } from "@shared/domain/run/answer-extras.ts";
import { partsOf } from "@shared/domain/run/output-parts.ts";
import { describe, expect, it } from "vitest";
import { answerOf } from "./answer-of.ts";

/* What chat completions have beside the words of their first choice. */

const chunk = (more: object) => `data: ${JSON.stringify({ id: "c", model: "m", ...more })}\n\n`;
const choice = (index: number, delta: object, more: object = {}) => chunk({ choices: [{ index, delta, ...more }] });
const whole = (message: object, more: object = {}) => ({
  id: "c",
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: "Hi", ...message }, finish_reason: "stop", ...more }],
});
const read = (body: object) =>
  answerOf(apis.chatCompletions, JSON.stringify(body), { type: "application/json", stream: false });

describe("several choices", () => {
  const stream = [
    choice(0, { content: "One" }),
    choice(1, { content: "Tw" }),
    choice(1, { content: "o" }),
    choice(2, { tool_calls: [{ index: 0, id: "c1", function: { name: "w", arguments: "{}" } }] }),
    choice(1, {}, { finish_reason: "length" }),
    choice(0, {}, { finish_reason: "stop" }),
    choice(2, {}, { finish_reason: "tool_calls" }),
    "data: [DONE]\n\n",
  ].join("");

  it("the first is the answer, the others stand behind it, whole and streamed alike", async () => {
    const streamed = await answerOf(apis.chatCompletions, stream, { pieces: 7 });
    expect([streamed.output.text, streamed.output.finishReason, streamed.output.toolCalls]).toEqual([
      "One",
      "stop",
      [],
    ]);
    const others = otherChoicesOf(streamed.output);
    expect(others).toMatchObject([
      { index: 1, text: "Two", finish: "length" },
      { index: 2, text: "", finish: "tool_calls", calls: [{ id: "c1", function: { name: "w" } }] },
    ]);
    const message = (content: string) => ({ role: "assistant", content });
    const answer = await read({
      ...whole({}),
      choices: [
        { index: 1, message: message("Two"), finish_reason: "length" },
        { index: 0, message: message("One"), finish_reason: "stop" },
      ],
    });
    expect([answer.output.text, otherChoicesOf(answer.output)]).toEqual(["One", others.slice(0, 1)]);
  });

  it("a stream that breaks off has what came of them", async () => {
    const cut = await answerOf(apis.chatCompletions, stream.split("\n\n").slice(0, 2).join("\n\n"));
    expect([cut.outcome.kind, otherChoicesOf(cut.output)]).toEqual(["truncated", [{ index: 1, text: "Tw" }]]);
  });
});

it("probabilities of tokens come as one list, whatever the pieces", async () => {
  const token = (text: string, logprob: number, top: object[] = []) => ({
    logprobs: { content: [{ token: text, logprob, bytes: [1], top_logprobs: top }] },
  });
  const stream = [
    choice(
      0,
      { content: "He" },
      token("He", -0.1, [
        { token: "He", logprob: -0.1 },
        { token: "Ho", logprob: -2 },
      ]),
    ),
    choice(0, { content: "y" }, token("y", -1)),
    choice(0, {}, { finish_reason: "stop", logprobs: null }),
    "data: [DONE]\n\n",
  ].join("");
  const { output } = await answerOf(apis.chatCompletions, stream);
  expect(tokensOf(output)).toEqual([
    {
      token: "He",
      logprob: -0.1,
      top: [
        { token: "He", logprob: -0.1 },
        { token: "Ho", logprob: -2 },
      ],
    },
    { token: "y", logprob: -1, top: [] },
  ]);
});

it("a sound has its words in the text, pieces joined", async () => {
  const stream = [
    choice(0, { audio: { id: "a1", transcript: "Good " } }),
    choice(0, { audio: { data: "AAAA" } }),
    choice(0, { audio: { transcript: "day", data: "BBBB" } }),
    choice(0, {}, { finish_reason: "stop" }),
    "data: [DONE]\n\n",
  ].join("");
  const { output } = await answerOf(apis.chatCompletions, stream);
  expect([output.text, audioOf(output)]).toEqual(["Good day", { data: "AAAABBBB", transcript: "Good day" }]);
});

it("pictures, cited addresses and lists of sources are parts of the answer", async () => {
  const picture = "data:image/png;base64,AAAA";
  const cited = {
    type: "url_citation",
    url_citation: { url: "https://a.test", title: "A", start_index: 0, end_index: 2 },
  };
  const { output } = await read(whole({ images: [{ image_url: { url: picture } }], annotations: [cited] }));
  expect([picturesOf(output), sourcesOf(output)]).toEqual([
    [picture],
    [{ number: 1, title: "A", url: "https://a.test", passages: [] }],
  ]);
  const searched = await read({
    ...whole({}),
    citations: ["https://b.test", "https://c.test"],
    search_results: [{ url: "https://b.test", title: "B" }],
  });
  expect(sourcesOf(searched.output).map(({ title }) => title)).toEqual(["B", "https://c.test"]);
});

it.each([
  ["reasoning_details alone", { reasoning_details: [{ type: "reasoning.summary", summary: "Hm" }] }],
  ["an empty reasoning_content beside it", { reasoning_content: "", reasoning: "Hm" }],
  ["thinking as a field", { thinking: "Hm" }],
  [
    "thinking as a text in a part",
    {
      content: [
        { type: "thinking", thinking: "Hm" },
        { type: "text", text: "Hi" },
      ],
    },
  ],
])("thoughts are read: %s", async (_, message) => {
  expect((await read(whole(message))).output).toMatchObject({ text: "Hi", reasoning: "Hm" });
});

it.each([
  ["chat completions", apis.chatCompletions, { ...whole({}), service_tier: "flex" }],
  [
    "Responses",
    apis.responses,
    { id: "r", object: "response", model: "m", status: "completed", service_tier: "flex", output: [], error: null },
  ],
  [
    "Messages",
    apis.messages,
    {
      id: "x",
      type: "message",
      role: "assistant",
      model: "m",
      content: [],
      stop_reason: "end_turn",
      usage: { input_tokens: 1, output_tokens: 1, service_tier: "flex" },
    },
  ],
])("the tier that served is kept: %s", async (_, api, body) => {
  const answer = await answerOf(api, JSON.stringify(body), { type: "application/json", stream: false });
  expect(answer.output.serviceTier).toBe("flex");
});

// Their name and input were shown as nothing.
it("a call of a tool that takes free text has its name and input, and goes back as it came", async () => {
  const called = { id: "c1", type: "custom", custom: { name: "sql", input: "select 1" } };
  const pieces = [
    choice(0, { tool_calls: [{ index: 0, id: "c1", type: "custom", custom: { name: "sql", input: "" } }] }),
    choice(0, { tool_calls: [{ index: 0, custom: { input: "select" } }] }),
    choice(0, { tool_calls: [{ index: 0, custom: { input: " 1" } }] }, { finish_reason: "tool_calls" }),
    "data: [DONE]\n\n",
  ];
  for (const answer of [
    await answerOf(apis.chatCompletions, pieces.join("")),
    await read(whole({ content: null, tool_calls: [called] })),
  ]) {
    expect(answer.output.toolCalls).toMatchObject([{ id: "c1", function: { name: "sql", arguments: "select 1" } }]);
    const { toolCalls: tool_calls, text: content } = answer.output;
    const turn = { role: "assistant", content, tool_calls, [turnPartsKey]: partsOf(answer.output) };
    expect(unfoldTurn(turn as Message, {})["tool_calls"]).toEqual([called]);
  }
});

it("arguments that are an object are its JSON", async () => {
  const call = { id: "c1", type: "function", function: { name: "w", arguments: { at: "Bern" } } };
  const answer = await read(whole({ tool_calls: [call] }));
  expect(answer.output.toolCalls).toMatchObject([{ function: { name: "w", arguments: '{"at":"Bern"}' } }]);
});

it("what Groq ran itself is a step each with what it found, told once, whole and streamed", async () => {
  const begun = { index: 0, type: "search", arguments: '{"query":"bern"}' };
  const found = { results: [{ url: "https://a.test/", title: "A", content: "rain", score: 0.9 }] };
  const ended = { ...begun, output: "Title: A", search_results: found };
  const pieces = [
    choice(0, { executed_tools: [begun] }),
    choice(0, { executed_tools: [ended] }),
    choice(0, { content: "Rain." }, { finish_reason: "stop" }),
    "data: [DONE]\n\n",
  ];
  for (const answer of [
    await answerOf(apis.chatCompletions, pieces.join("")),
    await read(whole({ content: "Rain.", executed_tools: [ended] })),
  ]) {
    expect(partsOf(answer.output).filter(({ type }) => type === "server_tool")).toEqual([
      { type: "server_tool", value: { type: "search", input: '{"query":"bern"}', output: "Title: A" } },
    ]);
    expect(sourcesOf(answer.output)).toMatchObject([{ url: "https://a.test/", title: "A" }]);
  }
});
