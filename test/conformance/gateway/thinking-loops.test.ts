import { Anthropic } from "@anthropic-ai/sdk";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FakeAnswer } from "../../fakes/provider/answers.ts";
import { messageOfChunks } from "../../fakes/provider/demanding-servers.ts";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";
import type { TurnBack } from "../../fakes/provider/refusals/chat-completions/turns-back.ts";
import { encryptedThought } from "../../fakes/provider/response-answers.ts";
import { type GatewayWorld, openWorld } from "./gateway-world.ts";

/*
 * Every form of client over every API: a model that thinks calls two tools at once, thinks again, calls one more and
 * answers. The official clients send back what they were given; each server is the strict fake of its kind.
 */

interface Target {
  name: string;
  model: string;
  /** What must be in each later request, or the real server refuses it. */
  back?: string;
  thinks?: true;
  demands?: TurnBack;
}

const targets: Target[] = [
  { name: "chat completions", model: "openai/gpt-4o" },
  { name: "chat completions of a model that thinks", model: "openai/gpt-5.2", thinks: true },
  { name: "responses", model: "openai/responses/gpt-5.2", thinks: true, back: encryptedThought },
  { name: "messages", model: "anthropic/claude-sonnet-4-5", thinks: true, back: '"signature":"c2ln"' },
  { name: "reasoning back", model: "deepseek/deepseek-reasoner", back: "Let me see", demands: "reasoning_content" },
  { name: "signatures back", model: "gemini/gemini-3-pro", back: "c2ln", demands: "thought_signature" },
];

/** Asks, and goes on with what it was given: each round's results by the names of its calls. */
type Loop = (asked: { world: GatewayWorld; stream: boolean; thinks: boolean }, results: string[][]) => Promise<string>;

const schema = { type: "object" as const, properties: { at: { type: "string" } }, additionalProperties: false };
const question = "What is the weather?";

const chat: Loop = async ({ world, stream, thinks }, results) => {
  const messages: JsonObject[] = [{ role: "user", content: question }];
  const tools = [{ type: "function", function: { name: "look", parameters: schema } }];
  const ask = async (): Promise<JsonObject> => {
    const body = { model: "m", messages, tools, ...(thinks ? { reasoning_effort: "low" } : {}), stream };
    const answer = await world.client().chat.completions.create(body as unknown as OpenAI.ChatCompletionCreateParams);
    if (!(Symbol.asyncIterator in answer)) return { ...answer.choices[0]?.message } as unknown as JsonObject;
    const chunks: JsonValue[] = [];
    for await (const chunk of answer) chunks.push(chunk as unknown as JsonValue);
    return messageOfChunks(chunks);
  };
  for (const round of results) {
    const turn = await ask();
    const calls = turn["tool_calls"] as JsonObject[];
    messages.push(
      turn,
      ...round.map((content, at) => ({ role: "tool", tool_call_id: calls[at]?.["id"] ?? "", content })),
    );
  }
  return String((await ask())["content"]);
};

const responses: Loop = async ({ world, stream, thinks }, results) => {
  const input: OpenAI.Responses.ResponseInputItem[] = [{ role: "user", content: question }];
  const tools = [{ type: "function" as const, name: "look", parameters: schema, strict: false }];
  const { responses: api } = world.client();
  const ask = () => {
    const reasoning = thinks ? { reasoning: { effort: "low" as const, summary: "auto" as const } } : {};
    const include = thinks ? { include: ["reasoning.encrypted_content" as const] } : {};
    const body = { model: "m", input, tools, store: false, ...reasoning, ...include };
    return stream ? api.stream(body).finalResponse() : api.create(body);
  };
  for (const round of results) {
    const { output } = await ask();
    const calls = output.flatMap((item) => (item.type === "function_call" ? [item] : []));
    const outputs = round.map((text, at) => ({
      type: "function_call_output" as const,
      call_id: calls[at]?.call_id ?? "",
      output: text,
    }));
    input.push(...(output as OpenAI.Responses.ResponseInputItem[]), ...outputs);
  }
  return (await ask()).output_text;
};

const messages: Loop = async ({ world, stream, thinks }, results) => {
  const client = new Anthropic({ apiKey: "sk-any", baseURL: world.url, maxRetries: 0, logLevel: "off" });
  const turns: Anthropic.MessageParam[] = [{ role: "user", content: question }];
  const tools = [{ name: "look", input_schema: schema }];
  const ask = () => {
    const thinking = thinks ? { thinking: { type: "enabled" as const, budget_tokens: 2_048 } } : {};
    const body = { model: "m", max_tokens: 4_096, messages: turns, tools, ...thinking };
    return stream ? client.messages.stream(body).finalMessage() : client.messages.create(body);
  };
  for (const round of results) {
    const { content } = await ask();
    const calls = content.filter((block) => block.type === "tool_use");
    const back = round.map((text, at) => ({
      type: "tool_result" as const,
      tool_use_id: calls[at]?.id ?? "",
      content: text,
    }));
    turns.push({ role: "assistant", content }, { role: "user", content: back });
  }
  const { content } = await ask();
  return content.map((block) => (block.type === "text" ? block.text : "")).join("");
};

const forms = { chat, responses, messages };

describe.each(targets)("$name ($model)", ({ model, back, thinks = false, demands }) => {
  let fake: FakeProvider;
  let world: GatewayWorld;
  beforeAll(async () => {
    fake = await startFakeProvider();
    if (demands) fake.takesMore({ turnsBack: demands });
    const base = model.startsWith("anthropic/") ? fake.origin : fake.baseUrl("openai");
    const entry = `{model: ${model}, api_key: os.environ/PROVIDER_KEY, api_base: "${base}"}`;
    world = await openWorld({ config: `model_list:\n  - {model_name: m, litellm_params: ${entry}}\n` });
  });
  afterAll(async () => {
    await world.close();
    await fake.close();
  });

  it.each(Object.entries(forms).flatMap(([form, loop]) => [false, true].map((stream) => ({ form, stream, loop }))))(
    "a client of $form has its three turns taken; streamed: $stream",
    async ({ loop, stream }) => {
      const call = (id: string, at: string): NonNullable<FakeAnswer["toolCalls"]>[number] => ({
        id,
        name: "look",
        arguments: JSON.stringify({ at }),
        ...(demands === "thought_signature" ? { signature: "c2ln" } : {}),
      });
      const thought = thinks || demands ? { reasoning: "Let me see." } : {};
      fake.next(
        {
          kind: "answer",
          answer: { ...thought, text: "I look.", toolCalls: [call("c1", "Bern"), call("c2", "Rome")] },
        },
        { kind: "answer", answer: { ...thought, toolCalls: [call("c3", "Oslo")] } },
        { kind: "answer", answer: { text: "It rains." } },
      );
      const before = fake.requests.length;
      const said = await loop({ world, stream, thinks }, [["rain in Bern", "sun in Rome"], ["snow in Oslo"]]);
      expect(said).toBe("It rains.");
      const [, second = "", third = ""] = fake.requests.slice(before).map(({ body }) => body);
      // Results stand behind their own calls, and what a client carries for another API never reaches a server.
      expect(second).toMatch(/Bern.*Rome.*rain in Bern.*sun in Rome/s);
      expect(third).toMatch(/rain in Bern.*Oslo.*snow in Oslo/s);
      expect(third).not.toContain("__carried__");
      if (back !== undefined) for (const body of [second, third]) expect(body).toContain(back);
      if (back !== undefined) expect(third.split(back)).toHaveLength(demands === "thought_signature" ? 4 : 3);
    },
  );
});
