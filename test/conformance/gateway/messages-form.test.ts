import { Anthropic } from "@anthropic-ai/sdk";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encryptedThought } from "../../fakes/provider/response-answers.ts";
import { canary, type GatewayWorld, openWorld, pagePrompt } from "./gateway-world.ts";

/* What clients of Anthropic's Messages get: from Claude as it wrote it, from any other model in the same form. */

const key = "api_key: os.environ/PROVIDER_KEY";
const config = `model_list:
  - {model_name: claude, litellm_params: {model: anthropic/claude-sonnet-4-5, ${key}, api_base: ORIGIN}}
  - {model_name: gpt, litellm_params: {model: openai/gpt-4o, ${key}, api_base: PROVIDER_URL}}
  - {model_name: reasoner, litellm_params: {model: openai/responses/gpt-5.2, ${key}, api_base: PROVIDER_URL}}
  - {model_name: by-prompt, litellm_params: {model: langfuse/claude, prompt_id: test-chat-prompt}}
  - {model_name: gpt-by-prompt, litellm_params: {model: langfuse/gpt, prompt_id: test-chat-prompt}}
`;

let world: GatewayWorld;
let client: Anthropic;
beforeEach(async () => {
  world = await openWorld({ config, prompts: [pagePrompt] });
  client = new Anthropic({ apiKey: "sk-any", baseURL: world.url, maxRetries: 0, logLevel: "off" });
});
afterEach(() => world.close());
const sent = async (index = 0) => (await world.provider.request(index)).json();

const tool = { name: "w", description: "weather", input_schema: { type: "object" as const, properties: {} } };
const schema = { type: "object", properties: {}, required: [], additionalProperties: false };
const asked = { max_tokens: 4096, messages: [{ role: "user" as const, content: "w?" }] };
const called = { text: "I look.", toolCalls: [{ id: "c1", name: "w", arguments: '{"at":"Bern"}' }] };

async function streamed(params: Parameters<Anthropic["messages"]["stream"]>[0]) {
  return client.messages.stream(params).finalMessage();
}

describe("to Claude", () => {
  // Whatever the plan has no word for must not be lost on the way to a server that knows it.
  it("the body goes as it was written, with the deployment's name and key, and the client's betas", async () => {
    const body = {
      ...asked,
      model: "claude",
      system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral", ttl: "1h" } }],
      messages: [{ role: "user", content: [{ type: "text", text: "w?", citations: { enabled: true } }] }],
      tools: [tool, { type: "web_search_20250305", name: "web_search", max_uses: 2 }],
      tool_choice: { type: "auto", disable_parallel_tool_use: true },
      thinking: { type: "enabled", budget_tokens: 1024 },
      metadata: { user_id: "u-1" },
      context_management: { edits: [] },
    };
    const headers = { "anthropic-beta": "context-management-2025-06-27", "x-api-key": "sk-any" };
    const response = await world.post("/v1/messages", body, headers);
    expect([response.status, ((await response.json()) as JsonObject)["model"]]).toEqual([200, "claude"]);
    expect(await sent()).toEqual({ ...body, model: "claude-sonnet-4-5" });
    const request = await world.provider.request(0);
    expect([request.path, request.header("x-api-key"), request.header("anthropic-beta")]).toEqual([
      "/v1/messages",
      canary,
      "context-management-2025-06-27",
    ]);
  });

  it("a prompt takes the place of the messages; tools and settings stay the client's", async () => {
    const given = { ...asked, model: "by-prompt", tools: [tool], stop_sequences: ["END"] };
    await world.post("/v1/messages", { ...given, prompt_variables: { user_message: "Hi" } });
    expect(await sent()).toEqual({
      model: "claude-sonnet-4-5",
      max_tokens: 4096,
      system: "You are a helpful assistant.",
      messages: [{ role: "user", content: "Hi" }],
      tools: [tool],
      stop_sequences: ["END"],
    });
  });

  it("Anthropic's client streams, and a refusal has Anthropic's shape", async () => {
    world.provider.next({ kind: "answer", answer: { reasoning: "hm", ...called } });
    const message = await streamed({ ...asked, model: "claude", tools: [tool] });
    expect([message.model, message.stop_reason]).toEqual(["claude", "tool_use"]);
    expect(message.content.map(({ type }) => type)).toEqual(["thinking", "text", "tool_use"]);
    world.provider.next({ kind: "status", status: 403, message: "not you" });
    const refused = client.messages.create({ ...asked, model: "claude" });
    await expect(refused).rejects.toMatchObject({
      status: 403,
      error: { type: "error", error: { type: "permission_error" } },
    });
  });
});

