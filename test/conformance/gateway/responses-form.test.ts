import type { JsonObject } from "@shared/domain/json/json.ts";
import type OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type GatewayWorld, openWorld, pagePrompt } from "./gateway-world.ts";

/* What clients of OpenAI's Responses get: from a server that speaks them as it wrote it, from any other in the same form. */

const key = "api_key: os.environ/PROVIDER_KEY";
const config = `model_list:
  - {model_name: native, litellm_params: {model: openai/responses/gpt-5.2, ${key}, api_base: PROVIDER_URL}}
  - {model_name: gpt, litellm_params: {model: openai/gpt-4o, ${key}, api_base: PROVIDER_URL}}
  - {model_name: claude, litellm_params: {model: anthropic/claude-sonnet-4-5, ${key}, api_base: ORIGIN}}
  - {model_name: by-prompt, litellm_params: {model: langfuse/native, prompt_id: test-chat-prompt}}
  - {model_name: gpt-by-prompt, litellm_params: {model: langfuse/gpt, prompt_id: test-chat-prompt}}
`;

let world: GatewayWorld;
let client: OpenAI;
beforeEach(async () => {
  world = await openWorld({ config, prompts: [pagePrompt] });
  client = world.client();
});
afterEach(() => world.close());
const sent = async (index = 0) => (await world.provider.request(index)).json();

type Params = OpenAI.Responses.ResponseCreateParamsNonStreaming;
const tool = { type: "function" as const, name: "w", parameters: { type: "object", properties: {} }, strict: false };
const called = { text: "I look.", toolCalls: [{ id: "c1", name: "w", arguments: '{"at":"Bern"}' }] };

/** The same call, whole or by its events: OpenAI's client puts these together. */
async function ask(params: Params, stream: boolean): Promise<OpenAI.Responses.Response> {
  if (!stream) return client.responses.create(params);
  return client.responses.stream(params as Parameters<typeof client.responses.stream>[0]).finalResponse();
}

describe("to a server that speaks them", () => {
  // What is kept at the provider, and what is asked beside the conversation, is the client's to say.
  it("the body goes as it was written, with the deployment's name", async () => {
    const body = {
      model: "native",
      instructions: "Be brief.",
      input: [
        { role: "user", content: [{ type: "input_text", text: "w?" }] },
        { id: "ws_1", type: "web_search_call", status: "completed", action: { type: "search", query: "x" } },
      ],
      tools: [
        { ...tool, description: "weather" },
        { type: "web_search", search_context_size: "low" },
      ],
      tool_choice: "auto",
      reasoning: { effort: "low", summary: "auto" },
      text: { verbosity: "low" },
      include: ["web_search_call.action.sources"],
      metadata: { team: "a" },
      max_output_tokens: 900,
      previous_response_id: "resp_1",
      truncation: "auto",
    };
    const response = await world.post("/v1/responses", body);
    expect([response.status, ((await response.json()) as JsonObject)["model"]]).toEqual([200, "native"]);
    expect(await sent()).toEqual({ ...body, model: "gpt-5.2" });
  });

  it("a prompt takes the place of the input; tools and settings stay the client's", async () => {
    const given = { model: "by-prompt", input: "not this", tools: [tool], max_output_tokens: 900 };
    await world.post("/v1/responses", { ...given, prompt_variables: { user_message: "Hi" } });
    expect(await sent()).toEqual({
      model: "gpt-5.2",
      instructions: "You are a helpful assistant.",
      input: [{ role: "user", content: "Hi" }],
      tools: [tool],
      max_output_tokens: 900,
    });
  });

  it.each([true, false])(
    "OpenAI's client reads the answer under the name it asked for; streamed: %s",
    async (stream) => {
      world.provider.next({ kind: "answer", answer: { reasoning: "hm", ...called } });
      const response = await ask({ model: "native", input: "w?", tools: [tool] }, stream);
      expect([response.model, response.output_text]).toEqual(["native", "I look."]);
      expect(response.output.map(({ type }) => type)).toEqual(["reasoning", "message", "function_call"]);
    },
  );
});

