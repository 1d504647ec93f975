import { apis } from "@engine/apis/registry.ts";
import { environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { checkConfig } from "@engine/gateway/check-config.ts";
import { createHeadlessPorts, openGateway } from "@engine/gateway/open-gateway.ts";
import { startGatewayServer } from "@engine/gateway/server/server.ts";
import { createFetch } from "@engine/http/recording-fetch.ts";
import { loadConfig } from "@engine/litellm/load-config.ts";
import { listModels } from "@engine/models/list-models.ts";
import type { Provider } from "@engine/providers/provider.ts";
import { providers as listed } from "@engine/providers/providers.ts";
import { createProviders } from "@engine/providers/registry.ts";
import { routeModel } from "@engine/routing/model-routing.ts";
import { createRunner } from "@engine/runner.ts";
import { systemClock } from "@engine/time/clock.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { providerTable } from "../../architecture/readme-tables.ts";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";
import { runRequest } from "../engine/open-engine.ts";

/** All that adding an OpenAI-compatible provider takes. */
function friendliai(baseUrl: string): Provider {
  return {
    id: "friendliai",
    label: "FriendliAI",
    apis: [apis.chatCompletions],
    prefixes: ["friendliai"],
    hosts: [new URL(baseUrl).host],
    keyVariables: ["FRIENDLIAI_API_KEY"],
    baseVariables: ["FRIENDLIAI_API_BASE"],
    defaultBaseUrl: baseUrl,
    keyRequired: true,
    rename: { max_completion_tokens: "max_tokens" },
    refuses: { logit_bias: "it has none" },
  };
}

describe("an OpenAI-compatible provider is one object", () => {
  const environment = readEnvironment({ FRIENDLIAI_API_KEY: "sk-canary-friendliai-01234" });
  const signal = new AbortController().signal;
  const messages = [{ role: "user", content: "Hi" }];
  let fake: FakeProvider;
  let provider: Provider;
  const providers = () => createProviders([...listed, provider]);
  beforeAll(async () => {
    fake = await startFakeProvider();
    provider = friendliai(fake.baseUrl("openai"));
  });
  afterAll(() => fake.close());

  it("is routed by prefix and by host", () => {
    expect(routeModel("friendliai/m", { providers: providers() })).toMatchObject({ provider, model: "m" });
    expect(routeModel("m", { providers: providers(), apiBase: fake.baseUrl("openai") }).provider).toBe(provider);
  });

  it("runs with its key, its names and its refusals", async () => {
    const runner = createRunner({ ...environmentOnly(), environment, providers: providers() });
    const overrides = { max_completion_tokens: 9, logit_bias: { "1": 1 } };
    const record = await runner.run(runRequest({ model: "friendliai/m", clientMessages: messages, overrides }), {
      signal,
    });
    await runner.close();
    expect(record.outcome?.kind).toBe("completed");
    expect(fake.requests.at(-1)?.header("authorization")).toBe("Bearer sk-canary-friendliai-01234");
    expect(fake.requests.at(-1)?.json()).toMatchObject({ model: "m", max_tokens: 9 });
    expect(record.plan?.parameters).toMatchObject([
      { key: "max_completion_tokens", sentAs: "max_tokens", renamedBy: "provider" },
      { key: "logit_bias", sent: false, note: "it has none" },
      { key: "stream_options", sent: true },
    ]);
  });

  it("is checked and served by the gateway", async () => {
    const text = "model_list:\n  - {model_name: c, litellm_params: {model: friendliai/m}}\n";
    const io = { fileName: "c.yaml", environment, readIncluded: () => undefined, providers: providers() };
    const { config, problems } = loadConfig(text, io);
    const { vault } = createHeadlessPorts(config, environment, providers());
    const given = { environment, vault, providers: providers(), promptLibrary: null };
    const ports = { ...given, clientMessagesMode: "replace" as const };
    expect(await checkConfig(config, problems, ports, { signal })).toEqual([]);
    const { gateway } = openGateway({ ...ports, config });
    const monotonic = () => performance.now();
    const server = await startGatewayServer({ gateway, host: "127.0.0.1", port: 0, version: "0", monotonic });
    const response = await fetch(`http://127.0.0.1:${server.port}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "c", messages, seed: 1 }),
    });
    expect(response.status).toBe(200);
    expect(fake.requests.at(-1)?.json()).toMatchObject({ model: "m", seed: 1 });
    await server.close();
  });

  it("lists its models", async () => {
    const endpoint = { baseUrl: fake.baseUrl("openai"), baseUrlSource: "default" as const, credential: null };
    const secrets = { resolve: () => "" };
    expect(await listModels(provider, endpoint, { createFetch, secrets, clock: systemClock, signal })).toEqual(
      fake.models,
    );
  });

  it("stands in the README's table", () => {
    expect(providerTable([...listed, provider])).toContain("| FriendliAI | `friendliai/` | `FRIENDLIAI_API_KEY` |");
  });
});
