import type { JsonObject } from "@shared/domain/json/json.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FakeApi } from "../../fakes/provider/answers.ts";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";
import { allChecks, type CheckName, keyChecks } from "../../fakes/provider/refusals/refuse.ts";
import { askFake, heads, type RefusedRow as Row } from "./ask-fake.ts";
import { responseRows } from "./fake-responses-rows.ts";

const object = { type: "object", properties: {} };
const user = { role: "user", content: "Hi" };
const claudeTool = { name: "f", input_schema: object };
const gptTool = { type: "function", function: { name: "f", parameters: object } };
const claudeCall = { role: "assistant", content: [{ type: "tool_use", id: "t1", name: "f", input: {} }] };
const claudeResult = { role: "user", content: [{ type: "tool_result", tool_use_id: "t1", content: "ok" }] };
const call = { id: "c1", type: "function", function: { name: "f", arguments: "{}" } };
const gptCall = { role: "assistant", content: null, tool_calls: [call] };
const gptResult = { role: "tool", tool_call_id: "c1", content: "ok" };
const thinking = { type: "enabled", budget_tokens: 2048 };
const message = { model: "claude-x", max_tokens: 4096, messages: [user] };
const chat = { model: "gpt-4o", messages: [user] };

const messagesRows: Row[] = [
  [
    "messages: unknown field",
    { stream_options: { include_usage: true } },
    "stream_options: Extra inputs are not permitted",
  ],
  ["messages: unknown field", { context_management: {} }, "context_management: Extra inputs are not permitted"],
  ["messages: unknown field", { response_format: { type: "json_object" } }, "response_format: Extra inputs"],
  ["messages: metadata", { metadata: { user_id: "u", team: "t" } }, "metadata.team: Extra inputs are not permitted"],
  ["messages: max_tokens", { max_tokens: 0 }, "max_tokens: Input should be greater than or equal to 1"],
  ["messages: max_tokens", { max_tokens: 1.5 }, "max_tokens: Input should be a valid integer"],
  ["messages: temperature and top_p", { temperature: 1.1 }, "temperature: range: 0..1"],
  ["messages: temperature and top_p", { temperature: "0.7" }, "temperature: Input should be a valid number"],
  [
    "messages: sampling of the model",
    { model: "claude-sonnet-4-5", temperature: 0.2, top_p: 0.9 },
    "`temperature` and `top_p` cannot both be specified for this model.",
  ],
  ["messages: sampling of the model", { model: "claude-opus-4-8", top_p: 0.9 }, "`top_p` is deprecated"],
  ["messages: sampling of the model", { model: "claude-sonnet-5", temperature: 0 }, "`temperature` is deprecated"],
  ["messages: stop sequences", { stop_sequences: ["\n"] }, "each stop sequence must contain non-whitespace"],
  ["messages: thinking budget", { thinking, max_tokens: 2048 }, "`max_tokens` must be greater than"],
  ["messages: thinking budget", { thinking, temperature: 0.5 }, "`temperature` may only be set to 1"],
  ["messages: tools", { tools: [{ name: "f", input_schema: {} }] }, "tools.0.custom.input_schema.type: Field required"],
  ["messages: tools", { tools: [{ ...claudeTool, name: "a.b" }] }, "tools.0.custom.name: String should match pattern"],
  ["messages: tools", { tools: [{ ...claudeTool, x: 1 }] }, "tools.0.custom.x: Extra inputs are not permitted"],
  ["messages: tool names", { tools: [claudeTool, claudeTool] }, "Tool names must be unique"],
  ["messages: tool choice", { tools: [claudeTool], tool_choice: { type: "required" } }, "Input tag 'required'"],
  ["messages: tool choice", { tool_choice: { type: "auto" } }, "only be specified while providing tools"],
  [
    "messages: output format",
    { model: "claude-3-haiku-20240307", output_config: { format: { type: "json_schema", schema: object } } },
    "not supported by model",
  ],
  [
    "messages: output format",
    { output_config: { format: { type: "json_schema", schema: object } } },
    "'additionalProperties' must be explicitly set to false",
  ],
  ["messages: roles and fields of messages", { messages: [] }, "at least one message is required"],
  [
    "messages: roles and fields of messages",
    { messages: [{ role: "system", content: "x" }] },
    'Unexpected role "system"',
  ],
  ["messages: roles and fields of messages", { messages: [{ ...user, name: "n" }] }, "messages.0.name: Extra inputs"],
  [
    "messages: empty message",
    { messages: [user, { role: "assistant", content: "" }, user] },
    "must have non-empty content",
  ],
  ["messages: empty message", { messages: [{ role: "user", content: " \n" }] }, "must contain non-whitespace text"],
  ["messages: content blocks", { messages: [{ role: "user", content: [{ type: "text", text: "" }] }] }, "non-empty"],
  ["messages: content blocks", { messages: [{ role: "user", content: [{ type: "file" }] }] }, "Input tag 'file' found"],
  [
    "messages: content blocks",
    { messages: [user, { ...claudeCall, content: [{ ...claudeCall.content[0], id: "functions.f:0" }] }, claudeResult] },
    "tool_use.id: String should match pattern",
  ],
  [
    "messages: content blocks",
    {
      messages: [
        { role: "user", content: [{ type: "image", source: { type: "base64", media_type: "image/jpg", data: "" } }] },
      ],
    },
    "media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'",
  ],
  ["messages: tool pairs", { messages: [user, claudeCall, user] }, "`tool_use` ids were found without `tool_result`"],
  [
    "messages: tool pairs",
    { messages: [user, claudeResult] },
    "unexpected `tool_use_id` found in `tool_result` blocks",
  ],
  [
    "messages: beginning of the answer",
    { messages: [user, { role: "assistant", content: "So " }] },
    "trailing whitespace",
  ],
  [
    "messages: answer begun for the model",
    { model: "claude-opus-4-6", messages: [user, { role: "assistant", content: "{" }] },
    "The conversation must end with a user message.",
  ],
  ["messages: signed thoughts", { thinking, messages: [user, claudeCall, claudeResult] }, "Expected `thinking`"],
];

