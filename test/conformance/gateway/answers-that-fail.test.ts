import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { type GatewayWorld, openWorld } from "./gateway-world.ts";

/*
 * Answers that say 200 and are none, refusals in a form of the server's own, and what else an OpenAI client must not be
 * given as it came.
 */

const path = "/v1/chat/completions";
const messages = [{ role: "user" as const, content: "Hi" }];
const entry = (name: string, model = "openai/gpt-4o", base = "PROVIDER_URL") =>
  `  - {model_name: ${name}, litellm_params: {model: ${model}, api_key: sk-of-${name}-0123456789, api_base: ${base}}}\n`;
const config = `model_list:\n${entry("a")}${entry("b", "openai/gpt-4o-mini")}${entry("claude", "anthropic/claude-sonnet-4-5", "ORIGIN")}`;
const fallbacks = "litellm_settings: {num_retries: 0, fallbacks: [{a: [b]}, {claude: [b]}]}\n";
/** Each call is one request. */
const single = "litellm_settings: {num_retries: 0}\n";

let world: GatewayWorld;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await world.close();
  for (const close of closing.splice(0)) await close();
});

async function served(listener: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().once("end", () => listener(request, response));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const events = (...objects: object[]) => objects.map((one) => `data: ${JSON.stringify(one)}\n\n`).join("");
const delta = (value: object, reason: string | null = null) => ({
  choices: [{ index: 0, delta: value, finish_reason: reason }],
});
const error = { code: 402, message: "Insufficient credits" };
const sse = { "content-type": "text/event-stream" };

describe("200 that is an error", () => {
  const kinds: [kind: string, body: string, stream: boolean][] = [
    ["whole", JSON.stringify({ error }), false],
    [
      "whole, in the choice",
      JSON.stringify({ choices: [{ index: 0, message: { content: "par" }, error, finish_reason: "error" }] }),
      false,
    ],
    ["whole, in a form of its own", JSON.stringify({ error_code: 402, error_msg: "Insufficient credits" }), false],
    ["a stream's first event", events({ error }), true],
    ["after the role", events(delta({ role: "assistant", content: "" }), { error }), true],
    ["after signs of life", `: PROCESSING\n\n${events({ error })}`, true],
    ["a bare line in a stream", `${JSON.stringify({ error })}\n`, true],
    ["JSON for a stream", JSON.stringify({ error }), true],
  ];

  it.each(kinds)("%s: a 502 with the server's words", async (_kind, body, stream) => {
    world = await openWorld({ config: config + single });
    world.provider.next({ kind: "raw", body, headers: stream ? sse : {} });
    const response = await world.post(path, { model: "a", messages, stream });
    expect([response.status, response.headers.get("content-type")]).toEqual([502, "application/json"]);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining("Insufficient credits"), type: "api_error", code: "502" },
    });
    expect((await world.ended(1))[0]?.record.outcome?.kind).toBe("provider_error");
  });

  it.each(kinds)("%s: the fallback answers, and the record has its answer alone", async (_kind, body, stream) => {
    world = await openWorld({ config: config + fallbacks });
    world.provider.next({ kind: "raw", body, headers: stream ? sse : {} });
    const response = await world.post(path, { model: "a", messages, stream });
    expect([response.status, await response.text()]).toEqual([200, expect.not.stringContaining("par")]);
    const [call] = await world.ended(1);
    expect(call?.record.output.text).toBe("Hello from the fake provider.");
    expect(call?.record.exchanges).toHaveLength(2);
  });

  it("is tried again where the config says nothing, as a refusal is", async () => {
    world = await openWorld({ config });
    world.provider.next({ kind: "raw", body: events({ error }), headers: sse });
    const response = await world.post(path, { model: "a", messages, stream: true });
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining("[DONE]")]);
    expect(world.provider.requests).toHaveLength(2);
  });

  it("of another API, too", async () => {
    world = await openWorld({ config: config + fallbacks });
    world.provider.next({ kind: "raw", body: JSON.stringify({ error }) });
    expect((await world.post(path, { model: "claude", messages })).status).toBe(200);
    expect((await world.ended(1))[0]?.record.output.text).toBe("Hello from the fake provider.");
  });

  const late: [kind: string, body: string][] = [
    ["in the choice", events(delta({ content: "par" }), { choices: [{ index: 0, delta: {}, error }] })],
    ["an event of that name", `${events(delta({ content: "par" }))}event: error\ndata: ${JSON.stringify(error)}\n\n`],
    ["a line `error:`", `${events(delta({ content: "par" }))}error: ${JSON.stringify(error)}\n\n`],
    ["plain words", `${events(delta({ content: "par" }))}Insufficient credits\n`],
    ["as clients know it", events(delta({ content: "par" }), { error })],
  ];
  it.each(late)("in the middle of a stream, %s: the client's library sees it", async (_kind, body) => {
    world = await openWorld({ config: config + single });
    world.provider.next({ kind: "raw", body, headers: sse });
    const stream = await world.client().chat.completions.create({ model: "a", messages, stream: true });
    let text = "";
    const reading = (async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    })();
    await expect(reading).rejects.toThrow("Insufficient credits");
    expect(text).toBe("par");
  });

  it("an error that clients know is passed once, byte for byte", async () => {
    world = await openWorld({ config: config + single });
    const body = events(delta({ content: "par" }), { error });
    world.provider.next({ kind: "raw", body, headers: sse });
    expect(await (await world.post(path, { model: "a", messages, stream: true })).text()).toBe(body);
  });

  it("a server that holds the connection of a failed answer is not waited for", async () => {
    const base = await served((_request, response) => {
      response.writeHead(200, sse).write(events({ error }));
    });
    world = await openWorld({ config: `model_list:\n${entry("a", "openai/x", base)}${single}` });
    expect((await world.post(path, { model: "a", messages, stream: true })).status).toBe(502);
  });
});

