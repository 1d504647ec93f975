import { afterEach, describe, expect, it } from "vitest";
import { canary, type GatewayWorld, openWorld, pageConfig, pagePrompt } from "./gateway-world.ts";

/** The documented page's own examples (LiteLLM docs, proxy/prompt_management). */
describe("the documented page", () => {
  let world: GatewayWorld;
  afterEach(() => world.close());

  it("curl with prompt_variables: the prompt is filled, the client's messages are ignored", async () => {
    world = await openWorld({ config: pageConfig, prompts: [pagePrompt] });
    const response = await world.post(
      "/v1/chat/completions",
      {
        model: "my-langfuse-model",
        messages: [{ role: "user", content: "THIS WILL BE IGNORED" }],
        prompt_variables: { user_message: "this is used" },
      },
      { authorization: "Bearer sk-1234" },
    );
    expect(response.status).toBe(200);
    const [received] = world.provider.requests;
    expect(received?.json()).toEqual({
      model: "gpt-3.5-turbo",
      messages: [
        { role: "system", content: "You are a helpful assistant." },
        { role: "user", content: "this is used" },
      ],
    });
    expect(received?.header("authorization")).toBe(`Bearer ${canary}`);
    expect(response.headers.get("x-promptscope-prompt")).toBe("test-chat-prompt@1");
    expect(response.headers.get("x-promptscope-model-id")).toBe("entry[1]");
    expect(response.headers.get("x-promptscope-call-id")).toBe((await world.ended(1))[0]?.record.id);
    expect(Number(response.headers.get("x-promptscope-overhead-duration-ms"))).toBeGreaterThanOrEqual(0);
  });

  it("a prompt whose name has emoji is named in the header (500 after the model was called)", async () => {
    const name = "greet 🎉%";
    world = await openWorld({ config: pageConfig, prompts: [{ ...pagePrompt, name }] });
    const asked = { model: "my-langfuse-model", prompt_id: name, prompt_variables: { user_message: "x" } };
    const response = await world.post("/v1/chat/completions", asked);
    expect(response.status).toBe(200);
    expect(decodeURIComponent(response.headers.get("x-promptscope-prompt") ?? "")).toBe(`${name}@1`);
    expect((await world.ended(1))[0]?.record.outcome?.kind).toBe("completed");
  });

  const half = "x\ud83d";
  it.each<[where: string, given: object, status: number]>([
    ["prompt_id", { prompt_id: half }, 404],
    ["prompt_label", { prompt_label: half }, 404],
    ["prompt_version", { prompt_version: half }, 400],
    ["a variable", { prompt_variables: { user_message: half, [half]: half } }, 200],
    ["user and metadata", { user: half, metadata: { [half]: half } }, 200],
    ["the model", { model: half }, 400],
    ["a deployment's name", { model: `azure-any/${half}` }, 200],
    ["a text", { model: "openai-model", messages: [{ role: "user", content: half }] }, 200],
  ])("half of a character in %s is no failure of ours", async (_where, given, status) => {
    const azure = `
  - {model_name: "azure-any/*", litellm_params: {model: "azure/*", api_key: os.environ/PROVIDER_KEY, api_base: ORIGIN}}
`;
    world = await openWorld({ config: pageConfig + azure, prompts: [pagePrompt] });
    const asked = { model: "my-langfuse-model", messages: [{ role: "user", content: "x" }], ...given };
    const response = await world.post("/v1/chat/completions", asked);
    expect([response.status, await response.text()]).toEqual([
      status,
      expect.not.stringContaining("Promptscope failed"),
    ]);
  });

  it("the OpenAI client with extra_body, put at the top as the Python client does and nested as written", async () => {
    world = await openWorld({ config: pageConfig, prompts: [pagePrompt] });
    const messages = [{ role: "user" as const, content: "ignored" }];
    const extra = { prompt_variables: { user_message: "from extra_body" } };
    const model = "my-langfuse-model";
    const flat = await world.client().chat.completions.create({ model, messages, ...extra });
    const nested = { model, messages, extra_body: extra };
    await world.client().chat.completions.create(nested);
    expect(flat.choices[0]?.message.content).toBe("Hello from the fake provider.");
    for (const received of world.provider.requests) {
      expect(JSON.stringify(received.json()["messages"])).toContain("from extra_body");
      expect(Object.keys(received.json()).sort()).toEqual(["messages", "model"]);
    }
    expect(world.provider.requests).toHaveLength(2);
  });

  it("Langfuse config.model names an alias: the azure entry answers", async () => {
    world = await openWorld({
      config: `${pageConfig}  - model_name: azure-model
    litellm_params:
      model: azure/my-deployment
      api_key: os.environ/PROVIDER_KEY
      api_base: ORIGIN
      api_version: "2024-10-21"
`,
      prompts: [{ ...pagePrompt, config: { model: "azure-model", temperature: 0.7 } }],
    });
    const response = await world.post("/chat/completions", {
      model: "my-langfuse-model",
      prompt_variables: { user_message: "x" },
    });
    expect(response.status).toBe(200);
    const [received] = world.provider.requests;
    expect(received?.path).toBe("/openai/deployments/my-deployment/chat/completions?api-version=2024-10-21");
    expect(received?.header("api-key")).toBe(canary);
    expect(received?.json()["temperature"]).toBe(0.7);
  });

  it("/health says of each entry what was asked: its server's list of models, no call (it said healthy unasked)", async () => {
    world = await openWorld({
      config: `
model_list:
  - model_name: by-prompt
    litellm_params: {model: langfuse/my-azure, prompt_id: test-chat-prompt}
  - model_name: azure-model
    litellm_params: {model: openai/gpt-4o, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}
  - model_name: keyless
    litellm_params: {model: groq/llama}
  - model_name: nobody-there
    litellm_params: {model: openai/gpt-4o, api_key: k, api_base: "http://127.0.0.1:9/v1"}
`,
      prompts: [{ ...pagePrompt, config: { model: "azure-model" } }],
    });
    expect((await world.post("/chat/completions", { model: "by-prompt" })).status).toBe(200);
    expect(await (await fetch(`${world.url}/health`)).json()).toMatchObject({
      healthy_endpoints: [{ model: "azure-model" }],
      unhealthy_endpoints: [
        { model: "keyless", error: expect.stringContaining("no API key for Groq") },
        { model: "nobody-there", error: expect.any(String) },
      ],
      unchecked_endpoints: [{ model: "by-prompt" }],
    });
    // The one call of above.
    expect(world.provider.requests.filter(({ path: asked }) => asked.endsWith("/completions"))).toHaveLength(1);
  });

  it("langfuse/anthropic/claude-3-5-sonnet: translated there and back, streamed and not", async () => {
    world = await openWorld({
      config: `
model_list:
  - model_name: claude
    litellm_params:
      model: langfuse/anthropic/claude-3-5-sonnet
      prompt_id: test-chat-prompt
      api_key: os.environ/PROVIDER_KEY
      api_base: ORIGIN
`,
      prompts: [pagePrompt],
    });
    const variables = { prompt_variables: { user_message: "Bonjour" } };
    const whole = await world.client().chat.completions.create({ model: "claude", messages: [], ...variables });
    expect(whole.choices[0]).toMatchObject({
      finish_reason: "stop",
      message: { role: "assistant", content: "Hello from the fake provider." },
    });
    expect(whole.usage).toMatchObject({ prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 });
    const stream = await world.client().chat.completions.create({
      model: "claude",
      messages: [],
      stream: true,
      stream_options: { include_usage: true },
      ...variables,
    });
    let text = "";
    let reason: string | null | undefined;
    let usage: number | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      reason = chunk.choices[0]?.finish_reason ?? reason;
      usage = chunk.usage?.total_tokens ?? usage;
    }
    expect([text, reason, usage]).toEqual(["Hello from the fake provider.", "stop", 17]);
    const body = world.provider.requests[0]?.json();
    expect(world.provider.requests[0]?.path).toBe("/v1/messages");
    expect(body).toMatchObject({ model: "claude-3-5-sonnet", system: expect.anything(), max_tokens: 4096 });
    expect(JSON.stringify(body)).toContain("Bonjour");
  });

  it("a text prompt arrives as one user message; in append mode as system before the client's", async () => {
    const prompts = [{ name: "test-chat-prompt", prompt: "Say {{user_message}}", labels: ["production"] }];
    const body = {
      model: "my-langfuse-model",
      messages: [{ role: "user", content: "CLIENT" }],
      prompt_variables: { user_message: "hi" },
    };
    world = await openWorld({ config: pageConfig, prompts });
    await world.post("/v1/chat/completions", body);
    expect(world.provider.requests[0]?.json()["messages"]).toEqual([{ role: "user", content: "Say hi" }]);
    await world.close();
    world = await openWorld({ config: pageConfig, prompts, mode: "append" });
    await world.post("/v1/chat/completions", body);
    expect(world.provider.requests[0]?.json()["messages"]).toEqual([
      { role: "system", content: "Say hi" },
      { role: "user", content: "CLIENT" },
    ]);
  });

  it("every call after the first goes through the prompt too (LiteLLM loses it from the second on)", async () => {
    world = await openWorld({ config: pageConfig, prompts: [pagePrompt] });
    for (const word of ["one", "two", "three"]) {
      const body = { model: "my-langfuse-model", prompt_variables: { user_message: word } };
      expect((await world.post("/v1/chat/completions", body)).status).toBe(200);
    }
    const sent = world.provider.requests.map((request) => JSON.stringify(request.json()["messages"]));
    expect(sent.map((text) => /one|two|three/.exec(text)?.[0])).toEqual(["one", "two", "three"]);
    // One fetch within the minute: LiteLLM's own client asks twice for the first call alone.
    expect(world.langfuse.requests).toHaveLength(1);
  });
});
