import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createEngine, type Engine } from "@engine/engine.ts";
import type { SecretCipher } from "@engine/ports.ts";
import { createRunner } from "@engine/runner.ts";
import { createDispatcher } from "@routes/dispatch.ts";
import { createHandlers } from "@routes/handlers.ts";
import type { ResolvedPrompt } from "@shared/domain/prompt/prompt.ts";
import { exportFormatSchema } from "@shared/domain/run/history-query.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { commands } from "../../../electron/hosts/cli/commands.ts";
import { tellFailure } from "../../../electron/hosts/cli/tell-failure.ts";
import { createTerminal } from "../../../electron/hosts/cli/terminal.ts";
import { createCompletion } from "../../../electron/hosts/package/completion.ts";
import type { CompletionOptions } from "../../../electron/hosts/package/types.ts";
import { codeForms } from "../../../renderer/features/playground/inspector/code-forms.ts";
import { noHost } from "../../fakes/routes/no-host.ts";
import { isProving } from "../../prove-scale.ts";
import { jobOfRows } from "../engine/job-of-rows.ts";
import { runRequest } from "../engine/open-engine.ts";
import { modes } from "./echo-modes.ts";
import { type EchoingServer, startEchoingServer } from "./echoing-server.ts";
import { canary, forms, leaksOf } from "./forms.ts";

/*
 * The app, the command line and the library with a key in every slot they have, before servers that repeat each key
 * they get. What they record, keep, show, print and throw is scanned (KEY-1, KEY-2).
 */
const names = ["langfuse", "openai", "anthropic", "azure", "mistral", "card", "file", "ring", "langfuse-card"];
const ofCalls = ["call", "call-header", "call-langfuse", "call-token"];
const keys = Object.fromEntries([...names, ...ofCalls].map((name) => [name, canary(name)])) as Record<string, string>;
const key = (name: string) => keys[name] ?? "";