describe("a stream before its first word", () => {
  it("its signs of life reach the client (a proxy in between would give up)", { timeout: 30_000 }, async () => {
    let finish = () => {};
    const base = await served((_request, response) => {
      response.writeHead(200, sse).write(": thinking\n\n");
      finish = () => response.end(`${events(delta({ content: "Hi" }), delta({}, "stop"))}data: [DONE]\n\n`);
    });
    world = await openWorld({ config: `model_list:\n${entry("a", "openai/x", base)}${single}` });
    const response = await world.post(path, { model: "a", messages, stream: true });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect(await reader?.read()).toMatchObject({ value: ": thinking\n\n" });
    finish();
    let text = "";
    for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) text += piece.value;
    expect(text).toContain("[DONE]");
  });
});

describe("a refusal in a form of the server's own", () => {
  const kinds: [who: string, status: number, type: string, body: string, words: string][] = [
    [
      "a web page",
      503,
      "text/html",
      "<html><title>503 Unavailable</title><body>nginx</body></html>",
      "503 Unavailable nginx",
    ],
    ["plain words", 500, "text/plain", "upstream connect error", "upstream connect error"],
    ["Ollama", 404, "application/json", '{"error":"model not found, try pulling it first"}', "try pulling it first"],
    [
      "FastAPI",
      422,
      "application/json",
      '{"detail":[{"loc":["body","x"],"msg":"Field required"}]}',
      "body.x: Field required",
    ],
    ["a list (Gemini)", 400, "application/json", '[{"error":{"code":400,"message":"no signature"}}]', "no signature"],
    ["nothing", 500, "text/plain", "", "500"],
  ];
  it.each(kinds)("%s is given in OpenAI's form, with its status and signs", async (_who, status, type, body, words) => {
    world = await openWorld({ config: config + single });
    world.provider.next({ kind: "raw", status, body, headers: { "content-type": type, "retry-after": "7" } });
    const response = await world.post(path, { model: "a", messages });
    expect([response.status, response.headers.get("content-type")]).toEqual([status, "application/json"]);
    expect(response.headers.get("retry-after")).toBe("7");
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining(words), code: String(status), param: null },
    });
  });

  it("one in OpenAI's form is passed as it came", async () => {
    world = await openWorld({ config: config + single });
    const body = '{ "error" : {"message":"No", "type":"t", "param":"x", "code":null, "own":1} }';
    world.provider.next({ kind: "raw", status: 400, body });
    expect(await (await world.post(path, { model: "a", messages })).text()).toBe(body);
  });
});

