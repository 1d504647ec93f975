import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type GatewayWorld, openWorld, pagePrompt } from "./gateway-world.ts";

/* What agents send beside a plain tool loop, to models whose API takes it in another form or not at all. */

const key = "api_key: os.environ/PROVIDER_KEY";
const config = `model_list:
  - {model_name: gpt, litellm_params: {model: openai/gpt-4o, ${key}, api_base: PROVIDER_URL}}
  - {model_name: reasoner, litellm_params: {model: openai/responses/gpt-5.2, ${key}, api_base: PROVIDER_URL}}
  - {model_name: claude, litellm_params: {model: anthropic/claude-sonnet-4-5, ${key}, api_base: ORIGIN}}
  - {model_name: by-prompt, litellm_params: {model: langfuse/gpt, prompt_id: test-chat-prompt}}
  - {model_name: claude-by-prompt, litellm_params: {model: langfuse/claude, prompt_id: test-chat-prompt}}
`;

const fixtures = join(import.meta.dirname, "../../fixtures/providers/responses");

let world: GatewayWorld;
beforeEach(async () => {
  world = await openWorld({ config, prompts: [pagePrompt] });
});
afterEach(() => world.close());
const sent = async (index = 0) => (await world.provider.request(index)).json();

const picture = { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } };
const text = (words: string) => ({ type: "text", text: words });
const call = (id: string) => ({ type: "tool_use", id, name: "look", input: {} });
const result = (id: string, content: unknown) => ({ type: "tool_result", tool_use_id: id, content });
const tools = [{ name: "look", input_schema: { type: "object", properties: {} } }];
const asked = { max_tokens: 900, messages: [{ role: "user", content: "Look." }] as JsonObject[] };

// OpenAI refuses the empty list that the Agents SDK sends for an agent without tools.
it.each(["gpt", "reasoner", "claude"])("an empty list of tools asks %s for nothing", async (model) => {
  expect((await world.post("/v1/responses", { model, input: "Hi", tools: [] })).status).toBe(200);
  expect((await world.post("/v1/messages", { ...asked, model, tools: [] })).status).toBe(200);
});

// Claude Code's id of a user is JSON of 170 characters; OpenAI takes 64.
it.each(["gpt", "reasoner"])("a user's id is as long as %s takes it", async (model) => {
  const user_id = JSON.stringify({ device_id: "d".repeat(64), session_id: "s" });
  const response = await world.post("/v1/messages", { ...asked, model, metadata: { user_id } });
  expect([response.status, (await sent())["user"]]).toEqual([200, user_id.slice(0, 64)]);
});

// Shown as a stop, nobody knew that the answer was not whole; chat completions have no word for it.
it("a turn that Claude has paused says so where its reason is known", async () => {
  world.provider.always({ kind: "answer", answer: { text: "I search.", finishReason: "pause_turn" } });
  const paused = await world.post("/v1/messages", { ...asked, model: "claude" });
  expect(await paused.json()).toMatchObject({ stop_reason: "pause_turn" });
  for (const stream of [false, true]) {
    const chat = await world.post("/v1/chat/completions", { ...asked, model: "claude", stream });
    expect(await chat.text()).toMatch(/"finish_reason":"stop"/);
  }
  const [call] = world.calls;
  expect(call?.record.outcome).toEqual({ kind: "completed", finishReason: "pause_turn" });
});

describe("pictures among the results of tools", () => {
  const messages = [
    ...asked.messages,
    { role: "assistant", content: [call("c1"), call("c2")] },
    { role: "user", content: [result("c1", [text("seen"), picture]), result("c2", [picture]), text("Go on.")] },
  ];

  it("follow all results where a result is text alone", async () => {
    const response = await world.post("/v1/messages", { ...asked, model: "gpt", tools, messages });
    expect([response.status, response.headers.get("x-promptscope-adjusted")]).toEqual([200, "messages"]);
    const image = { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } };
    expect(((await sent())["messages"] as JsonObject[]).slice(2)).toEqual([
      { role: "tool", tool_call_id: "c1", content: [text("seen")] },
      { role: "tool", tool_call_id: "c2", content: "(attached below)" },
      { role: "user", content: [image, image] },
      { role: "user", content: "Go on." },
    ]);
  });

  it("stay in them where the API has a place for them", async () => {
    await world.post("/v1/messages", { ...asked, model: "reasoner", tools, messages });
    const outputs = ((await sent())["input"] as JsonObject[]).filter(({ type }) => type === "function_call_output");
    expect(JSON.stringify(outputs).match(/input_image/g)).toHaveLength(2);
  });
});

