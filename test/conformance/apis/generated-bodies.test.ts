import type { MessageCreateParams } from "@anthropic-ai/sdk/resources/messages";
import { apis } from "@engine/apis/registry.ts";
import { planRequest } from "@engine/pipeline/plan-request.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { listAt, textAt } from "@shared/domain/json/read-json.ts";
import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import type { Endpoint, RequestPlan } from "@shared/domain/run/request-plan.ts";
import type OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";
import { canaryRef, runPlan } from "../../fakes/provider/run-plan.ts";
import { type GeneratedConversation, generateConversation } from "./generated-conversations.ts";

/*
 * Two hundred conversations with tools, thoughts, pictures and documents, each said in every API: the strict fake, written
 * from the SDKs' types, takes the body, and nothing of the conversation is lost on the way.
 */

const conversations = 200;
/** Conversations that share one test: one each would be thousands. */
const atOnce = 25;

let fake: FakeProvider;
beforeAll(async () => {
  fake = await startFakeProvider();
});
afterAll(() => fake.close());

interface Target {
  model: string;
  api: keyof typeof apis;
  /** Answers before carry thoughts of it. */
  thinks?: true;
  parameters?: JsonObject;
}

const targets: Target[] = [
  { model: "openai/gpt-4o", api: "chatCompletions" },
  { model: "openai/gpt-5.2", api: "chatCompletions", thinks: true, parameters: { reasoning_effort: "low" } },
  { model: "openai/gpt-4o", api: "responses" },
  { model: "openai/gpt-5.2", api: "responses", thinks: true, parameters: { reasoning_effort: "low" } },
  { model: "anthropic/claude-3-5-sonnet-20241022", api: "messages" },
  {
    model: "anthropic/claude-sonnet-4-5",
    api: "messages",
    thinks: true,
    parameters: { thinking: { type: "enabled", budget_tokens: 2_048 } },
  },
];

async function planOf({ model, api, parameters = {} }: Target, made: GeneratedConversation) {
  const findEndpoint = (): Endpoint => ({
    baseUrl: api === "messages" ? fake.origin : fake.baseUrl("openai"),
    baseUrlSource: "settings",
    credential: { id: canaryRef.secret, source: "settings", variable: canaryRef.variable, hint: canaryRef.hint },
  });
  const request = {
    ...emptyRequest,
    model,
    api: apis[api].id,
    parameters: { ...made.parameters, ...parameters },
    stream: made.seed % 2 === 0,
  };
  const { messages } = made;
  return planRequest({ request, promptConfig: null, messages, providers: builtInProviders }, findEndpoint);
}

describe.each(targets.map((target) => [`${target.model} in ${target.api}`, target] as const))("%s", (_, target) => {
  const seeds = Array.from({ length: conversations }, (_one, index) => index + 1);
  const batches = Array.from({ length: conversations / atOnce }, (_one, index) =>
    seeds.slice(index * atOnce, (index + 1) * atOnce),
  );

  it.each(batches.map((batch) => [batch[0], batch] as const))("seeds from %d on are taken", async (_first, batch) => {
    for (const seed of batch) {
      const made = generateConversation(seed, target.thinks ? apis[target.api].id : undefined);
      const { plan, provider } = await planOf(target, made);
      const spoken = { ...provider, apis: [apis[target.api]] as const };
      const before = fake.requests.length;
      const { outcome } = await runPlan(spoken, plan);
      const body = (await fake.request(before)).json() as JsonObject;
      expect({ seed, outcome, messages: made.messages }).toMatchObject({ seed, outcome: { kind: "completed" } });
      expect({ seed, body, said: saidIn(body) }).toMatchObject({ seed, said: saidBy(plan) });
      typed[target.api]?.(body);
    }
  });
});

/** What has to arrive in whatever form: texts, calls with their results, pictures and documents, by their number. */
interface Said {
  calls: number;
  results: number;
  pictures: number;
  documents: number;
}

function saidBy({ messages }: RequestPlan): Said {
  const parts = messages.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  return {
    calls: messages.reduce((sum, { tool_calls: calls = [] }) => sum + calls.length, 0),
    results: messages.filter(({ role }) => role === "tool").length,
    pictures: parts.filter(({ type }) => type === "image_url").length,
    documents: parts.filter(({ type }) => type === "file").length,
  };
}

const kinds: Readonly<Record<string, keyof Said>> = {
  tool_use: "calls",
  function_call: "calls",
  tool_result: "results",
  function_call_output: "results",
  image: "pictures",
  input_image: "pictures",
  image_url: "pictures",
  document: "documents",
  input_file: "documents",
  file: "documents",
};

function saidIn(body: JsonObject): Said {
  const said: Said = { calls: 0, results: 0, pictures: 0, documents: 0 };
  const look = (value: JsonValue) => {
    if (Array.isArray(value)) for (const one of value) look(one);
    if (!isJsonObject(value)) return;
    const kind = kinds[textAt(value, "type") ?? ""];
    if (kind) said[kind] += 1;
    // Chat completions have calls and results as keys and roles.
    said.calls += listAt(value, "tool_calls").length;
    if (value["role"] === "tool") said.results += 1;
    const { content, output } = value;
    for (const inside of [content, output]) if (inside !== undefined && inside !== null) look(inside);
  };
  look(body["messages"] ?? body["input"] ?? []);
  return said;
}

/** The SDKs' types of what is sent: this does not compile where a body could not be one. Checked by `tsc`, and for keys here. */
const typed: Partial<Record<keyof typeof apis, (body: JsonObject) => void>> = {
  chatCompletions: (body) => onlyKeys<keyof OpenAI.ChatCompletionCreateParams>(body, chatKeys),
  responses: (body) => onlyKeys<keyof OpenAI.Responses.ResponseCreateParams>(body, responseKeys),
  messages: (body) => onlyKeys<keyof MessageCreateParams>(body, messageKeys),
};

const chatKeys = {
  messages: true,
  model: true,
  max_tokens: true,
  max_completion_tokens: true,
  stop: true,
  temperature: true,
  user: true,
  tools: true,
  tool_choice: true,
  parallel_tool_calls: true,
  response_format: true,
  reasoning_effort: true,
  stream: true,
  stream_options: true,
} as const;
const responseKeys = {
  model: true,
  input: true,
  instructions: true,
  max_output_tokens: true,
  temperature: true,
  user: true,
  tools: true,
  tool_choice: true,
  parallel_tool_calls: true,
  text: true,
  reasoning: true,
  include: true,
  store: true,
  stream: true,
} as const;
const messageKeys = {
  model: true,
  messages: true,
  system: true,
  max_tokens: true,
  stop_sequences: true,
  temperature: true,
  metadata: true,
  tools: true,
  tool_choice: true,
  thinking: true,
  output_config: true,
  stream: true,
} as const;

function onlyKeys<Key extends PropertyKey>(body: JsonObject, keys: Partial<Record<Key, true>>): void {
  expect(Object.keys(body).filter((key) => !Object.hasOwn(keys, key))).toEqual([]);
}
