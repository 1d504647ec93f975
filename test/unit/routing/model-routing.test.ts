import { describe, expect, it } from "vitest";
import { providers } from "../../../electron/engine/providers/providers.ts";
import { builtInProviders, createProviders } from "../../../electron/engine/providers/registry.ts";
import { litellmProviders } from "../../../electron/engine/routing/litellm-providers.ts";
import { routeModel as routeAmong, stripLangfusePrefix } from "../../../electron/engine/routing/model-routing.ts";
import { AppFailure } from "../../../shared/domain/error/app-failure.ts";

const routeModel = (model: string, apiBase?: string) => routeAmong(model, { apiBase, providers: builtInProviders });

function failureOf(run: () => unknown): AppFailure {
  try {
    run();
  } catch (error) {
    if (error instanceof AppFailure) return error;
  }
  throw new Error("expected an AppFailure");
}

/** Model string → provider and model, as LiteLLM 1.78.2 routes it (`electron/engine/routing/README.md#the-order`). */
const routes: [model: string, provider: string, sent: string][] = [
  ["gpt-4o", "openai", "gpt-4o"],
  ["gpt-4o-2024-08-06", "openai", "gpt-4o-2024-08-06"],
  ["o3-mini", "openai", "o3-mini"],
  ["ft:gpt-4o-mini:acme::abc123", "openai", "ft:gpt-4o-mini:acme::abc123"],
  ["claude-3-5-sonnet-20240620", "anthropic", "claude-3-5-sonnet-20240620"],
  ["claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5"],
  ["openai/my/model", "openai", "my/model"],
  ["openrouter/anthropic/claude-3.5-sonnet", "openrouter", "anthropic/claude-3.5-sonnet"],
  ["anthropic/claude-3-5-sonnet", "anthropic", "claude-3-5-sonnet"],
  ["azure/my-deployment", "azure", "my-deployment"],
  ["azure/command-r-plus", "openai", "azure/command-r-plus"],
  ["ollama_chat/llama3.1:8b", "ollama", "llama3.1:8b"],
  ["litellm_proxy/whatever/it/says", "litellm_proxy", "whatever/it/says"],
  ["demo/storyteller", "demo", "storyteller"],
  ["moonshot/kimi-k2", "moonshot", "kimi-k2"],
  ["vercel_ai_gateway/openai/gpt-5", "vercel_ai_gateway", "openai/gpt-5"],
  ["azure/o_series/my-o3", "azure", "my-o3"],
];

describe("routeModel", () => {
  it.each(routes)("%s goes to %s as %s", (model, provider, sent) => {
    const routed = routeModel(model);
    expect([routed.provider.id, routed.model]).toEqual([provider, sent]);
  });

  it.each(providers.flatMap(({ id, prefixes }) => prefixes.map((prefix) => [prefix, id])))(
    "the prefix %s/ leads to %s (a provider nobody can reach)",
    (prefix, id) => {
      expect(routeModel(`${prefix}/m`).provider.id).toBe(id);
    },
  );

  it("an explicit base URL tells the provider of a bare name", () => {
    expect(routeModel("my-model", "https://api.groq.com/openai/v1").provider.id).toBe("groq");
  });

  it("a prefix goes before the host of a base URL, which goes before a known name (the wrong provider's key is sent)", () => {
    const base = "https://api.groq.com/openai/v1";
    expect(routeModel("openai/gpt-4o", base)).toMatchObject({ provider: { id: "openai" }, model: "gpt-4o" });
    expect(routeModel("gpt-4o", base)).toMatchObject({ provider: { id: "groq" }, model: "gpt-4o" });
  });

  it.each(["gpt-99", "claude-foo", "my-model", "mistral-large-latest", "gemini-1.5-pro", "bedrock/x", "constructor"])(
    "%s is unknown and the error lists what was tried",
    (model) => {
      const { error } = failureOf(() => routeModel(model));
      expect(error.code).toBe("model_unknown");
      expect(error.detail).toContain("Tried:");
      expect(error.actions).toContain("choose_model");
    },
  );

  it.each([
    ["text-completion-openai/my/model", "my/model", "completions"],
    ["gpt-3.5-turbo-instruct", "gpt-3.5-turbo-instruct", "completions"],
    ["gpt-3.5-turbo-instruct-0914", "gpt-3.5-turbo-instruct-0914", "completions"],
    ["text-embedding-3-large", "text-embedding-3-large", "embeddings"],
    ["openai/gpt-3.5-turbo-instruct", "gpt-3.5-turbo-instruct", undefined],
  ])("%s is for the API that LiteLLM has it for", (name, model, api) => {
    const routed = routeModel(name);
    expect([routed.provider.id, routed.model, routed.api?.id]).toEqual(["openai", model, api]);
  });

  it("says how to reach what LiteLLM would send elsewhere", () => {
    expect(failureOf(() => routeModel("gemini-1.5-pro")).error.advice).toContain("gemini/gemini-1.5-pro");
    expect(failureOf(() => routeModel("mistral-large-latest")).error.advice).toContain("mistral/mistral-large-latest");
    expect(failureOf(() => routeModel("bedrock/claude")).error.advice).toContain("litellm_proxy/");
  });

  it("a provider added for a prefix of LiteLLM's takes it over, and its hosts tell it (cerebras stayed unsupported, its host unknown)", () => {
    const [openai] = providers;
    if (!openai) throw new Error("There is no provider.");
    const ours = new Set(
      providers.flatMap(({ prefixes, named = [] }) => [...prefixes, ...named.flatMap((one) => one.prefixes ?? [])]),
    );
    const others = [...litellmProviders].filter((id) => !ours.has(id));
    expect(others).toEqual(expect.arrayContaining(["bedrock", "vertex_ai", "watsonx"]));
    for (const id of others) {
      const { error } = failureOf(() => routeModel(`${id}/m`));
      expect(error.message).toBe(`LiteLLM serves ${id}/…; Promptscope does not yet.`);
      expect(error.advice).toContain("litellm_proxy/");
      const added = createProviders([...providers, { ...openai, id, prefixes: [id], hosts: [`api.${id}.test`] }]);
      expect(routeAmong(`${id}/m`, { providers: added }).provider.id).toBe(id);
      expect(routeAmong("m", { apiBase: `https://api.${id}.test/v1`, providers: added }).provider.id).toBe(id);
    }
  });

  it("gives no advice that would not work (openai/infinity/… was proposed, langfuse/dotprompt/… too)", () => {
    for (const model of ["infinity/bge-reranker", "dotprompt/gpt-4", "elevenlabs/x"]) {
      const { error } = failureOf(() => routeModel(model));
      expect(error.message).toContain("LiteLLM");
      expect(error.advice ?? "").toBe("");
    }
    expect(failureOf(() => routeModel("meta-llama/X")).error.advice).toContain("openai/meta-llama/X");
  });

  it("takes out every langfuse/, not only the first", () => {
    expect(stripLangfusePrefix("langfuse/anthropic/claude-3-5-sonnet")).toBe("anthropic/claude-3-5-sonnet");
    expect(stripLangfusePrefix("langfuse/langfuse/gpt-4o")).toBe("gpt-4o");
  });
});
