import { createHash } from "node:crypto";
import type { JsonObject } from "@shared/domain/json/json.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

/** What issue 3 adds to a run, through the whole engine: what the preview shows is what the provider received. */
let bench: EngineBench;
beforeEach(async () => {
  bench = await openEngineBench();
});
afterEach(async () => {
  await bench.close();
});

const never = new AbortController().signal;
const question = { role: "user", content: "What is the weather?" };
const request = (given: Parameters<typeof runRequest>[0] = {}) =>
  runRequest({ clientMessages: [question], model: "gpt-4o-mini", ...given });
const types = (events: StreamEvent[]) => events.map(({ type }) => type);

async function previewEqualsWire(given: ReturnType<typeof request>) {
  const preview = await bench.engine.runs.preview(given, { signal: never });
  const { record } = await bench.run(given);
  const received = bench.provider.requests.at(-1);
  expect(preview.error).toBeUndefined();
  expect(preview.wire?.body).toBe(received?.body);
  expect(record.exchanges[0]?.request.body).toBe(received?.body);
  return { preview, record, received };
}

describe("continuation", () => {
  const turns = [
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "c1", type: "function" as const, function: { name: "weather", arguments: "{}" } }],
    },
    { role: "tool", tool_call_id: "c1", content: "rain" },
  ];

  it.each(["replace", "append"] as const)(
    "follows the compiled messages in mode %s (a mocked tool result that is dropped)",
    async (clientMessagesMode) => {
      const given = request({ continuation: turns, clientMessagesMode });
      const { record, received } = await previewEqualsWire(given);
      expect(received?.json()["messages"]).toEqual([question, ...turns]);
      expect(record.compiled?.messages.map(({ origin }) => origin)).toEqual([
        { kind: "client", index: 0 },
        { kind: "continuation", index: 0 },
        { kind: "continuation", index: 1 },
      ]);
    },
  );

  it("becomes blocks at Anthropic", async () => {
    const { received } = await previewEqualsWire(request({ continuation: turns, model: "anthropic/claude-3-haiku" }));
    expect(received?.json()["messages"]).toMatchObject([
      { role: "user" },
      { role: "assistant", content: [{ type: "tool_use", id: "c1" }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "c1", content: "rain" }] },
    ]);
  });
});

describe("hand-edited body", () => {
  it("is sent byte for byte with a length that fits, and the record says so", async () => {
    const messages = '[ {"role":"user", "content":"Hi"} ]';
    const body = `{ "model":"x",\n  "stream" : false, "messages":${messages}, "note":"日本 🎉 \\u2028" }`;
    bench.provider.takesMore({ fields: ["note"] });
    const { record, received, preview } = await previewEqualsWire(request({ handEditedBody: body }));
    expect(received?.body).toBe(body);
    expect(received?.header("content-length")).toBe(String(Buffer.byteLength(body)));
    expect(preview.wire?.bodySha256).toBe(createHash("sha256").update(body).digest("hex"));
    expect(record.plan).toMatchObject({ handEdited: true, stream: false });
    expect(record.warnings.map(({ code }) => code)).toContain("hand_edited");
    expect(record.outcome?.kind).toBe("completed");
    expect(record.metrics?.ttftMs).toBeUndefined();
  });

  it("may be broken on purpose: it is sent, with a warning", async () => {
    const given = request({ handEditedBody: "{not json" });
    bench.provider.next({ kind: "status", status: 400, message: "cannot parse" });
    const preview = await bench.engine.runs.preview(given, { signal: never });
    expect(preview.wire?.body).toBe("{not json");
    expect(preview.warnings.find(({ code }) => code === "hand_edited")?.message).toContain("not a JSON object");
  });

  it("a key in it stays text: no placeholder is filled in a body", async () => {
    const { received } = await previewEqualsWire(request({ handEditedBody: '{"stream":true,"k":"$OPENAI_API_KEY"}' }));
    expect(received?.body).not.toContain("sk-canary");
  });
});

