import { parametersFor } from "@engine/models/parameters-for.ts";
import type { Provider } from "@engine/providers/provider.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { PlannedParameter } from "@shared/domain/run/request-plan.ts";
import type { WireRequest } from "@shared/domain/wire/wire.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { canary, canaryRef, joined, type PlanOptions, planFor, preview } from "../../fakes/provider/run-plan.ts";

afterEach(() => vi.unstubAllEnvs());

function providerOf(id: string) {
  const provider = builtInProviders.find(id);
  if (!provider) throw new Error(`no provider ${id}`);
  return provider;
}

const shown = (id: string, options: PlanOptions) => preview(providerOf(id), planFor(providerOf(id), options));
const headersOf = ({ headers }: WireRequest) => headers.map(({ name, value }) => [name, joined(value)]);
const sent = (key: string, value: PlannedParameter["value"], sentAs?: string): PlannedParameter => ({
  key,
  value,
  source: "override",
  sent: true,
  ...(sentAs ? { sentAs } : {}),
});

describe("addresses and headers", () => {
  it("OpenAI: nothing in the request that was not asked for, the key by reference", async () => {
    const wire = await shown("openai", { baseUrl: "https://api.openai.com/v1" });
    expect(wire.url).toBe("https://api.openai.com/v1/chat/completions");
    expect(headersOf(wire)).toEqual([
      ["host", "api.openai.com"],
      ["content-type", "application/json"],
      ["accept", "application/json"],
      ["user-agent", "Promptscope"],
      ["authorization", `Bearer ${canary}`],
      ["content-length", String(wire.bodyBytes)],
      ["connection", "keep-alive"],
    ]);
    expect(wire.headers[4]?.value).toEqual(["Bearer ", canaryRef]);
    expect(wire.body).toBe(
      '{"model":"fake-model","messages":[{"role":"user","content":"Say hello, 日本"}],"stream":true,"stream_options":{"include_usage":true}}',
    );
  });

  it.each([
    [
      "https://r.openai.azure.com",
      undefined,
      "https://r.openai.azure.com/openai/deployments/my%20dep/chat/completions?api-version=2025-02-01-preview",
    ],
    [
      "https://r.openai.azure.com/openai",
      "2024-10-21",
      "https://r.openai.azure.com/openai/deployments/my%20dep/chat/completions?api-version=2024-10-21",
    ],
    [
      "https://r.openai.azure.com/openai/deployments/full",
      undefined,
      "https://r.openai.azure.com/openai/deployments/full/chat/completions?api-version=2025-02-01-preview",
    ],
    [
      "https://r.openai.azure.com/openai/deployments/full/chat/completions",
      undefined,
      "https://r.openai.azure.com/openai/deployments/full/chat/completions?api-version=2025-02-01-preview",
    ],
    ["https://r.openai.azure.com/openai/v1", undefined, "https://r.openai.azure.com/openai/v1/chat/completions"],
  ])("Azure: %s", async (baseUrl, apiVersion, url) => {
    const wire = await shown("azure", { baseUrl, model: "my dep", ...(apiVersion ? { apiVersion } : {}) });
    expect(wire.url).toBe(url);
    expect(wire.headers.find(({ name }) => name === "api-key")?.value).toEqual([canaryRef]);
    expect(wire.headers.some(({ name }) => name === "authorization")).toBe(false);
  });

  it.each(["https://api.anthropic.com", "https://api.anthropic.com/v1", "https://api.anthropic.com/v1/messages"])(
    "Anthropic: %s, with x-api-key as its REST has it",
    async (baseUrl) => {
      const wire = await shown("anthropic", { baseUrl });
      expect(wire.url).toBe("https://api.anthropic.com/v1/messages");
      expect(headersOf(wire).map(([name]) => name)).not.toContain("authorization");
      expect(headersOf(wire)).toContainEqual(["x-api-key", canary]);
      expect(headersOf(wire)).toContainEqual(["anthropic-version", "2023-06-01"]);
    },
  );

  it("the variables of the providers' SDKs change nothing", async () => {
    const requests = async () => [
      await shown("openai", { baseUrl: "http://127.0.0.1:9/v1" }),
      await shown("azure", { baseUrl: "http://127.0.0.1:9" }),
      await shown("anthropic", { baseUrl: "http://127.0.0.1:9" }),
    ];
    const before = await requests();
    for (const name of [
      "OPENAI_API_KEY",
      "OPENAI_ADMIN_KEY",
      "OPENAI_ORG_ID",
      "OPENAI_PROJECT_ID",
      "OPENAI_BASE_URL",
      "OPENAI_API_VERSION",
      "AZURE_OPENAI_API_KEY",
      "AZURE_OPENAI_ENDPOINT",
      "ANTHROPIC_API_KEY",
      "ANTHROPIC_AUTH_TOKEN",
      "ANTHROPIC_BASE_URL",
    ]) {
      vi.stubEnv(name, "https://leak.example/");
    }
    vi.stubEnv("OPENAI_CUSTOM_HEADERS", "x-leak: 1\nauthorization: Bearer leak");
    vi.stubEnv("ANTHROPIC_CUSTOM_HEADERS", "x-leak: 1\nx-api-key: leak");
    expect(await requests()).toEqual(before);
  });

  it("headers of a provider are sent", async () => {
    const wire = await shown("openrouter", { baseUrl: "https://openrouter.ai/api/v1" });
    expect(headersOf(wire)).toContainEqual(["X-Title", "Promptscope"]);
  });
});

