import { createSecretVault } from "@engine/credentials/secret-vault.ts";
import { createModelLists } from "@engine/gateway/model-lists.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";

let fake: FakeProvider;
beforeEach(async () => {
  fake = await startFakeProvider();
});
afterEach(() => fake.close());

it("a list is asked for once in a while, by many at once together, and outlives a server that is gone", async () => {
  let time = 0;
  const lists = createModelLists({ vault: createSecretVault(), clock: { now: () => time, monotonic: () => time } });
  const provider = builtInProviders.find("openai");
  if (!provider) throw new Error("There is no provider.");
  const endpoint: Endpoint = { baseUrl: fake.baseUrl("openai"), baseUrlSource: "gateway config", credential: null };
  const [names, same] = await Promise.all([lists.ask(provider, endpoint, 1000), lists.ask(provider, endpoint, 1000)]);
  expect(names.length).toBeGreaterThan(0);
  expect(same).toBe(names);
  await fake.close();
  expect(await lists.ask(provider, endpoint, 1000)).toBe(names);
  time = 1001;
  await expect(lists.ask(provider, endpoint, 1000)).rejects.toThrow();
  expect(lists.kept(provider, endpoint)).toBe(names);
});
