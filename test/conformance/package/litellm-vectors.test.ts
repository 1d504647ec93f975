import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { completion } from "../../../electron/hosts/package/completion.ts";
import type { CompletionOptions, CompletionWarning } from "../../../electron/hosts/package/types.ts";
import type { FakeLangfuseOptions } from "../../fakes/langfuse/fake-langfuse.ts";
import { type LibraryBench, openLibraryBench } from "./open-package.ts";

/** LiteLLM's vectors 1 to 9 (`completion()` of its SDK) through ours. Where ours differs the reason stands beside it. */
const prompts: FakeLangfuseOptions["prompts"] = [
  { name: "test-chat-prompt", prompt: [{ role: "user", content: "{{user_message}}" }], labels: ["production"] },
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
];
const messages = [{ role: "user", content: "CLIENT" }];
const p1Variables = { tone: "kind", q: "x", n: 3, b: true, d: { a: 1 }, none: null };

let bench: LibraryBench;
beforeAll(async () => {
  bench = await openLibraryBench({ prompts });
});
afterAll(() => bench.close());
afterEach(() => vi.unstubAllEnvs());
beforeEach(() => {
  for (const [name, value] of Object.entries(bench.environment)) vi.stubEnv(name, value);
});

/** Makes a call, reads a stream to its end, and returns the body the provider received and what was warned of. */
async function bodyOf(options: CompletionOptions) {
  const warnings: CompletionWarning[] = [];
  const request = await bench.sentBy(async () => {
    const answer = await completion({ ...options, onWarning: (warning) => warnings.push(warning) });
    if (Symbol.asyncIterator in answer) for await (const _chunk of answer);
  });
  return { body: request?.json(), warnings };
}

it("the example of the documentation: the prompt is sent, the call's own messages are not", async () => {
  const answer = await completion({
    model: "langfuse/gpt-3.5-turbo",
    prompt_id: "test-chat-prompt",
    prompt_variables: { user_message: "this is used" },
    messages: [{ role: "user", content: "<IGNORED>" }],
  });
  expect(bench.provider.requests.at(-1)?.json()).toEqual({
    model: "gpt-3.5-turbo",
    messages: [{ role: "user", content: "this is used" }],
  });
  expect(answer.choices[0]?.message.content).toBe("Hello from the fake provider.");
});

describe.each(["replace", "append"] as const)("client messages: %s", (client_messages) => {
  const appended = client_messages === "append" ? messages : [];

  it.each([false, true])("1: python values, a missing variable stays and is warned of, stream %s", async (stream) => {
    const { body, warnings } = await bodyOf({
      model: "langfuse/gpt-3.5-turbo",
      prompt_id: "P1",
      prompt_variables: p1Variables,
      temperature: 0.9,
      messages,
      client_messages,
      stream,
    });
    expect(body).toEqual({
      model: "gpt-3.5-turbo",
      messages: [
        { role: "system", content: "Be kind. Keep {{missing}}." },
        { role: "user", content: "Q: x 3 True {'a': 1} " },
        ...appended,
      ],
      temperature: 0.9,
      // LiteLLM does not ask for token counts in a stream; ours does for every run and keeps the chunk to itself.
      ...(stream ? { stream: true, stream_options: { include_usage: true } } : {}),
    });
    const ofMissing = warnings.filter(({ subject }) => subject === "missing").map(({ code }) => code);
    expect(ofMissing).toEqual(["variable_missing"]);
  });

  it.each([false, true])("2 and 3: text prompt with a config, stream %s", async (stream) => {
    const { body, warnings } = await bodyOf({
      model: "langfuse/gpt-3.5-turbo",
      prompt_id: "P2",
      prompt_variables: { q: "x" },
      temperature: 0.9,
      messages,
      client_messages,
      stream,
    });
    // LiteLLM's SDK throws the config's parameters away (finding 2); ours applies them, as LiteLLM's proxy does.
    expect(body).toMatchObject({ model: "gpt-4o-mini", temperature: 0.1, max_tokens: 7 });
    const role = client_messages === "append" ? "system" : "user";
    expect(body?.["messages"]).toEqual([{ role, content: "Hello x" }, ...appended]);
    expect(body).not.toHaveProperty("foo");
    expect(warnings.map(({ subject }) => subject)).toContain("foo");
  });

  it("4: without langfuse/ the prompt is not used, and unlike LiteLLM ours says so", async () => {
    const before = bench.langfuse.requests.length;
    const { body, warnings } = await bodyOf({ model: "gpt-4o", prompt_id: "P2", messages, client_messages });
    expect(body).toEqual({ model: "gpt-4o", messages });
    expect(bench.langfuse.requests.length).toBe(before);
    expect(warnings.map(({ code }) => code)).toContain("prompt_not_used");
  });

  it("5: an unknown prompt is a 404 and nothing is sent to the provider", async () => {
    const before = bench.provider.requests.length;
    const failing = completion({ model: "langfuse/gpt-4o", prompt_id: "nowhere", messages, client_messages });
    await expect(failing).rejects.toMatchObject({ code: "prompt_not_found", status: 404, stage: "template" });
    expect(bench.provider.requests.length).toBe(before);
  });

  it("6: langfuse/ without a prompt_id sends the call's messages", async () => {
    const { body, warnings } = await bodyOf({ model: "langfuse/gpt-3.5-turbo", messages, client_messages });
    expect(body).toEqual({ model: "gpt-3.5-turbo", messages });
    expect(warnings.map(({ code }) => code)).toContain("prompt_not_named");
  });

  it("7: label and version are asked for at Langfuse and never reach the provider", async () => {
    const call = { model: "langfuse/gpt-4o", prompt_id: "P4", messages, client_messages };
    const staged = await bodyOf({ ...call, prompt_label: "staging" });
    expect(JSON.stringify(staged.body?.["messages"])).toContain("v2 staging");
    const first = await bodyOf({ ...call, prompt_version: 1, prompt_label: "staging" });
    expect(JSON.stringify(first.body?.["messages"])).toContain('"v1"');
    // As the gateway takes it; a version from a command line or a form is text.
    expect((await bodyOf({ ...call, prompt_version: "1" })).body).toEqual(first.body);
    for (const { body } of [staged, first]) expect(Object.keys(body ?? {})).toEqual(["model", "messages"]);
  });

  it("8: of two secrets langfuse_secret counts, and the credentials of a call never reach the provider", async () => {
    const { langfuse_secret, ...credentials } = bench.credentials;
    const call = { model: "langfuse/gpt-4o", prompt_id: "P4", messages, client_messages, ...credentials };
    const request = await bench.sentBy(() =>
      completion({ ...call, langfuse_secret: langfuse_secret ?? "", langfuse_secret_key: "sk-lf-of-another" }),
    );
    expect(request?.header("authorization")).toBe(`Bearer ${credentials.api_key}`);
    expect(Object.keys(request?.json() ?? {})).toEqual(["model", "messages"]);
    const refused = completion({ ...call, langfuse_secret: "sk-lf-of-another", langfuse_secret_key: langfuse_secret });
    await expect(refused).rejects.toMatchObject({ code: "langfuse_unauthorized", status: 401, stage: "config" });
  });

  it("9: LANGFUSE_HOST without a scheme means http", async () => {
    vi.stubEnv("LANGFUSE_HOST", new URL(bench.langfuse.url).host);
    const { body } = await bodyOf({ model: "langfuse/gpt-4o", prompt_id: "P4", messages, client_messages });
    expect(JSON.stringify(body)).toContain('"v1"');
  });
});