// The turn with results ends with a reminder: taken for a new question, the model asked for the same call for ever.
it.each(["by-prompt", "claude-by-prompt"])("results with words beside them follow the prompt of %s", async (model) => {
  const messages = [
    ...asked.messages,
    { role: "assistant", content: [call("c1")] },
    { role: "user", content: [result("c1", "a room"), text("<reminder>Go on.</reminder>")] },
  ];
  const given = { ...asked, model, tools, messages, prompt_variables: { user_message: "Hi" } };
  expect((await world.post("/v1/messages", given)).status).toBe(200);
  const body = JSON.stringify((await sent())["messages"]);
  expect(body).toMatch(/Hi.*look.*a room.*Go on/);
  expect(body).not.toContain("Look.");
});

// A question of its own stands in a message of its own: the prompt takes its place.
it("words after results that are a turn of their own are a new question", async () => {
  const messages = [
    ...asked.messages,
    { role: "assistant", content: [call("c1")] },
    { role: "user", content: [result("c1", "a room")] },
    { role: "assistant", content: "A room." },
    { role: "user", content: "And now?" },
  ];
  await world.post("/v1/messages", {
    ...asked,
    model: "by-prompt",
    tools,
    messages,
    prompt_variables: { user_message: "Hi" },
  });
  expect((await sent())["messages"]).toEqual([
    { role: "system", content: "You are a helpful assistant." },
    { role: "user", content: "Hi" },
  ]);
});

// Without its mark the model takes the words of a failure for what the tool has found.
describe("the result of a tool that failed", () => {
  const messages = [
    ...asked.messages,
    { role: "assistant", content: [call("c1"), call("c2")] },
    {
      role: "user",
      content: [
        { ...result("c1", "no such room"), is_error: true },
        { ...result("c2", [picture]), is_error: true },
      ],
    },
  ];

  it("says so in words where an API has no mark for it, and the client is told", async () => {
    const response = await world.post("/v1/messages", { ...asked, model: "gpt", tools, messages });
    expect([response.status, response.headers.get("x-promptscope-adjusted")]).toEqual([200, "messages"]);
    expect(((await sent())["messages"] as JsonObject[]).slice(2, 4)).toEqual([
      { role: "tool", tool_call_id: "c1", content: "Error: no such room" },
      { role: "tool", tool_call_id: "c2", content: [text("Error")] },
    ]);
    await world.post("/v1/messages", { ...asked, model: "reasoner", tools, messages });
    const outputs = ((await sent(1))["input"] as JsonObject[]).filter(({ type }) => type === "function_call_output");
    expect(outputs[0]).toMatchObject({ call_id: "c1", output: "Error: no such room" });
    expect(JSON.stringify(outputs[1])).toContain('"text":"Error"');
  });

  it("keeps its mark at Claude, behind a prompt too", async () => {
    const given = { ...asked, model: "claude-by-prompt", tools, messages, prompt_variables: { user_message: "Hi" } };
    expect((await world.post("/v1/messages", given)).status).toBe(200);
    const [first, second] = ((await sent())["messages"] as { content: JsonObject[] }[]).at(-1)?.content ?? [];
    expect([first, second]).toMatchObject([
      { tool_use_id: "c1", is_error: true, content: "no such room" },
      { tool_use_id: "c2", is_error: true },
    ]);
  });
});

