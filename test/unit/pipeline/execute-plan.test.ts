import { defaultLimits } from "@engine/http/http.ts";
import type { Provider } from "@engine/providers/provider.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import type { Outcome } from "@shared/domain/run/stream-event.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApi } from "../../fakes/provider/answers.ts";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";
import { canary, planFor, type RunOptions, runPlan } from "../../fakes/provider/run-plan.ts";
import type { Script } from "../../fakes/provider/scripts.ts";

let fake: FakeProvider;
beforeEach(async () => {
  fake = await startFakeProvider();
});
afterEach(() => fake.close());

const apis: FakeApi[] = ["openai", "azure", "anthropic"];

function providerOf(api: FakeApi): Provider {
  const provider = builtInProviders.find(api);
  if (!provider) throw new Error(`no provider ${api}`);
  return provider;
}

function run(api: FakeApi, scripts: Script[], options: RunOptions & { stream?: boolean } = {}) {
  fake.next(...scripts);
  const plan = planFor(providerOf(api), { baseUrl: fake.baseUrl(api), stream: options.stream ?? true });
  return runPlan(providerOf(api), plan, options);
}

describe.each(apis)("outcomes over %s", (api) => {
  const faults: [Script, Outcome["kind"], string | undefined][] = [
    [{ kind: "cut", after: 5 }, "connection_lost", "connection_lost"],
    [{ kind: "end_early", after: 5 }, "truncated", "truncated"],
    [{ kind: "no_closing_mark" }, "completed_unterminated", undefined],
    [{ kind: "error_in_stream", after: 5, message: "Overloaded" }, "provider_error", "provider_error"],
    [{ kind: "html" }, "protocol_error", "protocol_error"],
    [{ kind: "bad_json", after: 5 }, "protocol_error", "protocol_error"],
    [{ kind: "redirect", status: 307, location: "http://127.0.0.1:9/" }, "protocol_error", "redirect_refused"],
    [{ kind: "status", status: 400 }, "provider_error", "provider_rejected"],
    [{ kind: "status", status: 403 }, "provider_error", "provider_unauthorized"],
    [{ kind: "status", status: 404 }, "provider_error", "provider_rejected"],
    [{ kind: "raw", body: "" }, "protocol_error", "protocol_error"],
    [{ kind: "raw", body: '{"error":{"message":"quota"}}' }, "provider_error", "provider_error"],
    [{ kind: "raw", body: '{"hello":1}' }, "protocol_error", "protocol_error"],
  ];

  it.each(faults)("%j is told apart, and is never a success (SSE-1, SSE-3)", async (script, kind, code) => {
    const { outcome, metrics, output, exchanges } = await run(api, [script]);
    expect(outcome.kind).toBe(kind);
    expect("error" in outcome ? outcome.error.code : undefined).toBe(code);
    expect(metrics.attempts).toBe(1);
    expect(exchanges).toHaveLength(1);
    expect(exchanges[0]?.timings.end).toBeDefined();
    // What had come before the fault is kept.
    if ("after" in script) expect(output.text).toMatch(/^Hello/);
  });

  it("a stream in single bytes gives the same answer", async () => {
    const answer = { text: "Grüße, 日本 🎉 in pieces", reasoning: "hm", usage: { input: 3, output: 4, cached: 1 } };
    const whole = await run(api, [{ kind: "answer", answer }]);
    const bytes = await run(api, [{ kind: "answer", answer, chunks: "bytes" }]);
    expect(whole.output).toMatchObject({ text: answer.text, reasoning: "hm" });
    expect(bytes.output).toEqual(whole.output);
  });

  it("limits stop a gzip bomb and an endless line", async () => {
    const limits = { ...defaultLimits, total: 200_000, line: 10_000, event: 20_000 };
    const bomb = await run(api, [{ kind: "gzip_bomb", bytes: 5_000_000 }], { limits });
    const line = await run(api, [{ kind: "huge_line", bytes: 100_000 }], { limits });
    expect(bomb.outcome.kind).toBe("limit_exceeded");
    expect(line.outcome.kind).toBe("limit_exceeded");
  });

  it("a hang before the headers and one in the stream are timeouts of their own (TMO-1)", async () => {
    const limits = { ...defaultLimits, firstByteMs: 150, idleMs: 150 };
    const silent = await run(api, [{ kind: "hang_before_headers" }], { limits });
    const stalled = await run(api, [{ kind: "hang", after: 5 }], { limits });
    expect(silent.outcome).toMatchObject({ kind: "timeout", error: { code: "first_byte_timeout" } });
    expect(silent.metrics.attempts).toBe(1);
    expect(stalled.outcome).toMatchObject({ kind: "timeout", error: { code: "idle_timeout" } });
    expect(stalled.output.text).toMatch(/^Hello/);
  });

  it("the key is in no event, exchange or error, whatever the server echoes", async () => {
    const echo = { text: `your key is ${canary} ok`, reasoning: canary, refusal: canary };
    const runs = [
      await run(api, [{ kind: "answer", answer: echo }]),
      await run(api, [{ kind: "answer", answer: echo }], { stream: false }),
      await run(api, [{ kind: "error_in_stream", after: 5, message: canary }]),
      await run(api, [{ kind: "status", status: 400, message: canary, headers: { "x-request-id": canary } }]),
      await run(api, [{ kind: "redirect", status: 302, location: `http://127.0.0.1:9/${canary}` }]),
    ];
    expect(JSON.stringify(runs)).not.toContain(canary);
    expect(runs[0]?.output.text).toContain("[secret]");
  });
});

