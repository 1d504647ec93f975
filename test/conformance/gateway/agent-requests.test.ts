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
