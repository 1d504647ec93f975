import type { JsonObject } from "@shared/domain/json/json.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FakeLangfuseOptions } from "../../fakes/langfuse/fake-langfuse.ts";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

/**
 * The vectors of LiteLLM's prompt management that concern `completion()` (the SDK path), in the documented mode
 * (`seed`, v1.55.8–1.57.6: our `replace`) and in the later one (`current`: our `append`). Each expectation is the body
 * the provider received. Where ours differs from LiteLLM the reason stands beside it.
 */
const prompts: FakeLangfuseOptions["prompts"] = [
  {
    name: "P1",
    prompt: [
      { role: "system", content: "Be {{ tone }}. Keep {{missing}}." },
      { role: "user", content: "Q: {{q}} {{n}} {{b}} {{d}} {{none}}" },
    ],
    labels: ["production"],
  },
  {
    name: "P2",
    prompt: "Hello {{q}}",
    config: { model: "gpt-4o-mini", temperature: 0.1, max_tokens: 7, foo: "bar" },
    labels: ["production"],
  },
  { name: "P4", prompt: "v1", labels: ["production"] },
  { name: "P4", prompt: "v2 staging", labels: ["staging"] },
  { name: "only-staging", prompt: "no production label", labels: ["staging"] },
];

const client = [{ role: "user", content: "CLIENT" }];
const p1Variables: JsonObject = { tone: "kind", q: "x", n: 3, b: true, d: { a: 1 }, none: null };
const p1Messages = [
  { role: "system", content: "Be kind. Keep {{missing}}." },
  { role: "user", content: "Q: x 3 True {'a': 1} " },
];

let bench: EngineBench;
beforeAll(async () => {
  bench = await openEngineBench({ langfuse: { prompts } });
});
afterAll(async () => {
  await bench.close();
});

/** Runs a call as a program would make it and returns the body that arrived. */
async function bodyOf(given: Partial<RunRequest>) {
  const before = bench.provider.requests.length;
  const { record } = await bench.run(runRequest({ clientMessages: client, stream: false, ...given }));
  return { record, body: bench.provider.requests[before]?.json(), requests: bench.provider.requests.length - before };
}

const langfuse = (name: string, at: { version?: string; label?: string } = {}) => ({
  library: "langfuse" as const,
  name,
  ...at,
});

describe.each(["replace", "append"] as const)("LiteLLM vectors, client messages: %s", (clientMessagesMode) => {
  const append = clientMessagesMode === "append";
  const appended = append ? client : [];

  it("1: chat prompt, python values, missing variable stays, call temperature", async () => {
    const { body } = await bodyOf({
      prompt: langfuse("P1"),
      variables: p1Variables,
      model: "langfuse/gpt-3.5-turbo",
      parameters: { temperature: 0.9 },
      clientMessagesMode,
    });
    expect(body).toEqual({ model: "gpt-3.5-turbo", messages: [...p1Messages, ...appended], temperature: 0.9 });
  });

  it.each([false, true])("2 and 3: text prompt with config, stream %s", async (stream) => {
    const { body, record } = await bodyOf({
      prompt: langfuse("P2"),
      variables: { q: "x" },
      model: "langfuse/gpt-3.5-turbo",
      parameters: { temperature: 0.9 },
      clientMessagesMode,
      stream,
    });
    // LiteLLM's SDK throws the prompt's parameters away (finding 2), so the call's 0.9 arrives and max_tokens does not.
    // Ours applies them: config beats the call, as its proxy does; that is what a prompt's config is for.
    expect(body).toMatchObject({ model: "gpt-4o-mini", temperature: 0.1, max_tokens: 7 });
    expect(body?.["messages"]).toEqual([{ role: append ? "system" : "user", content: "Hello x" }, ...appended]);
    // Neither sends foo: LiteLLM's SDK drops it silently, ours says so.
    expect(body).not.toHaveProperty("foo");
    expect(record.warnings.map(({ code, subject }) => [code, subject])).toContainEqual(["parameter_not_sent", "foo"]);
  });

  it("4 and 6: without a prompt the client's messages are sent, and Langfuse is not asked", async () => {
    const before = bench.langfuse.requests.length;
    const plain = await bodyOf({ model: "gpt-4o", clientMessagesMode });
    expect(plain.body).toEqual({ model: "gpt-4o", messages: client });
    const prefixed = await bodyOf({ model: "langfuse/gpt-3.5-turbo", clientMessagesMode });
    expect(prefixed.body).toEqual({ model: "gpt-3.5-turbo", messages: client });
    expect(bench.langfuse.requests.length).toBe(before);
  });

  it("5: an unknown prompt is a 404 that sends nothing to the provider", async () => {
    const { record, requests } = await bodyOf({
      prompt: langfuse("nowhere"),
      model: "langfuse/gpt-4o",
      clientMessagesMode,
    });
    expect(requests).toBe(0);
    expect(record.outcome).toMatchObject({ kind: "not_sent", error: { code: "prompt_not_found", status: 404 } });
  });

  it("7: a version or a label is fetched, and neither leaks into the body", async () => {
    const before = bench.langfuse.requests.length;
    const { body } = await bodyOf({
      prompt: langfuse("P4", { label: "staging" }),
      model: "langfuse/gpt-4o",
      clientMessagesMode,
    });
    expect(JSON.stringify(body)).toContain("v2 staging");
    expect(body).not.toHaveProperty("prompt_label");
    const byVersion = await bodyOf({
      prompt: langfuse("P4", { version: "1" }),
      model: "langfuse/gpt-4o",
      clientMessagesMode,
    });
    expect(JSON.stringify(byVersion.body)).toContain('"v1"');
    // LiteLLM asks for `production` first, whatever was asked for, and so fails on a prompt without that label; ours
    // asks once, for the right one.
    const paths = bench.langfuse.requests.slice(before).map(({ path }) => path);
    expect(paths.filter((path) => path.includes("label=production"))).toEqual([]);
    const staged = await bodyOf({
      prompt: langfuse("only-staging", { label: "staging" }),
      model: "langfuse/gpt-4o",
      clientMessagesMode,
    });
    expect(staged.record.outcome?.kind).toBe("completed");
  });
});

