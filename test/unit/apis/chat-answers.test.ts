import { chatCompletions } from "@engine/apis/chat-completions/api.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { describe, expect, it } from "vitest";
import { answerOf, type Served } from "./answer-of.ts";

/* Answers as compatible servers really send them; beside each kind who was seen to. */

const done = "data: [DONE]\n\n";
const frame = (data: JsonValue) => `data: ${JSON.stringify(data)}\n\n`;
const chunk = (delta: JsonValue, reason: string | null = null, more: object = {}) =>
  frame({ id: "c", model: "m", choices: [{ index: 0, delta, finish_reason: reason, ...more }] });
const stop = chunk({}, "stop");
const counted = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };
const whole = (message: object, choice: object = {}, top: object = {}) =>
  JSON.stringify({ id: "c", model: "m", choices: [{ index: 0, message, finish_reason: "stop", ...choice }], ...top });

const read = (body: string, served?: Served) => answerOf(chatCompletions, body, served);
const readWhole = (body: string) => read(body, { stream: false, type: "application/json" });

const call = (id: string, name: string, text: string, more: object = {}): JsonValue => ({
  ...(id === "" ? {} : { id }),
  type: "function",
  function: { ...(name === "" ? {} : { name }), arguments: text },
  ...more,
});
const pieces = (...calls: JsonValue[]) =>
  calls.map((one) => chunk({ tool_calls: [one] })).join("") + chunk({}, "tool_calls") + done;

describe("tool calls in pieces", () => {
  const two: [string, string, string][] = [
    ["a", "w", '{"c":"P"}'],
    ["b", "w", '{"c":"L"}'],
  ];
  const kinds: [who: string, body: string, calls: [string, string, string][]][] = [
    ["no index, a whole call each (Gemini)", pieces(call("a", "w", '{"c":"P"}'), call("b", "w", '{"c":"L"}')), two],
    [
      "index 0 for all, ids of their own",
      pieces(call("a", "w", '{"c":"P"}', { index: 0 }), call("b", "w", '{"c":"L"}', { index: 0 })),
      two,
    ],
    [
      "index 0 for all, each in pieces",
      pieces(
        call("a", "w", "", { index: 0 }),
        call("", "", '{"c":"P"}', { index: 0 }),
        call("b", "w", "", { index: 0 }),
        call("", "", '{"c":"L"}', { index: 0 }),
      ),
      two,
    ],
    [
      "no index, two in one chunk, then pieces with their ids",
      chunk({ tool_calls: [call("a", "w", '{"c":'), call("b", "w", '{"c":')] }) +
        pieces(call("b", "", '"L"}'), call("a", "", '"P"}')),
      two,
    ],
    [
      "neither index nor id",
      pieces(call("", "w", '{"c":"P"}'), call("", "w", '{"c":"L"}')),
      [
        ["", "w", '{"c":"P"}'],
        ["", "w", '{"c":"L"}'],
      ],
    ],
    [
      "id and name in every piece (Qwen)",
      pieces(call("a", "x", '{"q"', { index: 0 }), call("a", "x", ":1}", { index: 0 })),
      [["a", "x", '{"q":1}']],
    ],
    [
      "another id in every piece of one call (old vLLM)",
      pieces(call("a", "x", '{"q"', { index: 0 }), call("r2", "", ":1}", { index: 0 })),
      [["a", "x", '{"q":1}']],
    ],
    ["an index that counts a text before it", pieces(call("a", "x", "{}", { index: 1 })), [["a", "x", "{}"]]],
    [
      "in turns",
      pieces(
        call("a", "x", '{"q"', { index: 0 }),
        call("b", "y", "{", { index: 1 }),
        call("", "", ":1}", { index: 0 }),
        call("", "", "}", { index: 1 }),
      ),
      [
        ["a", "x", '{"q":1}'],
        ["b", "y", "{}"],
      ],
    ],
  ];
  it.each(kinds)("%s", async (_who, body, calls) => {
    const answer = await read(body);
    expect([answer.outcome.kind, answer.calls]).toEqual(["completed", calls]);
  });

  it("a call that says nothing is none, whole and streamed (Go's zero values)", async () => {
    const hollow = { content: "4", function_call: { name: "", arguments: "" }, tool_calls: [call("", "", "")] };
    const answers = [await readWhole(whole(hollow)), await read(chunk(hollow) + stop + done)];
    for (const { output, calls } of answers) expect([output.text, calls]).toEqual(["4", []]);
  });

  it("a call said in the old form too is one call", async () => {
    const both = { tool_calls: [call("a", "x", "{}")], function_call: { name: "x", arguments: "{}" } };
    expect((await readWhole(whole(both))).calls).toEqual([["a", "x", "{}"]]);
  });
});