// Claude Code's names of MCP tools have up to 128 characters; OpenAI refuses more than 64.
describe("names of tools that are too long for the API that is asked", () => {
  const long = (end: string) => `mcp__${"server_of_the_office_".repeat(4)}__${end}`;
  const longTools = ["look", "walk"].map((end) => ({ ...tools[0], name: long(end) }));
  const named = (body: Record<string, unknown>) =>
    (body["tools"] as JsonObject[]).map((tool) => ((tool["function"] ?? tool) as JsonObject)["name"] as string);

  it.each([
    ["gpt", false],
    ["gpt", true],
    ["reasoner", false],
    ["reasoner", true],
  ])("%s gets short ones, the client its own; streamed: %s", async (model, stream) => {
    const given = { ...asked, model, stream, tools: longTools, tool_choice: { type: "tool", name: long("look") } };
    const first = await world.post("/v1/messages", given);
    expect([first.status, first.headers.get("x-promptscope-adjusted")]).toEqual([200, "tools"]);
    await first.text();
    const body = await sent();
    const [look = "", walk = ""] = named(body);
    expect([look.length, walk.length, look === walk]).toEqual([64, 64, false]);
    expect(JSON.stringify(body["tool_choice"])).toContain(look);
    const toolCalls = [{ id: "c1", name: walk, arguments: "{}" }];
    world.provider.next({ kind: "answer", answer: { toolCalls } });
    const messages = [
      ...asked.messages,
      { role: "assistant", content: [{ ...call("c0"), name: long("look") }] },
      { role: "user", content: [result("c0", "a room")] },
    ];
    const second = await (await world.post("/v1/messages", { ...given, messages })).text();
    expect(second).toContain(`"${long("walk")}"`);
    expect(second).not.toContain(walk);
    // The same name is written the same each time, in calls before too.
    const again = await sent(1);
    expect(named(again)).toEqual([look, walk]);
    expect(JSON.stringify(again)).not.toContain(long("look"));
  });

  it("Claude takes them as they are", async () => {
    await world.post("/v1/messages", { ...asked, model: "claude", tools: longTools });
    expect(named(await sent())).toEqual([long("look"), long("walk")]);
  });
});