describe("tools and schemas", () => {
  const schema: JsonObject = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

  it("flat forms reach OpenAI in its own, and the answer is checked against them", async () => {
    bench.provider.next({ kind: "answer", answer: { text: '{"town":1}' } });
    const overrides = { tools: [{ name: "weather", parameters: schema }], schema };
    const { record } = await bench.run(request({ overrides }));
    expect(bench.provider.requests[0]?.json()).toMatchObject({
      tools: [{ type: "function", function: { name: "weather", parameters: schema } }],
      response_format: { type: "json_schema", json_schema: { name: "answer", schema } },
      stream: true,
    });
    expect(record.checks?.output).toMatchObject({ valid: false, errors: [{ path: "" }] });
  });

  it("a schema reaches Anthropic in its place, beside what is there already, and its answer is checked", async () => {
    bench.provider.next({ kind: "answer", answer: { text: '{"city":"Bern"}' } });
    const overrides = { response_format: schema, output_config: { effort: "low" } };
    const { record } = await bench.run(request({ model: "anthropic/claude-haiku-4-5", overrides }));
    const body = bench.provider.requests[0]?.json();
    const closed = { ...schema, additionalProperties: false };
    expect(body?.["output_config"]).toEqual({ effort: "low", format: { type: "json_schema", schema: closed } });
    expect(body).not.toHaveProperty("response_format");
    expect(record.checks?.output).toEqual({ valid: true, errors: [] });
  });

  it("the arguments of a streamed tool call are checked", async () => {
    const toolCalls = [{ id: "c1", name: "weather", arguments: '{"city":"Bern"}' }];
    bench.provider.next({ kind: "answer", answer: { toolCalls, finishReason: "tool_calls" } });
    const { record } = await bench.run(request({ overrides: { tools: [{ name: "weather", parameters: schema }] } }));
    expect(record.checks).toEqual({ toolCalls: [{ name: "weather", valid: true, errors: [] }] });
  });
});

describe("pictures", () => {
  const data = Buffer.concat([Buffer.from("GIF89a"), Buffer.alloc(40)]).toString("base64");
  const picture = (url: string) => ({ role: "user", content: [{ type: "image_url", image_url: { url } }] });

  it("reach OpenAI as they are and Anthropic as base64", async () => {
    const clientMessages = [picture(`data:image/gif;base64,${data}`)];
    await previewEqualsWire(request({ clientMessages }));
    const { received } = await previewEqualsWire(request({ clientMessages, model: "anthropic/claude-3-haiku" }));
    expect(received?.json()["messages"]).toMatchObject([
      { content: [{ type: "image", source: { type: "base64", media_type: "image/gif", data } }] },
    ]);
  });

  it("one that cannot be sent fails before a request is made", async () => {
    const { record } = await bench.run(request({ clientMessages: [picture("data:image/svg+xml;base64,PHN2Zz4=")] }));
    expect(record.outcome).toMatchObject({ kind: "not_sent", error: { code: "image_invalid" } });
    expect(bench.provider.requests).toEqual([]);
  });

  it("a model that refuses pictures is named as such, with its own words", async () => {
    bench.provider.next({ kind: "status", status: 400, message: "This model does not support image input." });
    const { record } = await bench.run(request({ clientMessages: [picture(`data:image/gif;base64,${data}`)] }));
    expect(record.outcome).toMatchObject({
      error: { code: "image_refused", detail: expect.stringContaining("image") },
    });
  });
});