it("reasoning under two names is read once, from the one that says something", async () => {
  const both =
    chunk({ reasoning_content: "", reasoning: "Hm." }) + chunk({ reasoning_content: " So.", reasoning: " So." });
  expect((await read(both + chunk({ content: "a" }, "stop") + done)).output.reasoning).toBe("Hm. So.");
});

describe("which choice", () => {
  const text = (index: number, content: string) => frame({ choices: [{ index, delta: { content } }] });
  const end = (index: number) => frame({ choices: [{ index, delta: {}, finish_reason: "stop" }] });

  it("the only one, whatever its number", async () => {
    const answers = [
      await readWhole(whole({ content: "Hi" }, { index: 1 })),
      await read(text(1, "Hi") + end(1) + done),
    ];
    for (const { output, outcome } of answers) {
      expect([output.text, outcome]).toEqual(["Hi", { kind: "completed", finishReason: "stop" }]);
    }
  });

  it("the first of several, in whatever order they come", async () => {
    const answer = await read(text(1, "B") + text(0, "A") + end(0) + text(1, "B") + end(1) + done);
    expect(answer.output.text).toBe("A");
    const list = [
      { index: 1, message: { content: "B" } },
      { index: 0, message: { content: "A" } },
    ];
    expect((await readWhole(JSON.stringify({ choices: list }))).output.text).toBe("A");
  });

  it("what came of it is kept when the bytes break off", async () => {
    expect((await read(text(1, "Hi"))).output.text).toBe("Hi");
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(text(1, "Hi"))),
      pull: (controller) => controller.error(new Error("cut")),
    });
    const seen: string[] = [];
    const events = chatCompletions.read(new Response(broken, { headers: { "content-type": "text/event-stream" } }), {
      stream: true,
      limits: { line: 1000, event: 1000 },
    });
    const reading = (async () => {
      for await (const batch of events) for (const event of batch) if (event.type === "text") seen.push(event.text);
    })();
    await expect(reading).rejects.toThrow("cut");
    expect(seen).toEqual(["Hi"]);
  });
});

describe("counts", () => {
  const kinds: [who: string, usage: object, read: object][] = [
    ["Mistral", { ...counted, num_cached_tokens: 5 }, { cachedInputTokens: 5 }],
    ["Moonshot", { ...counted, cached_tokens: 5 }, { cachedInputTokens: 5 }],
    ["DeepSeek", { ...counted, prompt_cache_hit_tokens: 4 }, { cachedInputTokens: 4 }],
    ["Perplexity", { ...counted, reasoning_tokens: 2 }, { reasoningTokens: 2 }],
    [
      "a zero where OpenAI has it and the figure elsewhere",
      { ...counted, prompt_tokens_details: { cached_tokens: 0 }, num_cached_tokens: 5 },
      { cachedInputTokens: 5 },
    ],
    ["OpenRouter's cost", { ...counted, cost: 0.0012 }, { costUsd: 0.0012 }],
    [
      "OpenRouter's fee and what the provider charges",
      { ...counted, cost: 0.001, is_byok: true, cost_details: { upstream_inference_cost: 0.02 } },
      { costUsd: 0.021 },
    ],
    ["its fee alone is no cost", { ...counted, cost: 0.001, is_byok: true }, {}],
    ["Perplexity's cost", { ...counted, cost: { request_cost: 0.005, total_cost: 0.006 } }, { costUsd: 0.006 }],
    ["none cached", { ...counted, prompt_tokens_details: { cached_tokens: 0 } }, { cachedInputTokens: 0 }],
  ];
  it.each(kinds)("%s, streamed and whole", async (_who, usage, expected) => {
    const all = { inputTokens: 7, outputTokens: 3, totalTokens: 10, ...expected };
    const answers = [
      await read(chunk({ content: "a" }) + stop + frame({ choices: [], usage } as unknown as JsonValue) + done),
      await readWhole(whole({ content: "a" }, {}, { usage })),
    ];
    for (const { output } of answers) expect(output.usage).toEqual(all);
  });

  it("inside the choice (Moonshot)", async () => {
    const answer = await read(chunk({ content: "a" }) + chunk({}, "stop", { usage: counted }) + done);
    expect(answer.output.usage).toEqual({ inputTokens: 7, outputTokens: 3, totalTokens: 10 });
  });

  it("beside an error", async () => {
    const answer = await read(frame({ error: { message: "quota" }, choices: [], usage: counted }));
    expect([answer.outcome.kind, answer.output.usage.inputTokens]).toEqual(["provider_error", 7]);
  });
});