const chatRows: Row[] = [
  ["chat: unknown field", { top_k: 1, foo: 2 }, "Unrecognized request arguments supplied: top_k, foo"],
  [
    "chat: values",
    { temperature: "0.7" },
    "Invalid type for 'temperature': expected a decimal, but got a string instead.",
  ],
  ["chat: values", { temperature: 3 }, "decimal above maximum value. Expected a value <= 2, but got 3 instead."],
  ["chat: values", { max_tokens: 0 }, "integer below minimum value"],
  ["chat: values", { user: "u".repeat(65) }, "Invalid 'user': string too long."],
  ["chat: stop", { stop: ["1", "2", "3", "4", "5"] }, "Invalid 'stop': array too long."],
  [
    "chat: fields that go together",
    { stream_options: { include_usage: true } },
    "only allowed when 'stream' is enabled",
  ],
  ["chat: fields that go together", { tool_choice: "auto" }, "only allowed when 'tools' are specified"],
  ["chat: reasoning model", { model: "o3-mini", max_tokens: 9 }, "Use 'max_completion_tokens' instead."],
  [
    "chat: reasoning model",
    { model: "o4-mini", tools: [{ type: "function", function: { name: "f" } }], parallel_tool_calls: false },
    "Unsupported parameter: 'parallel_tool_calls'",
  ],
  ["chat: reasoning model", { model: "gpt-5", temperature: 0.2 }, "does not support 0.2 with this model"],
  ["chat: tools", { tools: [] }, "Invalid 'tools': empty array."],
  ["chat: tools", { tools: [{ type: "function", function: { name: "f", parameters: {} } }] }, `got 'type: "None"'`],
  ["chat: tools", { tools: [{ name: "f" }] }, "Missing required parameter: 'tools[0].type'."],
  ["chat: response format", { response_format: { type: "json_object" } }, "must contain the word 'json'"],
  ["chat: messages", { messages: [] }, "Invalid 'messages': empty array."],
  ["chat: messages", { messages: [{ role: "user", content: null }] }, "expected a string, got null"],
  ["chat: messages", { messages: [{ role: "bot", content: "" }] }, "Invalid value: 'bot'."],
  [
    "chat: messages",
    {
      messages: [
        user,
        gptCall,
        { ...gptResult, content: [{ type: "image_url", image_url: { url: "https://a.test/b" } }] },
      ],
    },
    "Image URLs are only allowed for messages with role 'user'",
  ],
  [
    "chat: messages",
    { messages: [user, { role: "assistant", content: "x", reasoning_content: "y" }] },
    "Unknown parameter: 'messages[1].reasoning_content'.",
  ],
  [
    "chat: messages",
    {
      messages: [user, { ...gptCall, tool_calls: gptCall.tool_calls.map((call) => ({ ...call, extra_content: {} })) }],
    },
    "Unknown parameter: 'messages[1].tool_calls[0].extra_content'.",
  ],
  ["chat: tool pairs", { messages: [user, gptCall] }, "did not have response messages: c1"],
  ["chat: tool pairs", { messages: [user, gptResult] }, "must be a response to a preceeding message with 'tool_calls'"],
];

let fake: FakeProvider;
beforeAll(async () => {
  fake = await startFakeProvider();
});
afterAll(() => fake.close());

const ask = (api: FakeApi, body: JsonObject | string, headers = heads[api], server = fake) =>
  askFake(server, api, body, headers);