describe("to any other model", () => {
  it("messages, tools and settings are said in its form", async () => {
    await client.messages.create({
      ...asked,
      model: "gpt",
      system: "Be brief.",
      tools: [tool],
      tool_choice: { type: "tool", name: "w", disable_parallel_tool_use: true },
      stop_sequences: ["END"],
      metadata: { user_id: "u-1" },
      output_config: { format: { type: "json_schema", schema } },
    } as Anthropic.MessageCreateParamsNonStreaming);
    const { response_format: format, ...body } = await sent();
    expect(body).toEqual({
      model: "gpt-4o",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "w?" },
      ],
      max_tokens: 4096,
      tools: [{ type: "function", function: { name: "w", description: "weather", parameters: tool.input_schema } }],
      tool_choice: { type: "function", function: { name: "w" } },
      parallel_tool_calls: false,
      stop: ["END"],
      user: "u-1",
    });
    expect(format).toMatchObject({ type: "json_schema", json_schema: { schema } });
  });

  it.each([true, false])("a tool loop over two turns, pictures in its results; streamed: %s", async (stream) => {
    world.provider.next({ kind: "answer", answer: called });
    const params = { ...asked, model: "gpt", tools: [tool] };
    const first = stream ? await streamed(params) : await client.messages.create(params);
    expect(first.content).toEqual([
      { type: "text", text: "I look." },
      { type: "tool_use", id: "c1", name: "w", input: { at: "Bern" } },
    ]);
    expect([first.stop_reason, first.usage.input_tokens, first.usage.output_tokens]).toEqual(["tool_use", 12, 5]);
    const picture = { type: "base64" as const, media_type: "image/png" as const, data: "AA==" };
    await client.messages.create({
      ...params,
      messages: [
        ...params.messages,
        { role: "assistant", content: first.content },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "c1", content: "rain" },
            { type: "image", source: picture },
          ],
        },
      ],
    });
    expect((await sent(1))["messages"]).toEqual([
      { role: "user", content: "w?" },
      {
        role: "assistant",
        content: "I look.",
        tool_calls: [{ id: "c1", type: "function", function: { name: "w", arguments: '{"at":"Bern"}' } }],
      },
      { role: "tool", tool_call_id: "c1", content: "rain" },
      { role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64,AA==" } }] },
    ]);
  });

  // Without it the Responses API refuses the second turn of every tool loop that thinks.
  it.each([true, false])("encrypted thoughts go through the client and back; streamed: %s", async (stream) => {
    world.provider.next({ kind: "answer", answer: { reasoning: "let me see", ...called } });
    const params = { ...asked, model: "reasoner", tools: [tool] };
    const first = stream ? await streamed(params) : await client.messages.create(params);
    expect(first.content[0]).toMatchObject({ type: "thinking", thinking: "let me see" });
    const result = { type: "tool_result" as const, tool_use_id: "c1", content: "rain" };
    const [, , use] = first.content;
    const id = use?.type === "tool_use" ? use.id : "";
    const second = await client.messages.create({
      ...params,
      messages: [
        ...params.messages,
        { role: "assistant", content: first.content },
        { role: "user", content: [{ ...result, tool_use_id: id }] },
      ],
    });
    expect(second.stop_reason).toBe("end_turn");
    expect((await sent(1))["input"]).toMatchObject([
      { role: "user" },
      { type: "reasoning", encrypted_content: encryptedThought },
      { type: "message", role: "assistant" },
      { type: "function_call", call_id: "c1", name: "w" },
      { type: "function_call_output", call_id: "c1", output: "rain" },
    ]);
  });

  it("a prompt is filled, and what fails in the middle of a stream ends with Anthropic's error event", async () => {
    const body = { ...asked, model: "gpt-by-prompt", prompt_variables: { user_message: "Hi" }, stream: true };
    world.provider.next({ kind: "error_in_stream", after: 3, message: "overloaded" });
    const text = await (await world.post("/v1/messages", body)).text();
    expect(text).toContain("event: message_start");
    expect(text).toMatch(
      /event: error\ndata: \{"type":"error","error":\{"type":"api_error","message":"[^"]*overloaded/,
    );
    expect(text).not.toContain("message_stop");
    expect((await sent())["messages"]).toEqual([
      { role: "system", content: "You are a helpful assistant." },
      { role: "user", content: "Hi" },
    ]);
  });
});

it("refusals of ours have Anthropic's shape: an unknown model, messages that are none", async () => {
  const told = async (body: object) => {
    const response = await world.post("/v1/messages", body);
    return [response.status, (await response.json()) as JsonObject];
  };
  const error = { type: "invalid_request_error", message: expect.stringContaining("Invalid model name") };
  expect(await told({ ...asked, model: "nope" })).toEqual([400, { type: "error", error }]);
  expect(await told({ model: "gpt", max_tokens: 1, messages: "x" })).toMatchObject([400, { type: "error" }]);
});

it("tokens of a call are counted without asking anybody", async () => {
  const { input_tokens: few } = await client.messages.countTokens({ model: "claude", messages: asked.messages });
  const messages = [{ role: "user" as const, content: "word ".repeat(500) }];
  const { input_tokens: many } = await client.messages.countTokens({ model: "gpt", messages });
  expect([few > 0, many > 400, world.provider.requests]).toEqual([true, true, []]);
});