it("pings keep a stream alive for longer than the idle limit (TMO-1)", async () => {
  const limits = { ...defaultLimits, idleMs: 500 };
  const { outcome } = await run("openai", [{ kind: "pings", count: 30, everyMs: 25 }], { limits });
  expect(outcome.kind).toBe("completed");
});

describe("stopping (CAN-1)", () => {
  it("before the headers: the server sees the close", async () => {
    const abort = new AbortController();
    const running = run("openai", [{ kind: "hang_before_headers" }], { signal: abort.signal });
    const request = await fake.request(0);
    abort.abort();
    expect((await running).outcome.kind).toBe("cancelled");
    await request.closed;
  });

  it.each(apis)("in the stream of %s: the server sees the close and the text is kept", async (api) => {
    const abort = new AbortController();
    const { outcome, output } = await run(api, [{ kind: "hang", after: 5 }], {
      signal: abort.signal,
      onEvent: (event) => {
        if (event.type === "text") abort.abort();
      },
    });
    expect(outcome.kind).toBe("cancelled");
    expect(output.text).toMatch(/^Hello/);
    await (await fake.request(0)).closed;
  });

  it("in the wait before another attempt: at once, and none is made", async () => {
    const abort = new AbortController();
    const { outcome, metrics } = await run(
      "openai",
      [{ kind: "status", status: 429, headers: { "retry-after": "50" } }],
      {
        signal: abort.signal,
        onEvent: (event) => {
          if (event.type === "retry") abort.abort();
        },
      },
    );
    expect(outcome.kind).toBe("cancelled");
    expect(metrics.attempts).toBe(1);
    expect(fake.requests).toHaveLength(1);
  });

  it("before it began: nothing is sent", async () => {
    const { outcome } = await run("openai", [], { signal: AbortSignal.abort() });
    expect(outcome.kind).toBe("cancelled");
    expect(fake.requests).toHaveLength(0);
  });
});

describe("trying again (RTY-1)", () => {
  it("each attempt is an exchange of its own, and the last one's answer counts", async () => {
    const { outcome, metrics, events, exchanges, output } = await run("openai", [
      { kind: "status", status: 503 },
      { kind: "status", status: 429, headers: { "retry-after-ms": "1" } },
    ]);
    expect(outcome.kind).toBe("completed");
    expect(output.text).toBe("Hello from the fake provider.");
    expect(metrics).toMatchObject({ attempts: 3, httpStatus: 200 });
    expect(exchanges.map(({ attempt, response }) => [attempt, response?.status])).toEqual([
      [1, 503],
      [2, 429],
      [3, 200],
    ]);
    expect(new Set(exchanges.map(({ request }) => request.bodySha256)).size).toBe(1);
    expect(events.filter(({ type }) => type === "retry")).toHaveLength(2);
  });

  it("gives up after two, with the last error", async () => {
    const { outcome, metrics } = await run("anthropic", Array(3).fill({ kind: "status", status: 529 }));
    expect(outcome).toMatchObject({ kind: "provider_error", error: { code: "provider_unavailable", status: 529 } });
    expect(metrics.attempts).toBe(3);
  });

  it("does not wait an hour, and says when to come back", async () => {
    const { outcome, metrics } = await run("openai", [
      { kind: "status", status: 429, headers: { "retry-after": "3600" } },
    ]);
    expect(outcome).toMatchObject({ error: { code: "provider_rate_limited", retryAfterMs: 3_600_000 } });
    expect(metrics.attempts).toBe(1);
  });

  it("never after the first byte of an answer", async () => {
    await run("openai", [{ kind: "cut", after: 3 }]);
    expect(fake.requests).toHaveLength(1);
  });

  it("a connection that nobody takes is tried again; the advice names the local server to start", async () => {
    const ollama = builtInProviders.find("ollama");
    if (!ollama) throw new Error("no provider ollama");
    const gone = await startFakeProvider();
    await gone.close();
    const { outcome, metrics } = await runPlan(ollama, planFor(ollama, { baseUrl: gone.baseUrl("openai") }));
    expect(outcome).toMatchObject({
      kind: "connection_lost",
      error: { code: "connection_refused", advice: expect.stringContaining("Ollama") },
    });
    expect(metrics.attempts).toBe(3);
  });
});

describe("events and figures", () => {
  it("come in order, with times that never run backwards", async () => {
    const answer = { text: "one two three", reasoning: "first think", usage: { input: 5, output: 9, reasoning: 3 } };
    const { events, metrics, exchanges } = await run("openai", [{ kind: "answer", answer }]);
    const kinds = events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);
    expect(kinds).toEqual(["request", "response", "model", "reasoning", "text", "finish", "usage"]);
    const times = events.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(metrics).toMatchObject({
      attempts: 1,
      httpStatus: 200,
      ttftMs: expect.any(Number),
      firstReasoningMs: expect.any(Number),
      usage: { inputTokens: 5, outputTokens: 9, totalTokens: 14, reasoningTokens: 3 },
    });
    expect(exchanges[0]?.frames.at(-1)?.data).toBe("[DONE]");
    expect(exchanges[0]?.timings).toMatchObject({ requestSent: expect.any(Number), firstByte: expect.any(Number) });
  });

  it("text that comes after the closing mark is ignored", async () => {
    const late = 'data: {"choices":[{"index":0,"delta":{"content":"late"}}]}\n\n';
    const body = `data: {"choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n${late}`;
    const { output, outcome } = await run("openai", [
      { kind: "raw", headers: { "content-type": "text/event-stream" }, body },
    ]);
    expect(outcome.kind).toBe("completed");
    expect(output.text).toBe("ok");
  });
});