/** A key ring whose files nobody else can read. */
const cipher: SecretCipher = {
  backend: () => "gnome_libsecret",
  lack: () => null,
  encrypt: async (text) => Buffer.from(text).map((byte) => byte ^ 0x5a),
  decrypt: async (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString(),
};

let server: EchoingServer;
let engine: Engine;
let profile: string;
let variables: Record<string, string>;

beforeAll(async () => {
  server = await startEchoingServer();
  profile = mkdtempSync(join(tmpdir(), "promptscope-canaries-"));
  variables = {
    PROMPTSCOPE_HOME: profile,
    LANGFUSE_HOST: server.origin,
    LANGFUSE_PUBLIC_KEY: "pk-lf-canary",
    LANGFUSE_SECRET_KEY: key("langfuse"),
    OPENAI_API_KEY: key("openai"),
    OPENAI_BASE_URL: `${server.origin}/v1`,
    ANTHROPIC_API_KEY: key("anthropic"),
    ANTHROPIC_BASE_URL: server.origin,
    AZURE_API_KEY: key("azure"),
    AZURE_API_BASE: server.origin,
    MISTRAL_API_KEY: key("mistral"),
    MISTRAL_API_BASE: `${server.origin}/v1`,
  };
  engine = await createEngine({
    profileDirectory: profile,
    environment: readEnvironment(variables),
    ciphers: [cipher],
  });
  await engine.history.ready;
  const card = { baseUrl: `${server.origin}/v1` };
  await engine.settings.connectProvider({ provider: "groq", ...card, apiKey: key("card"), storage: "session" });
  await engine.settings.connectProvider({ provider: "xai", ...card, apiKey: key("file"), storage: "file" });
  await engine.settings.connectProvider({ provider: "together_ai", ...card, apiKey: key("ring"), storage: "keychain" });
});
afterAll(async () => {
  await engine.close();
  await server.close();
  rmSync(profile, { recursive: true, force: true });
});

const { signal } = new AbortController();

function call(name: string, input: unknown): Promise<unknown> {
  const handlers = createHandlers(engine, noHost);
  // Without the second net: nothing of a server's may need it.
  return createDispatcher({ handlers, redact: (text) => text }).call(name, input, { signal });
}

/** Modes with one form each in the short test, in turn; every form with every mode when proving. */
function combinations<T>(targets: readonly T[]): [mode: string, form: string, target: T, stream: boolean][] {
  const formNames = Object.keys(forms);
  return Object.keys(modes).flatMap((mode, index) => {
    const turn = <V>(list: readonly V[]) => (isProving ? list : [list[index % list.length]]) as readonly V[];
    return turn(formNames).flatMap((form, at) =>
      turn(targets).map((target): [string, string, T, boolean] => [mode, form, target, (index + at) % 3 !== 0]),
    );
  });
}

async function collect<T>(
  targets: readonly T[],
  act: (target: T, stream: boolean, mode: string) => Promise<string>,
): Promise<string[]> {
  const leaks: string[] = [];
  for (const [mode, form, target, stream] of combinations(targets)) {
    server.behave(mode, forms[form] ?? String);
    const said = await act(target, stream, mode);
    const where = `${mode}, ${form}, ${JSON.stringify(target)}${stream ? ", streamed" : ""}`;
    leaks.push(...leaksOf(said, keys).map((leak) => `${where}: ${leak}\n${said.slice(0, 3_000)}`));
  }
  if (isProving) {
    const ways = Object.keys(modes).length * Object.keys(forms).length;
    const tries = combinations(targets).length;
    console.log(`engine: ${tries} tries, ${Object.keys(keys).length} keys, ${ways} ways: ${leaks.length} leaks`);
  }
  return leaks;
}

const chat = [{ role: "user", content: "hello" }];

it("no run has a key: not its events, its record, its exchanges, its files", async () => {
  const models = [
    "gpt-4o",
    "claude-sonnet-4-5",
    "azure/dep",
    "groq/llama",
    "xai/grok",
    "mistral/large",
    "together_ai/m",
  ];
  const leaks = await collect(models, async (modelOverride, stream) => {
    const { id } = engine.runs.start(runRequest({ clientMessages: chat, modelOverride, stream }));
    const said: unknown[] = [];
    for await (const event of engine.runs.events(id, -1, signal)) said.push(event);
    said.push(await engine.runs.get(id), await call("history.get", { runId: id }));
    for (const format of exportFormatSchema.options) {
      const file = await engine.history.export({ ids: [id] }, format);
      said.push(file);
    }
    said.push(await call("cassette.export", { runId: id }));
    const { exchanges, plan } = await engine.runs.get(id);
    for (const exchange of exchanges) said.push(codeForms.map((form) => form.write({ exchange, plan })));
    said.push(await engine.runs.preview(runRequest({ clientMessages: chat, modelOverride, stream }), { signal }));
    return JSON.stringify(said);
  });
  expect(leaks.slice(0, 3)).toEqual([]);
});

it("no answer about prompts and models has one, whatever Langfuse says", async () => {
  await engine.settings.connectLangfuse({
    host: server.origin,
    publicKey: "pk-lf-card",
    secretKey: key("langfuse-card"),
    storage: "session",
  });
  const connection = engine.settings.view().langfuse.find(({ publicKey }) => publicKey === "pk-lf-card")?.id ?? "";
  const calls = ["langfuse.test", "prompts.list", "prompts.get", "run", "models.list", "settings.get"];
  const leaks = await collect(calls, async (name, stream) => {
    if (name === "prompts.list") return JSON.stringify(await call(name, { library: "langfuse", refresh: true }));
    if (name === "models.list") return JSON.stringify(await call(name, { refresh: true }));
    const ref = { library: "langfuse", name: "p" };
    if (name === "prompts.get") return JSON.stringify(await call(name, { ref, resolve: true, refresh: true }));
    if (name === "langfuse.test") return JSON.stringify(await call(name, { which: { connection }, asksToWrite: true }));
    if (name !== "run") return JSON.stringify(await call(name, {}));
    const { id } = engine.runs.start(runRequest({ prompt: ref, modelOverride: "gpt-4o", stream }));
    const said: unknown[] = [];
    for await (const event of engine.runs.events(id, -1, signal)) said.push(event);
    return JSON.stringify([said, await engine.runs.get(id)]);
  });
  await engine.settings.disconnectLangfuse(connection);
  expect(leaks.slice(0, 3)).toEqual([]);
});

it("no edit of a prompt that says a key, no job over it, and no line of either has one", async () => {
  const ref = { library: "langfuse", name: "p" };
  const identity = ref;
  const targets = ["gpt-4o", "claude-sonnet-4-5", "together_ai/m"];
  const leaks = await collect(targets, async (modelOverride, stream, mode) => {
    server.behave("a prompt", forms["plain"] ?? String);
    const opened = (await call("prompts.get", { ref, resolve: true, refresh: true })) as { data?: ResolvedPrompt };
    const prompt = opened.data?.prompt;
    if (!prompt) throw new Error(`No prompt: ${JSON.stringify(opened)}`);
    const text = { type: "text" as const, prompt: String(prompt.prompt), config: prompt.config };
    const kept = await call("edits.keep", { edit: { base: { ...ref, version: "1" }, ...text } });
    // The key was in them, and what was kept of them is kept.
    expect([text.prompt, kept]).toEqual([expect.stringContaining("[secret]"), expect.objectContaining({ ok: true })]);
    server.behave(mode, forms["plain"] ?? String);
    const request = runRequest({ clientMessages: chat, modelOverride, stream, variables: { a: text.prompt } });
    const { job } = engine.jobs.start("cells", { ...jobOfRows(2), variants: [{ id: "a", request, ownValues: false }] });
    const said: unknown[] = [opened, kept, await call("edits.list", {}), await call("edits.get", { prompt: identity })];
    for await (const { event } of engine.jobs.events(job.id, -1, signal)) said.push(event);
    said.push(await call("jobs.list", {}), await call("jobs.get", { jobId: job.id }), await engine.jobs.get(job.id));
    return JSON.stringify(said);
  });
  expect(leaks.slice(0, 3)).toEqual([]);
});

it("the command line prints none, neither to read nor as JSON", async () => {
  const lines = [
    ["run", "p", "--source", "langfuse", "--json"],
    ["prompts", "--source", "langfuse"],
    ["prompts", "p", "--json"],
    ["run", "release-notes", "--source", "demo", "--model", "gpt-4o", "--json"],
    ["run", "release-notes", "--source", "demo", "--model", "claude-sonnet-4-5"],
    ["run", "release-notes", "--source", "demo", "--model", "gpt-4o", "--dry-run"],
    ["run", "release-notes", "--source", "demo", "--model", "gpt-4o", "--curl"],
  ];
  const leaks = await collect(lines, async ([name = "", ...words]) => {
    const spec = commands.find((one) => one.name === name);
    if (!spec) throw new Error(name);
    const printed: string[] = [];
    const stream = { write: (text: string) => printed.push(text) > 0, isTTY: false as const, columns: 80 };
    const terminal = createTerminal({}, stream, stream);
    const io = {
      terminal,
      variables: { ...variables, PROMPTSCOPE_HOME: `${profile}-none` },
      version: "0",
      folder: "",
      signal,
    };
    const command = await spec.load();
    await command(
      [...words, "--no-history"].filter((word) => name !== "prompts" || word !== "--no-history"),
      io,
      spec,
    ).catch((error: unknown) => tellFailure(error, words.includes("--json"), terminal));
    expect(printed).not.toEqual([]);
    return printed.join("");
  });
  expect(leaks.slice(0, 3)).toEqual([]);
});

it("no answer, stream or error of the library has one", async () => {
  const runner = createRunner({ ...environmentOnly(), environment: readEnvironment(variables) });
  const completion = createCompletion(() => runner);
  const messages = chat;
  const base = `${server.origin}/v1`;
  const calls: CompletionOptions[] = [
    { model: "openai/m", messages },
    { model: "openai/m", messages, api_key: key("call"), api_base: base },
    {
      model: "openai/m",
      messages,
      api_key: key("call"),
      api_base: base,
      extra_headers: { "x-token": key("call-header") },
    },
    { model: "azure/d", messages, azure_ad_token: key("call-token"), api_base: server.origin },
    { model: "langfuse/openai/m", messages, prompt_id: "p" },
    {
      model: "langfuse/openai/m",
      messages,
      prompt_id: "p",
      langfuse_host: server.origin,
      langfuse_public_key: "pk",
      langfuse_secret: key("call-langfuse"),
    },
  ];
  const leaks = await collect(calls, async (options, stream) => {
    try {
      if (!stream) return JSON.stringify(await completion({ ...options, stream: false }));
      return JSON.stringify(await Array.fromAsync(await completion({ ...options, stream: true })));
    } catch (error) {
      const { stack, message, cause } = error as Error;
      return JSON.stringify([error, stack, message, String(cause)]);
    }
  });
  await runner.close();
  expect(leaks.slice(0, 3).map((leak) => leak.replace(/"api_key":"[^"]*"/, ""))).toEqual([]);
});

it("a stream of the library that repeats a key piece by piece has the rest of the answer and no piece of the key", async () => {
  const runner = createRunner({ ...environmentOnly(), environment: readEnvironment(variables) });
  const completion = createCompletion(() => runner);
  server.behave("text, in fives that come one by one", String);
  const chunks = await Array.fromAsync(await completion({ model: "openai/m", messages: chat, stream: true }));
  await runner.close();
  const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("");
  // Three characters say nothing: no guard holds them back.
  expect(text).toMatch(/^your key is (sk-)?\[secret\] ok$/);
  // Those before it are the provider's own, with its id.
  expect(chunks[0]?.id).toBe("c1");
  expect(leaksOf(JSON.stringify(chunks), keys)).toEqual([]);
});

it("every key has gone where it belongs, so that nothing above passes by sending nothing", () => {
  expect(Object.keys(keys).filter((name) => !server.received.has(key(name)))).toEqual([]);
});

it("no file of the profile has one but that of the keys somebody wanted in a file", () => {
  const leaks = filesOf(profile).flatMap((path) => {
    const expected = path.endsWith("secrets.json") ? [key("file")] : [];
    const text = readFileSync(path, "latin1");
    return leaksOf(text, keys).filter((leak) => !expected.some((known) => leak.includes(known)));
  });
  expect(leaks).toEqual([]);
});

function filesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesOf(path) : [path];
  });
}
