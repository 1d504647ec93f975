import type { JsonObject } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { describe, expect, it } from "vitest";
import { planRequest } from "../../../electron/engine/pipeline/plan-request.ts";
import { apiOf, builtInProviders } from "../../../electron/engine/providers/registry.ts";
import { runRequestSchema } from "../../../shared/domain/run/run.ts";

const hello: Message[] = [{ role: "user", content: "Hi" }];

/** The body a call would send, its address and what it warns of. */
async function asked(model: string, parameters: JsonObject = {}, messages = hello, base = "https://x.example/v1") {
  const request = runRequestSchema.parse({
    prompt: null,
    variables: {},
    placeholders: {},
    compileMode: "python",
    clientMessages: [],
    clientMessagesMode: "replace",
    model,
    modelOverride: null,
    parameters,
    overrides: {},
    stream: false,
  });
  const input = { request, promptConfig: {}, messages, providers: builtInProviders };
  const { plan, provider } = await planRequest(input, () => ({
    baseUrl: base,
    baseUrlSource: "call",
    credential: null,
    apiVersion: "preview",
  }));
  const built = apiOf(provider, plan.api).build(plan, { baseUrl: base, provider, apiVersion: "preview" });
  const body = JSON.parse(built.body ?? "{}") as JsonObject & { messages: Message[] };
  const told = plan.warnings.map(({ message }) => message);
  return { plan, body, url: built.url, told, warned: plan.warnings.map(({ subject }) => subject) };
}

describe("messages", () => {
  const turn: Message[] = [
    { role: "developer", content: "Be brief", name: "sys" },
    {
      role: "assistant",
      content: "b",
      refusal: null,
      reasoning_content: "hm",
      tool_calls: [
        { id: "c", type: "function", function: { name: "f", arguments: "{}" }, extra_content: { google: {} } },
      ],
    },
    { role: "tool", tool_call_id: "c", content: [{ type: "text", text: "x", cache_control: { type: "ephemeral" } }] },
  ];

  it("Mistral refuses any field it does not have: none is sent, each is named", async () => {
    const { body, warned } = await asked("mistral/m", {}, turn);
    expect(body.messages).toEqual([
      { role: "system", content: "Be brief" },
      {
        role: "assistant",
        content: "b",
        tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "{}" } }],
      },
      { role: "tool", tool_call_id: "c", content: "x" },
    ]);
    expect(warned.toSorted()).toEqual(["cache_control", "extra_content", "name", "reasoning_content"]);
  });

  it("null keys go nowhere, an assistant's null content stays", async () => {
    const calls = [{ id: "c", type: "function" as const, function: { name: "f", arguments: "{}" } }];
    const message: Message = { role: "assistant", content: null, tool_calls: calls, refusal: null, audio: null };
    const { body } = await asked("openai/gpt-4o", {}, [message]);
    expect(body.messages).toEqual([{ role: "assistant", content: null, tool_calls: calls }]);
  });

  it.each([
    ["deepseek/m", "system"],
    ["groq/m", "system"],
    ["openai/gpt-4o", "system"],
    ["openai/o3-mini", "developer"],
    ["openai/gpt-5.2", "developer"],
    ["openai/gpt-5-chat-latest", "system"],
    ["openai/o1-mini", "system"],
    ["azure/o1-2024-12-17", "developer"],
    ["groq/o3-mini", "system"],
    ["azure/o_series/my-o3", "developer"],
    ["openrouter/openai/gpt-4o", "developer"],
  ])("the role developer at %s is %s", async (model, role) => {
    const { body } = await asked(model, {}, [{ role: "developer", content: "s" }]);
    expect(body.messages[0]?.role).toBe(role);
  });

  it("DeepSeek takes text alone: parts are joined, a picture is warned of", async () => {
    const parts = [
      { type: "text", text: "a" },
      { type: "image_url", image_url: { url: "data:image/png;base64,AA" } },
      { type: "text", text: "b" },
    ];
    const { body, warned } = await asked("deepseek/m", {}, [{ role: "user", content: parts }]);
    expect(body.messages).toEqual([{ role: "user", content: "ab" }]);
    expect(warned).toEqual(["image_url"]);
  });

  it("a picture's bare address becomes OpenAI's object", async () => {
    const parts = [{ type: "image_url", image_url: "https://x.example/p.png" }];
    const { body } = await asked("openai/gpt-4o", {}, [{ role: "user", content: parts }]);
    expect(body.messages[0]?.content).toEqual([{ type: "image_url", image_url: { url: "https://x.example/p.png" } }]);
  });

  // A PDF at an address was refused by OpenAI without a word before.
  it("a document at an address is said to be refused where none is fetched; others and the Responses API fetch it", async () => {
    const file = { file_id: "https://a.test/b.pdf", format: "application/pdf" };
    const messages = [{ role: "user", content: [{ type: "file", file }] }] as Message[];
    const told = async (model: string) => (await asked(model, {}, messages)).warned.includes("file");
    expect(
      await Promise.all(["openai/gpt-4o", "azure/dep", "openrouter/a", "openai/responses/gpt-5.2"].map(told)),
    ).toEqual([true, true, false, false]);
    const inline = [{ role: "user", content: [{ type: "file", file: { filename: "b.pdf", file_data: "data:x" } }] }];
    expect((await asked("openai/gpt-4o", {}, inline as Message[])).warned).toEqual([]);
  });

  it("cache_control goes to those that pass it on, and to no other", async () => {
    const marked: Message = { role: "user", content: [{ type: "text", text: "a", cache_control: { type: "x" } }] };
    const tools = [{ type: "function", function: { name: "f", parameters: {} }, cache_control: { type: "x" } }];
    for (const model of ["groq/m", "xai/m", "hosted_vllm/m", "perplexity/sonar"]) {
      const { body, warned } = await asked(model, model === "perplexity/sonar" ? {} : { tools }, [marked]);
      expect(JSON.stringify(body)).not.toContain("cache_control");
      expect(warned).toEqual(["cache_control"]);
    }
    const { body } = await asked("litellm_proxy/m", { tools }, [marked]);
    expect(JSON.stringify(body).match(/cache_control/g)).toHaveLength(2);
  });
});