describe("bodies", () => {
  const bodyOf = async (id: string, options: Omit<PlanOptions, "baseUrl">) =>
    JSON.parse((await shown(id, { baseUrl: "http://127.0.0.1:9", ...options })).body) as Record<string, unknown>;

  it("only sent parameters go out, under the target's name, extra_body last and strongest", async () => {
    const body = await bodyOf("mistral", {
      stream: false,
      parameters: [sent("seed", 7, "random_seed"), { ...sent("temperature", 1), sent: false }, sent("top_p", 0.5)],
      extraBody: { safe_prompt: true, top_p: 0.9 },
    });
    expect(Object.entries(body).slice(2)).toEqual([
      ["random_seed", 7],
      ["top_p", 0.9],
      ["safe_prompt", true],
    ]);
  });

  it("Anthropic: instructions move up, neighbours merge, tools and images translate, the user opens", async () => {
    const messages: Message[] = [
      { role: "system", content: "Be brief." },
      { role: "assistant", content: "Hi." },
      { role: "user", content: "What is this?" },
      {
        role: "user",
        content: [
          { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
          { type: "image_url", image_url: { url: "https://example.com/a.png" } },
        ],
      },
      {
        role: "assistant",
        content: "",
        tool_calls: [{ id: "c1", type: "function", function: { name: "look", arguments: '{"at":1}' } }],
      },
      { role: "tool", tool_call_id: "c1", content: "a cat" },
      { role: "developer", content: "Be kind." },
      { role: "user", content: "And?" },
    ];
    const body = await bodyOf("anthropic", { messages, stream: false });
    expect(body).toEqual({
      model: "fake-model",
      system: [
        { type: "text", text: "Be brief." },
        { type: "text", text: "Be kind." },
      ],
      messages: [
        { role: "user", content: "." },
        { role: "assistant", content: "Hi." },
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
            { type: "image", source: { type: "url", url: "https://example.com/a.png" } },
          ],
        },
        { role: "assistant", content: [{ type: "tool_use", id: "c1", name: "look", input: { at: 1 } }] },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "c1", content: "a cat" },
            { type: "text", text: "And?" },
          ],
        },
      ],
      max_tokens: 4096,
    });
  });

  it("Anthropic: parameters take that API's shapes", async () => {
    const body = await bodyOf("anthropic", {
      stream: true,
      parameters: [
        sent("stop", "END", "stop_sequences"),
        sent("max_completion_tokens", 50, "max_tokens"),
        sent("tools", [
          { type: "function", function: { name: "f", description: "d", parameters: { type: "object" } } },
        ]),
        sent("parallel_tool_calls", false),
        sent("tool_choice", "required"),
        sent("user", "u1"),
      ],
    });
    expect(body).toMatchObject({
      stop_sequences: ["END"],
      max_tokens: 50,
      tools: [{ name: "f", description: "d", input_schema: { type: "object" } }],
      tool_choice: { type: "any", disable_parallel_tool_use: true },
      metadata: { user_id: "u1" },
      stream: true,
    });
    expect(body).not.toHaveProperty("parallel_tool_calls");
    expect(body).not.toHaveProperty("system");
  });
});

describe("what a provider takes", () => {
  const parameterDefaults = (provider: Provider, asked: { sentKeys: ReadonlySet<string>; stream: boolean }) =>
    provider.apis[0].parameters.defaults(asked, provider);
  const rulesOf = (provider: Provider) => parametersFor(provider.apis[0], provider, "m");

  it("names every key that is added though nobody set it", () => {
    const none = { sentKeys: new Set<string>(), stream: true };
    expect(parameterDefaults(providerOf("openai"), none)).toMatchObject([{ key: "stream_options", source: "preset" }]);
    expect(parameterDefaults(providerOf("openai"), { ...none, stream: false })).toEqual([]);
    expect(parameterDefaults(providerOf("mistral"), none)).toEqual([]);
    expect(parameterDefaults(providerOf("anthropic"), none)).toMatchObject([
      { key: "max_tokens", value: 4096, source: "provider default" },
    ]);
    expect(parameterDefaults(providerOf("anthropic"), { ...none, sentKeys: new Set(["max_tokens"]) })).toEqual([]);
  });

  it("knows the target of every rename, and on whose word it is one", () => {
    for (const provider of builtInProviders.listed) {
      const { rules, ruleOf } = rulesOf(provider);
      for (const { key, sentAs } of rules) expect(ruleOf(sentAs)?.sentAs, `${provider.id}: ${key}`).toBe(sentAs);
    }
    expect(rulesOf(providerOf("mistral")).ruleOf("seed")).toMatchObject({ sentAs: "random_seed", source: "provider" });
    expect(rulesOf(providerOf("anthropic")).ruleOf("stop")).toMatchObject({ sentAs: "stop_sequences", source: "API" });
  });

  it("does not take OpenAI's keys for Anthropic's", () => {
    const { ruleOf } = rulesOf(providerOf("anthropic"));
    for (const key of ["n", "logprobs", "seed", "stream_options"]) expect(ruleOf(key)).toBeUndefined();
  });
});
