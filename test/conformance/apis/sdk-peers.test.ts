import { Anthropic } from "@anthropic-ai/sdk";
import { apis } from "@engine/apis/registry.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import OpenAI, { AzureOpenAI } from "openai";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type FakeProvider, type ReceivedRequest, startFakeProvider } from "../../fakes/provider/fake-provider.ts";
import { canary, planFor, runPlan } from "../../fakes/provider/run-plan.ts";

/*
 * No SDK carries our requests. What the official ones send for the same body is the measure of them: address, key and
 * body must be the same; what they tell about this machine is left out.
 */

let fake: FakeProvider;
beforeAll(async () => {
  fake = await startFakeProvider();
});
afterAll(() => fake.close());

type Body = Record<string, unknown>;
const quiet = { apiKey: canary, maxRetries: 0, logLevel: "off" } as const;

/** Sends a body with the provider's official SDK. */
const peers: Record<string, (body: Body) => Promise<unknown>> = {
  openai: (body) => send(new OpenAI({ ...quiet, baseURL: fake.baseUrl("openai") }), body),
  azure: (body) =>
    send(new AzureOpenAI({ ...quiet, baseURL: `${fake.origin}/openai`, apiVersion: "2024-10-21" }), body),
  anthropic: async (body) => {
    const client = new Anthropic({ ...quiet, baseURL: fake.origin });
    await client.messages.create(body as unknown as Anthropic.MessageCreateParamsNonStreaming).asResponse();
  },
};

async function send(client: OpenAI, body: Body): Promise<void> {
  await client.chat.completions.create(body as unknown as OpenAI.ChatCompletionCreateParamsNonStreaming).asResponse();
}

const alike = ["content-type", "accept"];
const keys = ["authorization", "api-key", "x-api-key"];

function sent({ path, body, header }: ReceivedRequest, headers: readonly string[]) {
  return { path, body, headers: Object.fromEntries(headers.map((name) => [name, header(name)])) };
}

it.each(Object.keys(peers))("%s: address, key and body are those of the official SDK", async (id) => {
  const provider = builtInProviders.find(id);
  const peer = peers[id];
  if (!provider || !peer) throw new Error(`There is no provider ${id}.`);
  const baseUrl = id === "openai" ? fake.baseUrl("openai") : fake.origin;
  const plan = planFor(provider, { baseUrl, stream: false, model: "my model", apiVersion: "2024-10-21" });
  const first = fake.requests.length;
  await runPlan(provider, plan);
  const ours = await fake.request(first);
  await peer(ours.json());
  const theirs = await fake.request(first + 1);
  // Anthropic's SDK speaks a newer version with a bearer key; ours is what its REST page and LiteLLM send.
  const isRest = id === "anthropic";
  const compared = isRest ? alike : [...alike, ...keys];
  expect(sent(ours, compared)).toEqual(sent(theirs, compared));
  expect([ours.header("x-api-key"), ours.header("anthropic-version")]).toEqual(
    isRest ? [canary, "2023-06-01"] : [undefined, undefined],
  );
});

/** What clients of the gateway ask in other forms than chats, by the API's id. */
const relayedPeers: Record<string, { body: Body; send: (client: OpenAI, body: Body) => Promise<unknown> }> = {
  completions: {
    body: { prompt: ["a", "b"], max_tokens: 3 },
    send: (client, body) =>
      client.completions.create(body as unknown as OpenAI.CompletionCreateParamsNonStreaming).asResponse(),
  },
  embeddings: {
    body: { input: "日本", encoding_format: "float" },
    send: (client, body) => client.embeddings.create(body as unknown as OpenAI.EmbeddingCreateParams).asResponse(),
  },
};

it.each([
  ["openai", "completions"],
  ["openai", "embeddings"],
  ["azure", "completions"],
  ["azure", "embeddings"],
])("%s, %s: address, key and body are those of the official SDK", async (id, name) => {
  const provider = builtInProviders.find(id);
  const api = provider?.apis.find((one) => one.id === name);
  const peer = relayedPeers[name];
  if (!provider || !api || !peer) throw new Error(`There is no ${name} of ${id}.`);
  const isAzure = id === "azure";
  const baseUrl = isAzure ? fake.origin : fake.baseUrl("openai");
  const spoken = { ...provider, apis: [api] as const };
  const plan = planFor(spoken, { baseUrl, stream: false, model: "my model", messages: [], apiVersion: "2024-10-21" });
  plan.extraBody = peer.body as typeof plan.extraBody;
  const first = fake.requests.length;
  const { outcome } = await runPlan(spoken, plan);
  expect(outcome.kind).toBe("completed");
  const ours = await fake.request(first);
  const client = isAzure
    ? new AzureOpenAI({ ...quiet, baseURL: `${fake.origin}/openai`, apiVersion: "2024-10-21" })
    : new OpenAI({ ...quiet, baseURL: baseUrl });
  await peer.send(client, ours.json());
  expect(sent(ours, [...alike, ...keys])).toEqual(sent(await fake.request(first + 1), [...alike, ...keys]));
});

it.each(["openai", "azure"])("%s, responses: address, key and body are those of the official SDK", async (id) => {
  const provider = builtInProviders.find(id);
  if (!provider) throw new Error(`There is no provider ${id}.`);
  const spoken = { ...provider, apis: [apis.responses] as const };
  const isAzure = id === "azure";
  const baseUrl = isAzure ? fake.origin : fake.baseUrl("responses");
  const plan = planFor(spoken, { baseUrl, stream: false, model: "my model", apiVersion: "2025-04-01-preview" });
  const first = fake.requests.length;
  const { outcome } = await runPlan(spoken, plan);
  expect(outcome.kind).toBe("completed");
  const ours = await fake.request(first);
  const client = isAzure
    ? new AzureOpenAI({ ...quiet, baseURL: `${fake.origin}/openai`, apiVersion: "2025-04-01-preview" })
    : new OpenAI({ ...quiet, baseURL: baseUrl });
  await client.responses.create(ours.json() as OpenAI.Responses.ResponseCreateParamsNonStreaming).asResponse();
  expect(sent(ours, [...alike, ...keys])).toEqual(sent(await fake.request(first + 1), [...alike, ...keys]));
});

it("there is a peer for every API", () => {
  const ofChats = Object.keys(peers).map((id) => builtInProviders.find(id)?.apis[0].id);
  const compared = [...ofChats, apis.responses.id, ...Object.keys(relayedPeers)];
  expect(new Set(compared)).toEqual(new Set(Object.values(apis).map(({ id }) => id)));
});
