import OpenAI from "openai";
import { afterEach, describe, expect, it } from "vitest";
import { canary, type GatewayWorld, openWorld, pagePrompt } from "./gateway-world.ts";

/* What is passed on to servers of OpenAI's form and to no other: completions of a text, and embeddings. */

const key = "api_key: os.environ/PROVIDER_KEY";
const config = `model_list:
  - {model_name: inst, litellm_params: {model: text-completion-openai/gpt-3.5-turbo-instruct, ${key}, api_base: PROVIDER_URL, max_tokens: 9}}
  - {model_name: bare, litellm_params: {model: gpt-3.5-turbo-instruct, ${key}, api_base: PROVIDER_URL}}
  - {model_name: emb, litellm_params: {model: openai/text-embedding-3-small, ${key}, api_base: PROVIDER_URL, dimensions: 3}}
  - {model_name: team/one, litellm_params: {model: mistral/mistral-embed, ${key}, api_base: PROVIDER_URL}}
  - {model_name: az, litellm_params: {model: azure/dep, ${key}, api_base: ORIGIN, api_version: "2024-10-21"}}
  - {model_name: claude, litellm_params: {model: anthropic/claude-opus-4-8, ${key}, api_base: ORIGIN}}
  - {model_name: by-prompt, litellm_params: {model: langfuse/emb, prompt_id: test-chat-prompt}}
  - {model_name: mocked, litellm_params: {model: openai/gpt-4o, mock_response: A mock.}}
litellm_settings: {fallbacks: [{inst: [bare]}]}
`;
const failing = { kind: "status" as const, status: 500 };

let world: GatewayWorld;
afterEach(() => world.close());
const open = async () => {
  world = await openWorld({ config, prompts: [pagePrompt] });
  return world;
};
const sent = (index = 0) => world.provider.requests[index];

describe("completions of a text", () => {
  it("OpenAI's client gets the answer with the name it asked for; the server gets the body with its own", async () => {
    const { client, ended } = await open();
    const answer = await client().completions.create({ model: "inst", prompt: ["Say", "hi"], temperature: 0.2 });
    expect(answer).toMatchObject({ object: "text_completion", model: "inst", choices: [{ text: expect.any(String) }] });
    expect(sent()?.path).toBe("/v1/completions");
    expect(sent()?.header("authorization")).toBe(`Bearer ${canary}`);
    expect(sent()?.json()).toEqual({
      model: "gpt-3.5-turbo-instruct",
      max_tokens: 9,
      prompt: ["Say", "hi"],
      temperature: 0.2,
    });
    const [call] = await ended(1);
    expect(call?.record).toMatchObject({
      kind: "relayed",
      outcome: { kind: "completed", finishReason: "stop" },
      output: { text: "Hello from the fake provider.", usage: { inputTokens: 12, outputTokens: 5 } },
      plan: { api: "completions" },
    });
    expect(JSON.stringify(call?.record)).not.toContain(canary);
  });

  it("streams event by event, with the counts that were asked for and the name of the group", async () => {
    const { client } = await open();
    const stream = await client().completions.create({
      model: "bare",
      prompt: "x",
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = "";
    const models = new Set<string>();
    let total = 0;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.text ?? "";
      models.add(chunk.model);
      total = chunk.usage?.total_tokens ?? total;
    }
    expect([text, [...models], total]).toEqual(["Hello from the fake provider.", ["bare"], 17]);
  });

  it("a stream that breaks off ends with an error event and without its full stop", async () => {
    const { post } = await open();
    world.provider.next({ kind: "cut", after: 2 });
    const text = await (await post("/v1/completions", { model: "inst", prompt: "x", stream: true })).text();
    expect(text).toContain('"error"');
    expect(text).not.toContain("[DONE]");
  });

  it("a failure is retried and another group answers", async () => {
    const { post } = await open();
    world.provider.next(failing);
    const body = { model: "inst", prompt: "x", num_retries: 0 };
    const response = await post("/v1/completions", body);
    expect([response.status, response.headers.get("x-litellm-attempted-fallbacks")]).toEqual([200, "1"]);
    expect(Object.keys(sent(1)?.json() ?? {}).sort()).toEqual(["model", "prompt"]);
  });

  it("an entry's mock is a completion, whole and streamed", async () => {
    const { client } = await open();
    const whole = await client().completions.create({ model: "mocked", prompt: "x" });
    expect(whole.choices[0]?.text).toBe("A mock.");
    let text = "";
    for await (const chunk of await client().completions.create({ model: "mocked", prompt: "x", stream: true }))
      text += chunk.choices[0]?.text ?? "";
    expect([text, world.provider.requests]).toEqual(["A mock.", []]);
  });
});

describe("embeddings", () => {
  it("reach OpenAI's client as numbers, whatever encoding it asks for, and are recorded with their counts", async () => {
    const { client, ended } = await open();
    const answer = await client().embeddings.create({ model: "emb", input: ["a", "b"], encoding_format: "float" });
    expect([answer.data[0]?.embedding, answer.model]).toEqual([[0.25, -0.5, 1e-7], "emb"]);
    expect([sent()?.path, sent()?.json()]).toEqual([
      "/v1/embeddings",
      { model: "text-embedding-3-small", dimensions: 3, input: ["a", "b"], encoding_format: "float" },
    ]);
    const [call] = await ended(1);
    expect(call?.record).toMatchObject({
      kind: "embed",
      outcome: { kind: "completed" },
      output: { usage: { inputTokens: 12 } },
    });
    // The client has the vectors: of thousands of numbers a record would be full.
    expect(call?.record.output.vectors).toEqual({ count: 1, dimensions: 3 });
  });

  it("every byte but the model's name passes as the server wrote it", async () => {
    const { post } = await open();
    const body = '{ "data":[{"embedding":"AACAPg==" , "model":"inner"}],\n "model" : "theirs", "odd":1e400 }';
    world.provider.next({ kind: "raw", headers: { "content-type": "application/json" }, body });
    const response = await post("/v1/embeddings", { model: "emb", input: [1, 2, 3], encoding_format: "base64" });
    expect(await response.text()).toBe(body.replace('"theirs"', '"emb"'));
  });

  it("words of a refusal reach the client, and a 200 that is an error is none", async () => {
    const { post } = await open();
    world.provider.next({
      kind: "raw",
      status: 400,
      body: '{"error":{"message":"Too long","type":"invalid_request_error"}}',
    });
    expect((await post("/embeddings", { model: "emb", input: "x" })).status).toBe(400);
    world.provider.next(...[1, 2, 3].map(() => ({ kind: "raw" as const, body: '{"error":{"message":"No credits"}}' })));
    const failed = await post("/embeddings", { model: "emb", input: "x" });
    expect([failed.status, await failed.text()]).toEqual([502, expect.stringContaining("No credits")]);
  });

  it("a mock, which is a text, is refused in words", async () => {
    const { post } = await open();
    const response = await post("/v1/embeddings", { model: "mocked", input: "x" });
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("mock_response")]);
  });
});