describe("an answer that failed is never complete", () => {
  const error = { code: 502, message: "Upstream went away" };
  const kinds: [kind: string, body: string, words: string][] = [
    ["error in the choice (OpenRouter)", chunk({ content: "par" }) + chunk({}, "error", { error }) + done, "went away"],
    ["error beside the choices", chunk({ content: "par" }) + frame({ choices: [], error }) + done, "went away"],
    [
      "an error's piece of text is kept",
      frame({ choices: [{ delta: { content: "par" } }], error }) + done,
      "went away",
    ],
    ["only the reason says it", chunk({ content: "par" }) + chunk({}, "error") + done, "error"],
    ["the words come after the reason", chunk({ content: "par" }) + chunk({}, "error") + frame({ error }), "went away"],
    ["an error event with flat JSON", `${chunk({ content: "par" })}event: error\n${frame(error)}`, "went away"],
    ["an error event in plain words", `${chunk({ content: "par" })}event: error\ndata: timed out\n\n`, "timed out"],
    ["a line `error:` (llama.cpp)", `${chunk({ content: "par" })}error: ${JSON.stringify(error)}\n\n`, "went away"],
    ["a bare JSON line (Gemini)", `${chunk({ content: "par" })}${JSON.stringify({ error })}\n\n`, "went away"],
    ["a bare JSON line without its end", `${chunk({ content: "par" })}${JSON.stringify({ error })}`, "went away"],
    ["a list with the error in it (Gemini)", chunk({ content: "par" }) + frame([{ error }]), "went away"],
    ["code and message alone (DashScope)", chunk({ content: "par" }) + frame(error), "went away"],
    ["error_msg (Baidu)", chunk({ content: "par" }) + frame({ error_code: 17, error_msg: "went away" }), "went away"],
  ];
  it.each(kinds)("%s", async (_kind, body, words) => {
    for (const pieces of [65_536, 7]) {
      const answer = await read(body, { pieces });
      expect([answer.outcome.kind, answer.output.text, answer.words]).toEqual([
        "provider_error",
        "par",
        expect.stringContaining(words),
      ]);
    }
  });

  it("words between the events are told when the stream ends without an end", async () => {
    const answer = await read(`${chunk({ content: "par" })}upstream connect error or disconnect\n`, { pieces: 5 });
    expect([answer.outcome.kind, answer.output.text, answer.words]).toEqual([
      "protocol_error",
      "par",
      expect.stringContaining("upstream connect error or disconnect"),
    ]);
    expect((await read(`${chunk({ content: "a" })}odd line\n${stop}${done}`)).outcome.kind).toBe("completed");
  });

  const bodies: [kind: string, body: string, words: string][] = [
    ["in the choice", whole({ content: "par" }, { error, finish_reason: "error" }), "Upstream went away"],
    ["only the reason", whole({ content: "par" }, { finish_reason: "error" }), "error"],
    ["beside", JSON.stringify({ error: { message: "Insufficient credits", code: 402 } }), "Insufficient credits (402)"],
    ["error_msg", JSON.stringify({ error_code: 17, error_msg: "Daily limit reached" }), "Daily limit reached (17)"],
    ["code and message", JSON.stringify({ code: "Throttling", message: "Too fast" }), "Too fast (Throttling)"],
    [
      "base_resp (MiniMax)",
      JSON.stringify({ base_resp: { status_code: 1004, status_msg: "login fail" } }),
      "login fail",
    ],
    ["detail (FastAPI)", JSON.stringify({ detail: "Not ready" }), "Not ready"],
  ];
  it.each(bodies)("a whole answer: %s", async (_kind, body, words) => {
    const answer = await readWhole(body);
    expect([answer.outcome.kind, answer.words]).toEqual(["provider_error", expect.stringContaining(words)]);
  });

  it("an error field that says nothing is no error", async () => {
    for (const error of ["", null, false, 0, {}, [], { message: "", code: 0 }]) {
      const body = whole({ content: "a" }, { error }, { error });
      const streamed = frame({ choices: [{ delta: { content: "a" }, error }], error }) + stop + done;
      for (const { output, outcome } of [await readWhole(body), await read(streamed)]) {
        expect([error, output.text, outcome.kind]).toEqual([error, "a", "completed"]);
      }
    }
  });

  it("null as a text is no reason to end (KoboldCpp)", async () => {
    const text = chunk({ content: "a" }, "null") + chunk({ content: "b" }, "null");
    expect((await read(text)).outcome.kind).toBe("truncated");
    expect((await read(text + stop + done)).outcome).toEqual({ kind: "completed", finishReason: "stop" });
  });
});