describe("compressed answers that nobody asked for", () => {
  const gzip = { "content-encoding": "gzip" };
  const whole = JSON.stringify({ choices: [{ index: 0, message: { content: "Hi" }, finish_reason: "stop" }] });
  const stream = `${events(delta({ content: "Hi" }), delta({}, "stop"))}data: [DONE]\n\n`;

  it.each([
    ["a stream", stream, true],
    ["a body", whole, false],
  ])("%s reaches the client plain and is read", async (_kind, body, isStream) => {
    world = await openWorld({ config: config + single });
    const type = isStream ? "text/event-stream" : "application/json";
    world.provider.next({ kind: "raw", body: gzipSync(body), headers: { ...gzip, "content-type": type } });
    const response = await world.post(path, { model: "a", messages, stream: isStream });
    expect(response.headers.get("content-encoding")).toBeNull();
    expect(await response.text()).toBe(body);
    expect((await world.ended(1))[0]?.record.output.text).toBe("Hi");
  });

  it("a refusal's words are read, and a broken or unknown compression is a 502", async () => {
    world = await openWorld({ config: config + single });
    const refused = JSON.stringify({ error: { message: "No such model" } });
    world.provider.next(
      { kind: "raw", status: 404, body: gzipSync(refused), headers: gzip },
      { kind: "raw", body: "not gzip at all", headers: gzip },
      { kind: "raw", body: "x", headers: { "content-encoding": "odd" } },
    );
    const ask = () => world.post(path, { model: "a", messages });
    expect(await (await ask()).text()).toBe(refused);
    expect((await ask()).status).toBe(502);
    expect((await ask()).status).toBe(502);
  });
});

describe("long lines", () => {
  it("a picture of five megabytes in one event passes, byte for byte", async () => {
    const picture = { image_url: { url: `data:image/png;base64,${"iVBORw0KGgo".repeat(500_000)}` } };
    const body = `${events(delta({ content: "Here." }), delta({ images: [picture] }), delta({}, "stop"))}data: [DONE]\n\n`;
    world = await openWorld({ config: config + single });
    world.provider.next({ kind: "raw", body, headers: sse });
    const text = await (await world.post(path, { model: "a", messages, stream: true })).text();
    expect(text === body).toBe(true);
    expect((await world.ended(1))[0]?.record.outcome?.kind).toBe("completed");
  });
});

describe("a tool without arguments", () => {
  it("of a Claude stream is an empty object for the client's own helper (it died of an empty text)", async () => {
    const block = { type: "tool_use", id: "t1", name: "now", input: {} };
    const frames = [
      { type: "message_start", message: { id: "m", model: "claude", usage: { input_tokens: 1, output_tokens: 1 } } },
      { type: "content_block_start", index: 0, content_block: block },
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 5 } },
      { type: "message_stop" },
    ];
    world = await openWorld({ config: config + single });
    world.provider.next({ kind: "raw", body: events(...frames), headers: sse });
    const tools = [{ type: "function" as const, function: { name: "now", parameters: { type: "object" } } }];
    const stream = world.client().chat.completions.stream({ model: "claude", messages, tools });
    const { choices } = await stream.finalChatCompletion();
    expect(choices[0]?.message.tool_calls).toMatchObject([{ id: "t1", function: { name: "now", arguments: "{}" } }]);
  });
});
