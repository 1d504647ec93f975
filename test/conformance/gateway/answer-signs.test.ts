import { afterEach, describe, expect, it } from "vitest";
import { type GatewayWorld, openWorld, pagePrompt } from "./gateway-world.ts";

/* What an answer tells its client of itself: the model's name, who answered, how often it was tried, what it cost. */

const entry = (name: string, model: string, base = "PROVIDER_URL") =>
  `  - {model_name: ${name}, litellm_params: {model: ${model}, api_key: os.environ/PROVIDER_KEY, api_base: ${base}}}\n`;
const config = `model_list:
${entry("gpt", "openai/gpt-4o-mini")}${entry("claude", "anthropic/claude-sonnet-4-5", "ORIGIN")}${entry("team/*", "openai/*")}
  - {model_name: by-prompt, litellm_params: {model: langfuse/gpt, prompt_id: test-chat-prompt}}
litellm_settings: {num_retries: 1, fallbacks: [{gpt: [claude]}]}
`;
const messages = [{ role: "user" as const, content: "Hi" }];

let world: GatewayWorld;
afterEach(() => world.close());

const post = (more: object) => world.post("/v1/chat/completions", { messages, ...more });

describe("the model an answer names", () => {
  it.each(["gpt", "claude", "team/any", "by-prompt"])(
    "is %s, which was asked for, whole and streamed",
    async (model) => {
      world = await openWorld({ config, prompts: [pagePrompt] });
      const asked = { model, prompt_variables: model === "by-prompt" ? { user_message: "x" } : undefined };
      const whole = await post(asked);
      expect(await whole.json()).toMatchObject({ model, choices: [{ message: { role: "assistant" } }] });
      expect(whole.headers.get("x-promptscope-served-model")).toBe(
        world.calls[0]?.record.output.reportedModel ?? "nothing reported",
      );
      const text = await (await post({ ...asked, stream: true })).text();
      const names = [...text.matchAll(/"model":"([^"]*)"/g)].map(([, name]) => name);
      expect([...new Set(names)]).toEqual([model]);
    },
  );
});

describe("the headers of an answer", () => {
  it.each([10, 100_000])("tell how long one is that is there whole, of %i characters", async (length) => {
    world = await openWorld({ config });
    world.provider.next({ kind: "answer", answer: { text: "ü".repeat(length) } });
    const answer = await post({ model: "gpt" });
    const bytes = await answer.bytes();
    // Beyond what is held back the head has left before the end is known.
    expect(answer.headers.get("content-length")).toBe(length < 1_000 ? String(bytes.byteLength) : null);
    expect(JSON.parse(Buffer.from(bytes).toString("utf8")).choices[0].message.content).toBe("ü".repeat(length));
  });

  it("tell who answered, with LiteLLM's names", async () => {
    world = await openWorld({ config });
    const usage = { input: 1_000_000, output: 0 };
    world.provider.next({ kind: "answer", answer: { text: "a", usage } });
    const { headers } = await post({ model: "gpt" });
    expect(headers.get("x-litellm-call-id")).toBe(headers.get("x-promptscope-call-id"));
    expect(headers.get("x-litellm-model-id")).toBe("entry[0]");
    expect(headers.get("x-litellm-model-group")).toBe("gpt");
    expect(headers.get("x-litellm-model-api-base")).toBe(world.provider.baseUrl("openai"));
    expect(headers.get("x-litellm-attempted-retries")).toBe("0");
    expect(headers.get("x-litellm-attempted-fallbacks")).toBe("0");
    expect(Number(headers.get("x-litellm-response-cost"))).toBe(0.15);
    const stream = await post({ model: "gpt", stream: true });
    expect(stream.headers.get("x-litellm-model-group")).toBe("gpt");
    expect(stream.headers.has("x-litellm-response-cost")).toBe(false);
    await stream.text();
  });

  it("tell of tries and fallbacks", async () => {
    world = await openWorld({ config });
    const failing = { kind: "status" as const, status: 500 };
    world.provider.next(failing, failing);
    const { headers, status } = await post({ model: "gpt" });
    expect(status).toBe(200);
    expect(headers.get("x-litellm-model-group")).toBe("claude");
    expect(headers.get("x-litellm-attempted-retries")).toBe("0");
    expect(headers.get("x-litellm-attempted-fallbacks")).toBe("1");
    world.provider.next(failing);
    expect((await post({ model: "gpt" })).headers.get("x-litellm-attempted-retries")).toBe("1");
  });

  it.each([false, true])("have Claude's request id under OpenAI's name (stream: %s)", async (stream) => {
    world = await openWorld({ config });
    const message = { id: "msg_1", type: "message", role: "assistant", model: "m", stop_reason: "end_turn" };
    const usage = { input_tokens: 1, output_tokens: 1 };
    const events = [
      { type: "message_start", message: { ...message, content: [], usage } },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "a" } },
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: { stop_reason: "end_turn" }, usage },
      { type: "message_stop" },
    ];
    const body = stream
      ? events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("")
      : JSON.stringify({ ...message, content: [{ type: "text", text: "a" }], usage });
    const type = stream ? "text/event-stream" : "application/json";
    world.provider.next({ kind: "raw", body, headers: { "content-type": type, "request-id": "req_7" } });
    const response = await post({ model: "claude", stream });
    expect([response.status, response.headers.get("x-request-id")]).toEqual([200, "req_7"]);
    await response.text();
  });
});

describe("what a provider says of its limits", () => {
  const limits = { "retry-after": "9", "x-should-retry": "false", "anthropic-ratelimit-requests-remaining": "0" };

  it.each([200, 429])("of Claude reaches the client under its own names and OpenAI's (status %s)", async (status) => {
    world = await openWorld({ config });
    const headers = { ...limits, "request-id": "req_9", "anthropic-organization-id": "org", "set-cookie": "a=b" };
    if (status === 429) world.provider.next({ kind: "status", status, headers });
    else {
      const body = { id: "m", type: "message", role: "assistant", model: "m", stop_reason: "end_turn", content: [] };
      world.provider.next({ kind: "raw", headers, body: JSON.stringify(body) });
    }
    const response = await post({ model: "claude", num_retries: 0 });
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...limits,
      "x-ratelimit-remaining-requests": "0",
      "x-request-id": "req_9",
    });
    expect(response.headers.has("anthropic-organization-id") || response.headers.has("set-cookie")).toBe(false);
  });

  it("and where it names no request, the call's own id can be asked about", async () => {
    world = await openWorld({ config });
    const { headers } = await post({ model: "gpt" });
    expect(headers.get("x-request-id")).toBe(headers.get("x-promptscope-call-id"));
  });
});

describe("a stream whose server forgets [DONE]", () => {
  it.each(["gpt", "claude"])("of %s has it for the client", async (model) => {
    world = await openWorld({ config });
    world.provider.next({ kind: "no_closing_mark" });
    const text = await (await post({ model, stream: true })).text();
    expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
    expect(text.split("[DONE]")).toHaveLength(2);
  });

  it("has one where the server sent one", async () => {
    world = await openWorld({ config });
    expect((await (await post({ model: "gpt", stream: true })).text()).split("[DONE]")).toHaveLength(2);
  });
});
