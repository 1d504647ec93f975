import { createFetch } from "@engine/http/recording-fetch.ts";
import { listModels } from "@engine/models/list-models.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import { systemClock } from "@engine/time/clock.ts";
import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";
import { canary, canaryRef, joined } from "../../fakes/provider/run-plan.ts";

let fake: FakeProvider;
beforeEach(async () => {
  fake = await startFakeProvider();
});
afterEach(() => fake.close());

async function list(id: string, baseUrl: string) {
  const provider = builtInProviders.find(id);
  if (!provider) throw new Error(`no provider ${id}`);
  const { secret, variable, hint } = canaryRef;
  const endpoint: Endpoint = {
    baseUrl,
    baseUrlSource: "settings",
    credential: { id: secret, source: "settings", variable, hint },
  };
  const exchanges: Exchange[] = [];
  const names = await listModels(provider, endpoint, {
    createFetch,
    secrets: { resolve: () => canary },
    clock: systemClock,
    signal: new AbortController().signal,
    onExchange: (exchange) => exchanges.push(exchange),
  });
  return { names, exchange: exchanges[0] };
}

it("asks an OpenAI-compatible server with a bearer key", async () => {
  const { names, exchange } = await list("groq", `${fake.origin}/openai/v1`);
  expect(names).toEqual(fake.models);
  expect(exchange?.request.url).toBe(`${fake.origin}/openai/v1/models`);
  const authorization = exchange?.request.headers.find(({ name }) => name === "authorization");
  expect(joined(authorization?.value ?? [])).toBe(`Bearer ${canary}`);
});

it("asks Anthropic with x-api-key, whatever part of its address was given", async () => {
  const { names, exchange } = await list("anthropic", `${fake.origin}/v1`);
  expect(names).toEqual(fake.models);
  expect(exchange?.request.url).toBe(`${fake.origin}/v1/models?limit=1000`);
  expect(exchange?.request.headers.map(({ name }) => name)).toContain("x-api-key");
});

it("does not ask Azure, whose resource lists no deployments", async () => {
  const { names, exchange } = await list("azure", fake.origin);
  expect(names).toEqual([]);
  expect(exchange).toBeUndefined();
});