describe("parameters", () => {
  it("Mistral: OpenAI's own are named and not sent, Mistral's own are sent", async () => {
    const openAis = { user: "u", metadata: {}, logprobs: true, functions: [], service_tier: "auto", logit_bias: {} };
    const { body, warned } = await asked("mistral/m", { ...openAis, safe_prompt: true, seed: 1 });
    expect(Object.keys(body).toSorted()).toEqual(["messages", "model", "random_seed", "safe_prompt"]);
    expect(warned.toSorted()).toEqual(Object.keys(openAis).toSorted());
  });

  it.each([
    ["hosted_vllm/m", { chat_template_kwargs: { a: 1 }, min_p: 0.1 }],
    ["openrouter/m", { provider: { order: ["a"] }, reasoning: {}, models: ["b"], plugins: [] }],
    ["perplexity/sonar", { search_domain_filter: ["a"] }],
    ["groq/m", { reasoning_format: "raw" }],
    ["ollama/m", { think: true }],
    ["deepseek/m", { thinking: { type: "disabled" } }],
    ["litellm_proxy/m", { whatever_it_is: 1 }],
  ])("%s gets what it documents of its own", async (model, own) => {
    const { body, warned } = await asked(model, own);
    expect(body).toMatchObject(own);
    expect(warned).toEqual([]);
  });

  it.each([
    "openai/o3-mini",
    "openai/gpt-5",
    "openai/gpt-5.2",
    "openai/gpt-6-sol",
    "openai/ours/o4-mini",
    "azure/o3-mini",
    "azure/gpt5_series/d",
  ])("%s has max_tokens as max_completion_tokens", async (model) => {
    const { body } = await asked(model, { max_tokens: 9 });
    expect(body).toMatchObject({ max_completion_tokens: 9 });
    expect(body["max_tokens"]).toBeUndefined();
  });

  it("one of the two names reaches the body, and a chat model keeps what it was given", async () => {
    const { body } = await asked("openai/o3", { max_tokens: 9, max_completion_tokens: 8 });
    expect(Object.keys(body).filter((key) => key.startsWith("max"))).toEqual(["max_completion_tokens"]);
    expect((await asked("openai/gpt-5-chat-latest", { max_tokens: 9 })).body["max_tokens"]).toBe(9);
  });

  it("what reasoning models refuse is named and not sent; temperature 1 is no setting", async () => {
    const { body, warned } = await asked("openai/o3", { temperature: 0.2, top_p: 0.5, stop: "x" });
    expect(body).toMatchObject({ stop: "x" });
    expect(warned).toEqual(["temperature", "top_p"]);
    expect((await asked("openai/o3", { temperature: 1 })).body["temperature"]).toBe(1);
    const tools = [{ type: "function", function: { name: "f", parameters: { type: "object" } } }];
    const serial = { tools, parallel_tool_calls: false };
    expect((await asked("xai/grok-4.5", { stop: "x", seed: 1 })).warned).toEqual(["stop"]);
    expect((await asked("xai/grok-3", { stop: "x" })).warned).toEqual([]);
    expect((await asked("openai/o4-mini", serial)).warned).toEqual(["parallel_tool_calls"]);
    expect((await asked("openai/gpt-5.2", serial)).body).toMatchObject(serial);
  });

  it("a name the model has for a parameter, and what it takes without reasoning only, is told with the list that says so", async () => {
    const renamed = await asked("openai/gpt-5.2", { max_tokens: 9 });
    expect(renamed.body).toMatchObject({ max_completion_tokens: 9 });
    expect(renamed.told).toEqual([expect.stringMatching(/takes max_completion_tokens .*sent as that \(LiteLLM/)]);
    // It does not reason unless it is told to; the newest do.
    expect((await asked("openai/gpt-5.2", { temperature: 0.2 })).body["temperature"]).toBe(0.2);
    const thinking = await asked("openai/gpt-5.2", { temperature: 0.2, reasoning_effort: "high" });
    expect([thinking.body["temperature"], thinking.warned]).toEqual([undefined, ["temperature"]]);
    const newest = await asked("openai/gpt-6-luna", { temperature: 0.2 });
    expect(newest.body["temperature"]).toBeUndefined();
    expect(newest.told[0]).toMatch(/unless reasoning_effort is "none" \(LiteLLM/);
    expect((await asked("openai/gpt-6-luna", { temperature: 0.2, reasoning_effort: "none" })).body["temperature"]).toBe(
      0.2,
    );
    const insisted = await asked("openai/gpt-6-luna", { temperature: 0.2, allowed_openai_params: ["temperature"] });
    expect([insisted.body["temperature"], insisted.warned]).toEqual([0.2, []]);
    const tools = [{ type: "function", function: { name: "f", parameters: { type: "object" } } }];
    expect((await asked("openai/gpt-5.6", { tools })).told[0]).toMatch(/tools here only with reasoning_effort "none"/);
    expect((await asked("openai/gpt-5.6", { tools, reasoning_effort: "none" })).warned).toEqual([]);
    expect((await asked("openai/responses/gpt-5.6", { tools })).warned).toEqual([]);
    expect((await asked("openai/gpt-17", { max_tokens: 9, temperature: 0.2 })).body).toMatchObject({ max_tokens: 9 });
  });

  it("the newest models of Claude sample as they like: what they refuse is named and not sent", async () => {
    const { body, warned } = await asked("anthropic/claude-opus-4-8", { temperature: 0.2, top_p: 0.5, top_k: 4 });
    expect(Object.keys(body).toSorted()).toEqual(["max_tokens", "messages", "model"]);
    expect(warned).toEqual(["temperature", "top_p", "top_k"]);
    expect((await asked("anthropic/claude-opus-4-8", { temperature: 1 })).body["temperature"]).toBe(1);
    expect((await asked("anthropic/claude-sonnet-4-5", { temperature: 0.2 })).body["temperature"]).toBe(0.2);
  });

  it("a choice without tools is not sent; Anthropic's form of it is OpenAI's text", async () => {
    expect((await asked("groq/m", { tool_choice: "auto" })).body["tool_choice"]).toBeUndefined();
    const tools = [{ type: "function", function: { name: "f", parameters: {} } }];
    expect((await asked("groq/m", { tools, tool_choice: { type: "auto" } })).body["tool_choice"]).toBe("auto");
  });
});

describe("addresses", () => {
  it("the whole address of the completions is taken as it is", async () => {
    const { url } = await asked("groq/m", {}, hello, "https://x.example/openai/v1/chat/completions");
    expect(url).toBe("https://x.example/openai/v1/chat/completions");
  });

  it("Azure: preview, latest and v1 are the v1 surface, and a series is no part of the deployment", async () => {
    const { url, body } = await asked("azure/o_series/my-o3", {}, hello, "https://r.openai.azure.com");
    expect(url).toBe("https://r.openai.azure.com/openai/v1/chat/completions");
    expect(body["model"]).toBe("my-o3");
  });

  // LiteLLM's names for it; asked as a chat, these models refuse.
  it.each([
    ["openai/responses/gpt-4o", "gpt-4o", "prefix openai/responses/"],
    ["azure/responses/my-o3", "my-o3", "prefix azure/responses/"],
    ["openai/gpt-5-pro", "gpt-5-pro", "prefix openai/; it answers the Responses API alone"],
    ["gpt-5-pro-2025-10-06", "gpt-5-pro-2025-10-06", "known OpenAI model; it answers the Responses API alone"],
  ])("%s goes to the Responses API, and the run says why", async (model, name, rule) => {
    const { url, body, plan } = await asked(model, {}, hello, "https://r.example/openai/v1");
    expect([url, body["model"], plan.route.rule]).toEqual(["https://r.example/openai/v1/responses", name, rule]);
  });

  // Chats of these models have it as max_completion_tokens, which the Responses API refuses.
  it("a limit has the name it has there, whatever chats of the model call it", async () => {
    for (const key of ["max_tokens", "max_completion_tokens"]) {
      const { body } = await asked("openai/responses/gpt-5.2", { [key]: 9 });
      expect(Object.entries(body).filter(([name]) => name.startsWith("max"))).toEqual([["max_output_tokens", 9]]);
    }
  });

  it("a model that answers both is asked as a chat", async () => {
    expect((await asked("openai/gpt-5.2")).url).toMatch(/\/chat\/completions$/);
  });
});