describe("Anthropic's Messages", () => {
  // A fake that takes what the service refuses let calls through for weeks that failed for every real user.
  it.each(messagesRows)("%s: %j", async (_check, body, words) => {
    const { status, headers, text } = await ask("anthropic", { ...message, ...body });
    const requestId = headers.get("request-id");
    expect([status, headers.get("content-type"), requestId]).toEqual([400, "application/json", expect.any(String)]);
    expect(JSON.parse(text)).toEqual({
      type: "error",
      error: { type: "invalid_request_error", message: expect.stringContaining(words) },
      request_id: requestId,
    });
  });

  it("a field that is missing, a key and a version that are missing", async () => {
    const { max_tokens: _, ...without } = message;
    expect((await ask("anthropic", without)).text).toContain("max_tokens: Field required");
    const keyless = await ask("anthropic", message, { "anthropic-version": "2023-06-01" });
    expect([keyless.status, keyless.text]).toEqual([401, expect.stringContaining('"authentication_error"')]);
    expect((await ask("anthropic", message, { "x-api-key": "k" })).text).toContain(
      "anthropic-version: header is required",
    );
  });

  it("takes what is right: thoughts, calls, results, pictures, beta fields with their header", async () => {
    const thought = { type: "thinking", thinking: "hm", signature: "c2ln" };
    const conversation = [user, { ...claudeCall, content: [thought, ...claudeCall.content] }, claudeResult];
    const picture = { type: "image", source: { type: "base64", media_type: "image/png", data: "AA==" } };
    const whole = {
      ...message,
      system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }],
      messages: [...conversation, { role: "assistant", content: "Well," }, { role: "user", content: [picture] }],
      tools: [claudeTool],
      tool_choice: { type: "auto", disable_parallel_tool_use: true },
      stop_sequences: ["END"],
      metadata: { user_id: "u" },
      temperature: 1,
    };
    expect((await ask("anthropic", whole)).status).toBe(200);
    expect((await ask("anthropic", { ...message, thinking, messages: conversation, tools: [claudeTool] })).status).toBe(
      200,
    );
    const beta = { ...heads.anthropic, "anthropic-beta": "context-management-2025-06-27" };
    expect((await ask("anthropic", { ...message, context_management: {} }, beta)).status).toBe(200);
  });
});

describe.each(["openai", "azure"] as const)("chat completions, %s", (api) => {
  it.each(chatRows)("%s: %j", async (_check, body, words) => {
    const { status, headers, text } = await ask(api, { ...chat, ...body });
    expect([status, headers.get("content-type"), headers.has("x-request-id")]).toEqual([400, "application/json", true]);
    const { error } = JSON.parse(text) as { error: JsonObject };
    expect(Object.keys(error)).toEqual(["message", "type", "param", "code"]);
    expect(error).toMatchObject({ type: "invalid_request_error", message: expect.stringContaining(words) });
  });

  it("a field that is missing, a body that is none and a key that is missing", async () => {
    expect((await ask(api, { model: "m" })).text).toContain("Missing required parameter: 'messages'.");
    expect((await ask(api, "{not json")).text).toContain("could not parse the JSON body");
    expect((await ask(api, chat, {})).status).toBe(401);
  });

  it("takes what is right: calls and results, parts, a schema, a stream with its usage", async () => {
    const whole = {
      ...chat,
      messages: [user, gptCall, gptResult, { role: "user", content: [{ type: "text", text: "JSON, please" }] }],
      tools: [gptTool],
      tool_choice: "auto",
      response_format: { type: "json_object" },
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.2,
      stop: ["a", "b"],
      seed: null,
    };
    expect((await ask(api, whole)).status).toBe(200);
  });
});

const relayedRows: [api: FakeApi, check: CheckName, body: JsonObject, words: string][] = [
  ["completions", "completions: unknown field", { model: "m", prompt: "x", messages: [] }, "supplied: messages"],
  ["completions", "completions: missing field", { model: "m" }, "Missing required parameter: 'prompt'."],
  ["embeddings", "embeddings: unknown field", { model: "m", input: "x", prompt: "x" }, "supplied: prompt"],
  ["embeddings", "embeddings: missing field", { model: "m" }, "Missing required parameter: 'input'."],
];

describe("completions and embeddings", () => {
  it.each(relayedRows)("%s, %s: %j", async (api, _check, body, words) => {
    const { status, text } = await ask(api, body);
    expect([status, text]).toEqual([400, expect.stringContaining(words)]);
    expect((await ask(api, body, {})).status).toBe(401);
  });
});

describe("the checks", () => {
  it("have a row each, so that none can be cut unseen", () => {
    const rows = new Set<CheckName>([
      ...[...messagesRows, ...chatRows, ...responseRows].map(([check]) => check),
      ...relayedRows.map(([, check]) => check),
    ]);
    const withoutRow = allChecks.filter((check) => !rows.has(check) && !keyChecks.includes(check));
    expect(withoutRow).toEqual([
      "messages: version header",
      "messages: missing field",
      "chat: missing field",
      "responses: missing field",
    ]);
  });

  it("are left out one by one, and a compatible server takes fields of its own", async () => {
    const server = await startFakeProvider();
    const status = async (body: JsonObject) => (await ask("openai", { ...chat, ...body }, {}, server)).status;
    server.takesMore({ fields: ["top_k"], noKey: true });
    expect([await status({ top_k: 1 }), await status({ top_q: 1 })]).toEqual([200, 400]);
    server.overlook("chat: unknown field", "for this test");
    expect([await status({ top_q: 1 }), await status({ messages: [] })]).toEqual([200, 400]);
    await server.close();
  });
});