describe("to any other model", () => {
  it("instructions, tools and settings are said in its form", async () => {
    await client.responses.create({
      model: "gpt",
      instructions: "Be brief.",
      input: [
        {
          role: "user",
          content: [
            { type: "input_text", text: "w?" },
            { type: "input_image", image_url: "https://a.test/b.png", detail: "low" },
          ],
        },
      ],
      tools: [tool],
      tool_choice: { type: "function", name: "w" },
      text: { format: { type: "json_schema", name: "a", schema: { type: "object" } } },
      max_output_tokens: 900,
      store: false,
      include: ["reasoning.encrypted_content"],
      metadata: { team: "a" },
    });
    expect(await sent()).toEqual({
      model: "gpt-4o",
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "w?" },
            { type: "image_url", image_url: { url: "https://a.test/b.png", detail: "low" } },
          ],
        },
      ],
      tools: [{ type: "function", function: { name: "w", parameters: tool.parameters, strict: false } }],
      tool_choice: { type: "function", function: { name: "w" } },
      response_format: { type: "json_schema", json_schema: { name: "a", schema: { type: "object" } } },
      max_tokens: 900,
    });
  });

  it.each([
    ["gpt", true],
    ["gpt", false],
    ["claude", true],
    ["claude", false],
  ])("a tool loop of %s over two turns; streamed: %s", async (model, stream) => {
    const answer = model === "claude" ? { reasoning: "let me see", ...called } : called;
    world.provider.next({ kind: "answer", answer });
    const params: Params = { model, input: [{ role: "user", content: "w?" }], tools: [tool] };
    const first = await ask(params, stream);
    const [call] = first.output.filter((item) => item.type === "function_call");
    expect(call).toMatchObject({ name: "w", arguments: '{"at":"Bern"}', status: "completed" });
    expect([first.status, first.output_text, first.usage?.total_tokens]).toEqual(["completed", "I look.", 17]);
    const second = await ask(
      {
        ...params,
        input: [
          { role: "user", content: "w?" },
          ...(first.output as OpenAI.Responses.ResponseInputItem[]),
          { type: "function_call_output", call_id: call?.call_id ?? "", output: "rain" },
        ],
      },
      stream,
    );
    expect(second.output_text).toBe("Hello from the fake provider.");
    const { messages } = (await sent(1)) as { messages: JsonObject[] };
    expect(JSON.stringify(messages)).not.toContain("__carried__");
    if (model === "gpt") {
      expect(messages).toEqual([
        { role: "user", content: "w?" },
        {
          role: "assistant",
          content: "I look.",
          tool_calls: [{ id: "c1", type: "function", function: { name: "w", arguments: '{"at":"Bern"}' } }],
        },
        { role: "tool", tool_call_id: "c1", content: "rain" },
      ]);
    } else {
      // Claude refuses the second turn of a tool loop that thinks without the thought and its signature.
      expect(messages[1]?.["content"]).toMatchObject([
        { type: "thinking", thinking: "let me see", signature: "c2ln" },
        { type: "text", text: "I look." },
        { type: "tool_use", id: "c1" },
      ]);
    }
  });

  it("events come as OpenAI sends them: numbered, each item and text begun and ended, the whole at the end", async () => {
    world.provider.next({ kind: "answer", answer: called });
    const stream = await client.responses.create({ model: "gpt", input: "w?", tools: [tool], stream: true });
    const types: string[] = [];
    const numbers: number[] = [];
    for await (const event of stream) {
      if (types.at(-1) !== event.type) types.push(event.type);
      numbers.push(event.sequence_number);
    }
    expect(numbers).toEqual(numbers.map((_, index) => index));
    expect(types).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.output_item.added",
      "response.function_call_arguments.delta",
      "response.function_call_arguments.done",
      "response.output_item.done",
      "response.completed",
    ]);
  });

  it("an answer that was cut says so, a failure in the middle of a stream ends with OpenAI's error event", async () => {
    world.provider.next({ kind: "answer", answer: { text: "One", finishReason: "length" } });
    const cut = await client.responses.create({ model: "gpt", input: "x" });
    expect([cut.status, cut.incomplete_details]).toEqual(["incomplete", { reason: "max_output_tokens" }]);
    world.provider.next({ kind: "error_in_stream", after: 3, message: "overloaded" });
    const text = await (await world.post("/v1/responses", { model: "gpt", input: "x", stream: true })).text();
    expect(text).toMatch(/event: error\ndata: \{"type":"error".*overloaded/);
    expect(text).not.toContain("response.completed");
  });

  it("a prompt is filled; an answer from before is asked for nowhere", async () => {
    const filled = { model: "gpt-by-prompt", input: [], prompt_variables: { user_message: "Hi" } };
    expect((await world.post("/v1/responses", filled)).status).toBe(200);
    expect((await sent())["messages"]).toEqual([
      { role: "system", content: "You are a helpful assistant." },
      { role: "user", content: "Hi" },
    ]);
    const before = await world.post("/v1/responses", { model: "gpt", input: "x", previous_response_id: "resp_1" });
    expect([before.status, await before.text()]).toEqual([400, expect.stringContaining("previous_response_id")]);
  });
});
