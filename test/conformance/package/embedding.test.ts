import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { embedding } from "../../../electron/hosts/package/embedding.ts";
import { PromptscopeError } from "../../../electron/hosts/package/promptscope-error.ts";
import type { EmbeddingOptions } from "../../../electron/hosts/package/types.ts";
import { type LibraryBench, openLibraryBench } from "./open-package.ts";

let bench: LibraryBench;
beforeAll(async () => {
  bench = await openLibraryBench({ prompts: [] });
});
afterAll(() => bench.close());
afterEach(() => vi.unstubAllEnvs());
beforeEach(() => {
  for (const [name, value] of Object.entries(bench.environment)) vi.stubEnv(name, value);
});

const model = "text-embedding-3-small";

async function failureOf(options: EmbeddingOptions): Promise<PromptscopeError> {
  const failure: unknown = await embedding(options).catch((error: unknown) => error);
  if (failure instanceof PromptscopeError) return failure;
  throw new Error(`It did not fail as it should: ${String(failure)}`);
}

describe("embedding()", () => {
  it("sends one text or several with LiteLLM's options and gives the server's own answer", async () => {
    const own = {
      object: "list",
      data: [{ object: "embedding", index: 0, embedding: [0.5, 1e-9] }],
      model,
      usage: { prompt_tokens: 2, total_tokens: 2, more: 1 },
    };
    bench.provider.next({ kind: "raw", body: JSON.stringify(own) });
    let answer: unknown;
    const request = await bench.sentBy(async () => {
      answer = await embedding({ model, input: "日本", dimensions: 2 });
    });
    expect(answer).toEqual(own);
    expect([request?.path, request?.json()]).toEqual(["/v1/embeddings", { model, input: ["日本"], dimensions: 2 }]);
    const several = await bench.sentBy(() =>
      embedding({ model, input: ["a", "b"], custom_llm_provider: "openai", extra_body: { user: "u" } }),
    );
    expect(several?.json()).toEqual({ model, input: ["a", "b"], user: "u" });
  });

  it.each<[string, Partial<EmbeddingOptions>, number, string]>([
    ["no text", { input: undefined as unknown as string }, 400, "input must be"],
    ["an empty list", { input: [] }, 400, "input must be"],
    ["something else than texts", { input: [1] as unknown as string[] }, 400, "input must be"],
    ["no model", { model: undefined as unknown as string }, 400, "model must be"],
    ["a provider without embeddings", { model: "anthropic/claude-sonnet-4-5" }, 400, "has none"],
    ["a model that answers texts", { model: "gpt-3.5-turbo-instruct" }, 400, "no embeddings"],
  ])("%s is refused before anything is sent", async (_, options, status, words) => {
    const before = bench.provider.requests.length;
    const failure = await failureOf({ model, input: "x", ...options });
    expect([failure.status, failure.message]).toEqual([status, expect.stringContaining(words)]);
    expect(bench.provider.requests).toHaveLength(before);
  });

  it("a refusal of the server is an error with its words and its status", async () => {
    bench.provider.next({ kind: "raw", status: 400, body: '{"error":{"message":"Too long by 4"}}' });
    expect(await failureOf({ model, input: "x" })).toMatchObject({
      status: 400,
      provider: "openai",
      message: expect.stringContaining("Too long by 4"),
    });
  });
});