describe("where they are asked", () => {
  it.each([
    ["/completions", "inst", "/v1/completions"],
    ["/openai/v1/completions", "inst", "/v1/completions"],
    ["/engines/inst/completions", undefined, "/v1/completions"],
    ["/openai/deployments/inst/completions?api-version=1", undefined, "/v1/completions"],
    ["/embeddings/", "emb", "/v1/embeddings"],
    ["/engines/team/one/embeddings", undefined, "/v1/embeddings"],
    ["/openai/deployments/team%2Fone/embeddings?api-version=1", "emb", "/v1/embeddings"],
    ["/v1/embeddings", "az", "/openai/deployments/dep/embeddings?api-version=2024-10-21"],
    ["/v1/completions", "az", "/openai/deployments/dep/completions?api-version=2024-10-21"],
    ["/engines/emb/chat/completions", undefined, "/v1/chat/completions"],
  ])("POST %s", async (path, model, target) => {
    const { post } = await open();
    const body = path.includes("chat")
      ? { messages: [{ role: "user", content: "Hi" }], max_tokens: 1 }
      : path.includes("embed")
        ? { input: "x" }
        : { prompt: "x" };
    await post(path, { ...body, ...(model ? { model } : {}) });
    expect(sent()?.path).toBe(target);
  });

  it.each([
    ["/v1/embeddings", { model: "claude", input: "x" }, "Anthropic is not asked at /v1/embeddings"],
    ["/v1/completions", { model: "claude", prompt: "x" }, "POST /v1/chat/completions"],
    ["/v1/embeddings", { model: "inst", input: "x" }, "POST /v1/completions"],
    ["/v1/chat/completions", { model: "inst", messages: [{ role: "user", content: "x" }] }, "POST /v1/completions"],
    ["/v1/completions", { model: "by-prompt", prompt: "x" }, "by-prompt is filled with a prompt, which is a chat"],
    ["/v1/embeddings", { model: "emb", input: "x", prompt_id: "test-chat-prompt" }, "A prompt is a chat"],
    ["/v1/embeddings", { model: "nobody", input: "x" }, "/embeddings: Invalid model name passed in model=nobody"],
    ["/v1/embeddings", { model: "emb", input: "x", api_key: "sk-x" }, "api_key cannot be set by a request"],
    ["/v1/embeddings", { model: "emb", input: "x", extra_body: { api_base: "http://x" } }, "extra_body.api_base"],
  ])("%s %j: 400 with words, and nothing is sent", async (path, body, words) => {
    const { post } = await open();
    const response = await post(path, body);
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(words)]);
    expect([world.provider.requests, world.langfuse.requests]).toEqual([[], []]);
  });

  it("keys of LiteLLM are no parameters of the model", async () => {
    const { post } = await open();
    await post("/v1/embeddings", {
      model: "emb",
      input: "x",
      metadata: { a: 1 },
      tags: ["t"],
      guardrails: ["g"],
      user: "u",
    });
    expect(sent()?.json()).toEqual({ model: "text-embedding-3-small", dimensions: 3, input: "x", user: "u" });
  });

  it("with a master key they want it as chats do", async () => {
    world = await openWorld({ config: `${config}general_settings: {master_key: sk-master}\n` });
    const client = new OpenAI({ apiKey: "sk-wrong", baseURL: `${world.url}/v1`, maxRetries: 0 });
    await expect(client.embeddings.create({ model: "emb", input: "x" })).rejects.toMatchObject({ status: 401 });
    expect(world.provider.requests).toEqual([]);
  });
});
