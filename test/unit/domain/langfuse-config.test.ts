import { describe, expect, it } from "vitest";
import { modelOfConfig, readLangfuseConfig, withModel } from "../../../shared/domain/prompt/langfuse-config.ts";

const prefixes = new Set(["openai", "anthropic", "gemini", "azure"]);
const read = (config: Parameters<typeof readLangfuseConfig>[0]) =>
  readLangfuseConfig(config, (word) => prefixes.has(word));

describe("a config of Langfuse's playground", () => {
  it("names a provider beside the model, keeps numbers as text and bounds thoughts", () => {
    const config = {
      provider: "anthropic",
      model: "claude-mythos-5",
      temperature: "0.7",
      top_p: 1,
      max_tokens: "1024",
      maxReasoningTokens: "2048",
      providerOptions: { metadata: { user_id: "u1" } },
    };
    expect(read(config)).toEqual({
      config: {
        model: "anthropic/claude-mythos-5",
        temperature: 0.7,
        top_p: 1,
        max_tokens: 1024,
        thinking: { type: "enabled", budget_tokens: 2048 },
        extra_body: { metadata: { user_id: "u1" } },
      },
      warnings: [],
    });
  });

  it("is told of by the words of its adapters; a prefix that stands there already is not doubled", () => {
    expect(read({ provider: "google-ai-studio", model: "gemini-2.5-pro" }).config).toEqual({
      model: "gemini/gemini-2.5-pro",
    });
    expect(read({ provider: "OpenAI", model: "openai/gpt-4o" }).config).toEqual({ model: "openai/gpt-4o" });
  });

  it("a connection's own name decides nothing and is told of, never silently the wrong company", () => {
    const { config, warnings } = read({ provider: "team-proxy", model: "gpt-4o" });
    expect(config).toEqual({ model: "gpt-4o" });
    expect(warnings).toEqual([expect.objectContaining({ code: "config_not_used", subject: "provider" })]);
  });

  it("what is no number, no object and no config of its stays as it is, or is told", () => {
    expect(read({ temperature: "warm", provider: "openai" }).config).toEqual({ temperature: "warm" });
    expect(read({ model: "m", temperature: 0.2 }).config).toEqual({ model: "m", temperature: 0.2 });
    const router = { model: "openrouter/x", provider: { order: ["a"] } };
    expect(read(router).config).toEqual(router);
    expect(read({ providerOptions: 3, maxReasoningTokens: "many" }).warnings.map(({ subject }) => subject)).toEqual([
      "providerOptions",
      "maxReasoningTokens",
    ]);
    expect(read("text").config).toBe("text");
  });
});

describe("a model put into such a config", () => {
  it("keeps the two keys apart, so that Langfuse finds it again", () => {
    const config = { provider: "openai", model: "gpt-4o", temperature: 0.1 };
    expect(withModel(config, "anthropic/claude-opus-5")).toEqual({
      provider: "anthropic",
      model: "claude-opus-5",
      temperature: 0.1,
    });
    expect(withModel(config, "gemini/gemini-3.8-flash")).toMatchObject({ provider: "google-ai-studio" });
    expect(withModel(config, "gpt-6-luna")).toEqual({ ...config, model: "gpt-6-luna" });
    expect(withModel({ model: "gpt-4o" }, "anthropic/x")).toEqual({ model: "anthropic/x" });
    expect(modelOfConfig(config)).toBe("openai/gpt-4o");
  });
});