describe("prompt, model and wire", () => {
  it("the model prefix chain langfuse/anthropic/… reaches Anthropic with its own shape", async () => {
    const { body, record } = await bodyOf({
      prompt: langfuse("P1"),
      variables: p1Variables,
      model: "langfuse/anthropic/claude-3-5-sonnet-20240620",
    });
    expect(record.plan?.route).toMatchObject({ provider: "anthropic", source: "call" });
    expect(body).toMatchObject({ model: "claude-3-5-sonnet-20240620", max_tokens: 4096 });
    expect(JSON.stringify(body?.["system"])).toContain("Be kind. Keep {{missing}}.");
  });

  it("an override by the person wins over config.model, and the plan says so", async () => {
    const { body, record } = await bodyOf({
      prompt: langfuse("P2"),
      variables: { q: "x" },
      model: "langfuse/gpt-3.5-turbo",
      modelOverride: "gpt-4o",
      overrides: { temperature: 0.7 },
    });
    expect(body).toMatchObject({ model: "gpt-4o", temperature: 0.7 });
    expect(record.plan?.route.source).toBe("override");
  });

  it.each([
    ["gpt-4o", "openai"],
    ["azure/my-deployment", "azure"],
    ["claude-3-5-sonnet-20240620", "anthropic"],
  ])("preview, wire and record are the same bytes for %s, stream or not", async (model) => {
    for (const stream of [true, false]) {
      const request = runRequest({
        prompt: langfuse("P1"),
        variables: { ...p1Variables, q: "“ü” \n 🎉 $HOME" },
        modelOverride: model,
        stream,
      });
      const preview = await bench.engine.runs.preview(request, { signal: new AbortController().signal });
      const index = bench.provider.requests.length;
      const { record } = await bench.run(request);
      const received = bench.provider.requests[index];
      const sent = record.exchanges.find(({ kind }) => kind === "provider")?.request;
      expect(record.outcome?.kind).toBe("completed");
      expect(received?.body).toBe(preview.wire?.body);
      expect(sent).toEqual(preview.wire);
      expect(new URL(sent?.url ?? "").pathname + new URL(sent?.url ?? "").search).toBe(received?.path);
      const shown = sent?.headers.map(({ name }) => name.toLowerCase());
      expect(received?.headers.map(([name]) => name.toLowerCase())).toEqual(shown);
      const plain = sent?.headers.filter(({ value }) => value.every((part) => typeof part === "string"));
      for (const { name, value } of plain ?? []) expect(received?.header(name)).toBe(value.join(""));
    }
  });
});