// As a function call the client looked for a function it never offered, and its text for JSON.
describe("a call of a tool that takes free text", () => {
  const custom = [{ type: "custom", name: "sql", description: "Asks the database" }];
  const input = [{ role: "user", content: "How many?" }];
  const toolCalls = [{ id: "c1", name: "sql", arguments: "select 'a', 1", custom: true as const }];

  it.each([false, true])("reaches a client of Responses as one and goes back as one; streamed: %s", async (stream) => {
    world.provider.next({ kind: "answer", answer: { toolCalls } });
    const client = world.client();
    const asked = { model: "gpt", input, tools: custom } as Parameters<typeof client.responses.create>[0];
    const answer = stream
      ? await client.responses.stream({ ...asked, stream: true } as never).finalResponse()
      : ((await client.responses.create(asked)) as Awaited<ReturnType<typeof client.responses.retrieve>>);
    const [item] = answer.output;
    expect(item).toMatchObject({ type: "custom_tool_call", call_id: "c1", name: "sql", input: "select 'a', 1" });
    const output = { type: "custom_tool_call_output", call_id: "c1", output: "7" };
    const next = await world.post("/v1/responses", { ...asked, input: [...input, item, output] });
    expect(next.status).toBe(200);
    expect((await sent(1))["messages"]).toMatchObject([
      { role: "user" },
      {
        role: "assistant",
        tool_calls: [{ id: "c1", type: "custom", custom: { name: "sql", input: "select 'a', 1" } }],
      },
      { role: "tool", tool_call_id: "c1", content: "7" },
    ]);
  });

  // Claude has no such tool: it refused the whole request.
  it.each([false, true])(
    "at Claude it is a tool with one argument, and a call of it the same; streamed: %s",
    async (stream) => {
      const given = [{ id: "c1", name: "sql", arguments: JSON.stringify({ input: "select 'a', 1" }) }];
      world.provider.next({ kind: "answer", answer: { toolCalls: given } });
      const client = world.client();
      const asked = { model: "claude", input, tools: custom } as Parameters<typeof client.responses.create>[0];
      const answer = stream
        ? await client.responses.stream({ ...asked, stream: true } as never).finalResponse()
        : ((await client.responses.create(asked)) as Awaited<ReturnType<typeof client.responses.retrieve>>);
      const [item] = answer.output;
      expect((await sent())["tools"]).toMatchObject([{ name: "sql", input_schema: { required: ["input"] } }]);
      expect(item).toMatchObject({ type: "custom_tool_call", call_id: "c1", name: "sql", input: "select 'a', 1" });
      const output = { type: "custom_tool_call_output", call_id: "c1", output: "7" };
      expect((await world.post("/v1/responses", { ...asked, input: [...input, item, output] })).status).toBe(200);
      expect((await sent(1))["messages"]).toMatchObject([
        { role: "user" },
        { role: "assistant", content: [{ type: "tool_use", id: "c1", input: { input: "select 'a', 1" } }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "c1" }] },
      ]);
    },
  );

  // A client of chat completions got a function's call for it, with a text that is no JSON.
  describe.each(["claude", "reasoner"])("reaches a client of chat completions as one, from %s", (model) => {
    const tools = [{ type: "custom", custom: { name: "write_sql" } }];
    const messages = [{ role: "user", content: "How many?" }];
    const words = "SELECT * FROM users WHERE age > 25";
    const call = { type: "custom", custom: { name: "write_sql", input: words } };

    async function asks(stream: boolean, offered: object[]) {
      const given = [{ id: "c1", name: "write_sql", arguments: JSON.stringify({ input: words }) }];
      const recorded = readFileSync(join(fixtures, `custom-tool.${stream ? "sse" : "json"}`), "utf8");
      const type = stream ? "text/event-stream" : "application/json";
      world.provider.nextOf("anthropic", { kind: "answer", answer: { toolCalls: given } });
      world.provider.nextOf("responses", { kind: "raw", headers: { "content-type": type }, body: recorded });
      return world.post("/v1/chat/completions", { model, messages, tools: offered, stream, max_tokens: 900 });
    }

    it("whole, and it goes back as one", async () => {
      const answer = (await (await asks(false, tools)).json()) as JsonObject;
      const [choice] = answer["choices"] as { message: JsonObject; finish_reason: string }[];
      expect(choice?.finish_reason).toBe("tool_calls");
      expect(choice?.message["tool_calls"]).toMatchObject([call]);
      const [{ id }] = (choice?.message["tool_calls"] ?? [{}]) as [{ id?: string }];
      const result = { role: "tool", tool_call_id: id ?? "", content: "7" };
      const next = { model, tools, max_tokens: 900, messages: [...messages, choice?.message, result] };
      expect((await world.post("/v1/chat/completions", next)).status).toBe(200);
      expect((await world.provider.request(1)).body).toContain(words);
    });

    it("streamed: its first chunk says so, its text follows", async () => {
      const text = await (await asks(true, tools)).text();
      const deltas = [...text.matchAll(/^data: (\{.*)$/gm)].flatMap(([, data = ""]) => {
        const { choices } = JSON.parse(data) as { choices: { delta: { tool_calls?: JsonObject[] } }[] };
        return choices.flatMap(({ delta }) => delta.tool_calls ?? []);
      });
      expect(deltas[0]).toMatchObject({ index: 0, type: "custom", custom: { name: "write_sql" } });
      expect(deltas.every((delta) => delta["function"] === undefined)).toBe(true);
      expect(deltas.map(({ custom: piece }) => (piece as { input: string }).input).join("")).toBe(words);
      expect(deltas.filter(({ type }) => type !== undefined)).toHaveLength(1);
    });
  });

  it.each([false, true])(
    "a function's call stays one for a client of chat completions; streamed: %s",
    async (stream) => {
      const given = [{ id: "c1", name: "sql", arguments: "{}" }];
      world.provider.always({ kind: "answer", answer: { toolCalls: given } });
      const tools = [{ type: "function", function: { name: "sql", parameters: { type: "object", properties: {} } } }];
      for (const model of ["claude", "reasoner"]) {
        const body = { model, messages: input, tools, stream, max_tokens: 900 };
        const text = await (await world.post("/v1/chat/completions", body)).text();
        expect(text).toContain('"type":"function","function":{"name":"sql"');
        expect(text).not.toContain("custom");
      }
    },
  );
});
