import OpenAI from "openai";
import { afterEach, describe, expect, it } from "vitest";
import { type GatewayWorld, openWorld } from "./gateway-world.ts";

const config = `
model_list:
  - model_name: gpt
    litellm_params: {model: openai/gpt-4o, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}
  - model_name: claude
    litellm_params: {model: anthropic/claude-sonnet-4-5, api_key: os.environ/PROVIDER_KEY, api_base: ORIGIN}
`;
const messages = [{ role: "user" as const, content: "Hi" }];
const tool = {
  type: "function" as const,
  function: {
    name: "weather",
    // Names of a schema's properties are no instructions to the gateway.
    parameters: { type: "object", properties: { api_key: { type: "string" }, base_url: { type: "string" } } },
  },
};
const toolCall = { toolCalls: [{ id: "call_1", name: "weather", arguments: '{"api_key":"k"}' }] };

/** The official client, unchanged, against the gateway. */
describe.each(["gpt", "claude"])("the openai client through %s", (model) => {
  let world: GatewayWorld;
  afterEach(() => world.close());

  it("chat", async () => {
    world = await openWorld({ config });
    const answer = await world.client().chat.completions.create({ model, messages, temperature: 0.2 });
    expect(answer.choices[0]?.message.content).toBe("Hello from the fake provider.");
    expect(answer.usage?.total_tokens).toBe(17);
    expect(world.provider.requests[0]?.json()["temperature"]).toBe(0.2);
    const [call] = await world.ended(1);
    expect(call?.record.outcome).toMatchObject({ kind: "completed" });
    expect(call?.record.output).toMatchObject({ text: "Hello from the fake provider.", usage: { inputTokens: 12 } });
  });

  it("streaming, with the client's own helper", async () => {
    world = await openWorld({ config });
    const runner = world.client().chat.completions.stream({ model, messages });
    expect(await runner.finalContent()).toBe("Hello from the fake provider.");
    const [call] = await world.ended(1);
    expect(call?.record.output.text).toBe("Hello from the fake provider.");
    expect(call?.record.metrics?.ttftMs).toBeGreaterThan(0);
  });

  it("tools, streamed and not", async () => {
    world = await openWorld({ config });
    world.provider.next({ kind: "answer", answer: toolCall }, { kind: "answer", answer: toolCall });
    const whole = await world.client().chat.completions.create({ model, messages, tools: [tool] });
    const runner = world.client().chat.completions.stream({ model, messages, tools: [tool] });
    const streamed = await runner.finalMessage();
    for (const called of [whole.choices[0]?.message.tool_calls, streamed.tool_calls]) {
      expect(called).toMatchObject([{ id: "call_1", type: "function", function: { name: "weather" } }]);
      expect(called?.[0]?.type === "function" && JSON.parse(called[0].function.arguments)).toEqual({ api_key: "k" });
    }
    expect(whole.choices[0]?.finish_reason).toBe("tool_calls");
    expect(JSON.stringify(world.provider.requests[0]?.json()["tools"])).toContain("base_url");
  });

  it("errors keep the provider's status and words", async () => {
    world = await openWorld({ config });
    world.provider.next({ kind: "status", status: 422, message: "temperature is too hot" });
    const error = await world
      .client()
      .chat.completions.create({ model, messages })
      .then(String, (thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(error).toMatchObject({ status: 422, message: expect.stringContaining("temperature is too hot") });
  });

  it("a stream that is cut ends with an error, never as if it were whole", async () => {
    world = await openWorld({ config });
    world.provider.next({ kind: "cut", after: 4 });
    const stream = await world.client().chat.completions.create({ model, messages, stream: true });
    let text = "";
    const reading = (async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    })();
    await expect(reading).rejects.toBeInstanceOf(OpenAI.APIError);
    expect(text.length).toBeGreaterThan(0);
    expect((await world.ended(1))[0]?.record.outcome?.kind).toBe("connection_lost");
  });
});

describe("same API", () => {
  let world: GatewayWorld;
  afterEach(() => world.close());

  it("structured output goes through untouched", async () => {
    world = await openWorld({ config });
    world.provider.next({ kind: "answer", answer: { text: '{"city":"Paris"}' } });
    const schema = {
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
      additionalProperties: false,
    };
    const format = { type: "json_schema" as const, json_schema: { name: "place", strict: true, schema } };
    const answer = await world.client().chat.completions.parse({ model: "gpt", messages, response_format: format });
    expect(answer.choices[0]?.message.parsed).toEqual({ city: "Paris" });
    expect(world.provider.requests[0]?.json()["response_format"]).toEqual(format);
  });

  it("bytes come out as they went in but for the name of the model, whatever they are split into", async () => {
    world = await openWorld({ config });
    const answer = { text: "naïve 🙂 日本語 text with\nlines", reasoning: "hm", usage: { input: 1, output: 2 } };
    world.provider.next({ kind: "answer", answer, chunks: "bytes" }, { kind: "answer", answer });
    const request = { model: "gpt", messages, stream: true, stream_options: { include_usage: true } };
    const split = await (await world.post("/v1/chat/completions", request)).text();
    const direct = await fetch(`${world.provider.baseUrl("openai")}/chat/completions`, {
      method: "POST",
      headers: { authorization: "Bearer sk-anything" },
      body: JSON.stringify({ ...request, model: "gpt-4o" }),
    });
    expect(split).toBe((await direct.text()).replaceAll(`"model":"fake-model-2026-01-01"`, `"model":"gpt"`));
    const [call] = await world.ended(1);
    expect(call?.record.output).toMatchObject({ text: answer.text, reasoning: "hm", usage: { totalTokens: 3 } });
  });

  it("a usage chunk nobody asked for is not asked for (it breaks clients that read choices[0])", async () => {
    world = await openWorld({ config });
    await (await world.post("/v1/chat/completions", { model: "gpt", messages, stream: true })).text();
    expect(world.provider.requests[0]?.json()).toEqual({ model: "gpt-4o", messages, stream: true });
  });

  it("keys only the server knows reach it (vLLM's guided_json, a newer OpenAI parameter)", async () => {
    world = await openWorld({ config });
    world.provider.takesMore({ fields: ["guided_json"] });
    await world.post("/v1/chat/completions", { model: "gpt", messages, guided_json: { type: "object" }, n: 2 });
    expect(world.provider.requests[0]?.json()).toEqual({
      model: "gpt-4o",
      messages,
      guided_json: { type: "object" },
      n: 2,
    });
  });

  it("models, model info, health and the address of Azure's clients", async () => {
    world = await openWorld({ config });
    const models = await world.client().models.list();
    expect(models.data.map(({ id, owned_by: owner }) => [id, owner])).toEqual([
      ["gpt", "openai"],
      ["claude", "openai"],
    ]);
    const read = async (path: string) => (await fetch(`${world.url}${path}`)).json();
    const info = JSON.stringify(await read("/model/info"));
    expect(info).toContain('"model_name":"gpt"');
    expect(info).not.toMatch(/canary|api_key/);
    expect(await read("/health/liveliness")).toBe("I'm alive!");
    expect(await read("/health/readiness")).toMatchObject({ status: "healthy" });
    expect(await read("/health")).toMatchObject({ healthy_count: 2, unhealthy_count: 0 });
    const azure = await world.post("/openai/deployments/gpt/chat/completions?api-version=1", { messages });
    expect(azure.status).toBe(200);
  });
});