describe("cost", () => {
  it("comes from the price list with its source, own prices first; an unknown model has none", async () => {
    const usage = { input: 1_000_000, output: 1_000_000, cached: 200_000, reasoning: 10 };
    const answer = { kind: "answer" as const, answer: { text: "x", usage, model: "gpt-4o-mini-2024-07-18" } };
    const unpriced = { kind: "answer" as const, answer: { text: "x", usage, model: "brand-new" } };
    bench.provider.next(answer, answer, unpriced);
    const { record } = await bench.run(request());
    expect(record.metrics?.cost?.usd).toBeCloseTo(0.8 * 0.15 + 0.2 * 0.075 + 0.6, 10);
    await bench.engine.prices.save([
      { model: "gpt-4o-mini", input: 1, output: 1, cachedInput: 1, asOf: "2026-01-01", source: "own" },
    ]);
    const own = await bench.run(request());
    expect(own.record.metrics?.cost).toEqual({ usd: 2, price: { source: "own", asOf: "2026-01-01" } });
    const unknown = await bench.run(request({ model: "openai/brand-new" }));
    expect(unknown.record.metrics?.usage.inputTokens).toBe(1_000_000);
    expect(unknown.record.metrics?.cost).toBeUndefined();
  });
});

describe("queue", () => {
  it("a fifth call with one key waits, says so, and its wait is not its latency", async () => {
    bench.provider.next(...Array.from({ length: 4 }, () => ({ kind: "hang_before_headers" as const })));
    const held = await Promise.all([1, 2, 3, 4].map(() => bench.engine.runs.start(request())));
    await bench.provider.request(3);
    const waiting = await bench.engine.runs.start(request());
    const events: StreamEvent[] = [];
    for await (const { event } of bench.engine.runs.events(waiting.id, -1, never)) {
      events.push(event);
      if (event.type === "queued") for (const { id } of held) bench.engine.runs.cancel(id);
    }
    expect(types(events).slice(0, 3)).toEqual(["prepared", "queued", "request"]);
    const record = await bench.engine.runs.get(waiting.id);
    expect(record.outcome?.kind).toBe("completed");
    expect(record.metrics?.queuedMs).toBe(record.queue?.ms);
    expect(record.metrics?.totalMs).toBeLessThan(Number(events.at(-1)?.at) - Number(record.queue?.ms) + 1);
  });

  it("a run stopped in the queue was never sent (a stop that waits for its turn)", async () => {
    bench.provider.next(...Array.from({ length: 4 }, () => ({ kind: "hang_before_headers" as const })));
    await Promise.all([1, 2, 3, 4].map(() => bench.engine.runs.start(request())));
    await bench.provider.request(3);
    const waiting = await bench.engine.runs.start(request());
    const events: StreamEvent[] = [];
    for await (const { event } of bench.engine.runs.events(waiting.id, -1, never)) {
      events.push(event);
      if (event.type === "queued") bench.engine.runs.cancel(waiting.id);
    }
    expect(types(events)).toEqual(["prepared", "queued", "end"]);
    expect((await bench.engine.runs.get(waiting.id)).outcome?.kind).toBe("cancelled");
    expect(bench.provider.requests).toHaveLength(4);
  });

  it("a 429 with Retry-After holds up the other calls with that key (ten variants that hammer a limit)", async () => {
    const limited = { kind: "status" as const, status: 429, headers: { "retry-after-ms": "150" } };
    const hanging = { kind: "hang_before_headers" as const };
    bench.provider.next(hanging, hanging, hanging, limited);
    const held = await Promise.all([1, 2, 3].map(() => bench.engine.runs.start(request())));
    await bench.provider.request(2);
    const first = await bench.engine.runs.start(request());
    const second = bench.run(request());
    let retries = 0;
    for await (const { event } of bench.engine.runs.events(first.id, -1, never)) {
      if (event.type !== "retry") continue;
      retries += 1;
      // The three slots are free from here on; the lane is not.
      for (const { id } of held) bench.engine.runs.cancel(id);
    }
    expect(retries).toBe(1);
    expect((await second).record.queue).toBeDefined();
    // By the provider's own clock, so that however late this test hears of the pause, it is not shorter for that.
    const [refused, ...later] = bench.provider.requests.slice(3).map(({ receivedAt }) => receivedAt);
    expect(later).toHaveLength(2);
    expect(Math.min(...later) - (refused ?? 0)).toBeGreaterThan(145);
  });
});
