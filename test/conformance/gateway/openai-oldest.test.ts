import OpenAI from "openai4";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type GatewayWorld, openWorld } from "./gateway-world.ts";

const config = `
model_list:
  - model_name: gpt
    litellm_params: {model: openai/gpt-4o, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}
  - model_name: claude
    litellm_params: {model: anthropic/claude-sonnet-4-5, api_key: os.environ/PROVIDER_KEY, api_base: ORIGIN}
  - model_name: prompt
    litellm_params: {model: langfuse/gpt, prompt_id: greet}
`;
const prompts = [{ name: "greet", prompt: "You are the prompt.", labels: ["production"] }];
const messages = [{ role: "user" as const, content: "What is the weather in Paris?" }];
const schema = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};
const tools = [{ type: "function" as const, function: { name: "weather", parameters: schema } }];
const hello = "Hello from the fake provider.";

/** The oldest major of the official client that people still have; the newest is in `openai-client.test.ts`. */
describe.each(["gpt", "claude", "prompt"])("the openai client of version 4 through %s", (model) => {
  let world: GatewayWorld;
  let client: OpenAI;
  beforeEach(async () => {
    world = await openWorld({ config, prompts });
    client = new OpenAI({ apiKey: "sk-anything", baseURL: `${world.url}/v1`, maxRetries: 0 });
  });
  afterEach(() => world.close());

  it("chat and models", async () => {
    const answer = await client.chat.completions.create({ model, messages });
    expect([answer.choices[0]?.message.content, answer.model]).toEqual([hello, model]);
    expect((await client.models.list()).data.map(({ id }) => id)).toContain(model);
  });

  it("a stream with its usage", async () => {
    const usage = { include_usage: true };
    const chunks = await client.chat.completions.create({ model, messages, stream: true, stream_options: usage });
    let text = "";
    let total: number | undefined;
    for await (const chunk of chunks) {
      text += chunk.choices[0]?.delta.content ?? "";
      total = chunk.usage?.total_tokens ?? total;
    }
    expect([text, total]).toEqual([hello, 17]);
  });

  it("tools over two turns, the answer put back as it came", async () => {
    const call = { id: "call_1", name: "weather", arguments: '{"city":"Paris"}' };
    world.provider.next({ kind: "answer", answer: { toolCalls: [call] } });
    const first = await client.chat.completions.create({ model, messages, tools });
    const asked = first.choices[0]?.message;
    if (asked?.tool_calls === undefined) throw new Error("No tool was called.");
    const result = { role: "tool" as const, tool_call_id: asked.tool_calls[0]?.id ?? "", content: "sunny" };
    const second = await client.chat.completions.create({ model, messages: [...messages, asked, result], tools });
    expect(second.choices[0]?.message.content).toBe(hello);
    expect(world.provider.requests.map(({ body }) => body.includes("sunny"))).toEqual([false, true]);
  });

  it("structured output", async () => {
    world.provider.next({ kind: "answer", answer: { text: '{"city":"Paris"}' } });
    const format = { type: "json_schema" as const, json_schema: { name: "place", strict: true, schema } };
    const answer = await client.chat.completions.create({ model, messages, response_format: format });
    expect(answer.choices[0]?.message.content).toBe('{"city":"Paris"}');
    expect(world.provider.requests[0]?.body).toContain('"additionalProperties":false');
  });

  it("an error with the provider's status and words", async () => {
    world.provider.next({ kind: "status", status: 422, message: "temperature is too hot" });
    const error = await client.chat.completions.create({ model, messages }).then(String, (thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(error).toMatchObject({ status: 422, message: expect.stringContaining("too hot") });
  });

  it("an abort closes the provider's connection", async () => {
    world.provider.next({ kind: "hang", after: 5 });
    const chunks = await client.chat.completions.create({ model, messages, stream: true });
    for await (const chunk of chunks) if (chunk.choices[0]?.delta.content) chunks.controller.abort();
    await (await world.provider.request(0)).closed;
  });
});