describe("the body decides what it is, not its header", () => {
  const events = chunk({ content: "Hi" }) + stop + done;
  const error = JSON.stringify({ error: { message: "quota used up" } });
  const types = ["text/event-stream", "application/json", "text/plain", "text/html", "application/octet-stream", null];

  it.each(types)("events under %s, asked for or not", async (type) => {
    for (const stream of [true, false]) {
      const { output, outcome } = await read(events, { type, stream });
      expect([stream, output.text, outcome.kind]).toEqual([stream, "Hi", "completed"]);
    }
  });

  it.each(types)("JSON under %s, asked for or not, also after blank lines", async (type) => {
    for (const stream of [true, false]) {
      for (const pieces of [65_536, 1]) {
        const good = await read(`\n\n  ${whole({ content: "Hi" })}`, { type, stream, pieces });
        expect([good.output.text, good.outcome.kind]).toEqual(["Hi", "completed"]);
        const bad = await read(error, { type, stream, pieces });
        expect([bad.outcome.kind, bad.words]).toEqual(["provider_error", "quota used up"]);
      }
    }
  });

  it.each(types)("a web page under %s is told with its words", async (type) => {
    const page = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title><style>a{}</style></head><body>nginx</body>";
    for (const stream of [true, false]) {
      const answer = await read(page, { type, stream });
      expect([answer.outcome.kind, answer.words]).toEqual([
        "protocol_error",
        expect.stringMatching(/web page.*502 Bad Gateway/),
      ]);
      expect(answer.words).not.toContain("a{}");
    }
  });

  it.each(types)("plain words under %s are told", async (type) => {
    for (const stream of [true, false]) {
      const answer = await read("upstream is resting", { type, stream, pieces: 4 });
      expect([answer.outcome.kind, answer.words]).toEqual([
        "protocol_error",
        expect.stringContaining("upstream is resting"),
      ]);
    }
  });

  it("empty events keep a connection alive", async () => {
    expect((await read(`data: \n\n${chunk({ content: "Hi" })}data:\n\n${stop}${done}`)).output.text).toBe("Hi");
  });

  it("a picture of five megabytes in one event is read over", async () => {
    const url = `data:image/png;base64,${"iVBORw0KGgo".repeat(500_000)}`;
    const body = chunk({ content: "Here." }) + chunk({ images: [{ image_url: { url } }] }) + stop + done;
    const { output, outcome } = await read(body);
    expect([output.text, outcome.kind]).toEqual(["Here.", "completed"]);
  });
});
