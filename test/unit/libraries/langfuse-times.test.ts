import { readEnvironment } from "@engine/credentials/environment.ts";
import { createSecretVault } from "@engine/credentials/secret-vault.ts";
import { createFetch } from "@engine/http/recording-fetch.ts";
import { createLangfuseLibraries } from "@engine/libraries/langfuse/langfuse-libraries.ts";
import { afterEach, describe, expect, it } from "vitest";
import { type FakeLangfuse, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { faults } from "../../fakes/langfuse/faults.ts";
import { createStoppedClock } from "./connected-library.ts";

/* Langfuse's own variables of its prompt client, which LiteLLM honours too. */

let server: FakeLangfuse;
afterEach(() => server.close());

const running = { resolve: true, refresh: false };
const ref = { library: "langfuse", name: "p" };

async function connect(variables: Record<string, string>) {
  server = await startFakeLangfuse({ prompts: [{ name: "p", prompt: "x", labels: ["production"] }] });
  const clock = createStoppedClock();
  const vault = createSecretVault();
  const environment = readEnvironment({
    LANGFUSE_HOST: server.url,
    LANGFUSE_PUBLIC_KEY: server.publicKey,
    LANGFUSE_SECRET_KEY: server.secretKey,
    ...variables,
  });
  const settings = { langfuse: null, providers: {} };
  const libraries = createLangfuseLibraries({
    sources: () => ({ settings, environment, vault, storedKeyHint: () => undefined }),
    createFetch,
    secrets: vault,
    clock,
  });
  const get = async () =>
    (await libraries.library.get(ref, running, { signal: new AbortController().signal })).freshness;
  return { clock, get };
}

describe("LANGFUSE_PROMPT_CACHE_DEFAULT_TTL_SECONDS", () => {
  it.each([
    [undefined, 60],
    ["5", 5],
    [" 300 ", 300],
  ])("%j: a copy counts for so many seconds", async (value, seconds) => {
    const { clock, get } = await connect(
      value === undefined ? {} : { LANGFUSE_PROMPT_CACHE_DEFAULT_TTL_SECONDS: value },
    );
    await get();
    clock.advance(seconds * 1000 - 1);
    expect(await get()).toBe("cache");
    clock.advance(1);
    expect(await get()).toBe("network");
  });

  it("0 asks every time", async () => {
    const { get } = await connect({ LANGFUSE_PROMPT_CACHE_DEFAULT_TTL_SECONDS: "0" });
    expect([await get(), await get()]).toEqual(["network", "network"]);
  });
});

describe("LANGFUSE_TIMEOUT", () => {
  it("ends a request after so many seconds", async () => {
    const { get } = await connect({ LANGFUSE_TIMEOUT: "0.05" });
    server.fail(faults.hang);
    await expect(get()).rejects.toMatchObject({ error: { code: "langfuse_timeout" } });
  });
});

it.each([
  ["LANGFUSE_PROMPT_CACHE_DEFAULT_TTL_SECONDS", "2.5"],
  ["LANGFUSE_PROMPT_CACHE_DEFAULT_TTL_SECONDS", "-1"],
  ["LANGFUSE_PROMPT_CACHE_DEFAULT_TTL_SECONDS", "abc"],
  ["LANGFUSE_TIMEOUT", "0"],
  ["LANGFUSE_TIMEOUT", "soon"],
])("%s: %s is named, not passed over", async (name, value) => {
  const { get } = await connect({ [name]: value });
  await expect(get()).rejects.toMatchObject({ error: { message: expect.stringContaining(`${name} must be`) } });
});
