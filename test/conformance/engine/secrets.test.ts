import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createDispatcher } from "@routes/dispatch.ts";
import { createHandlers } from "@routes/handlers.ts";
import { routes } from "@shared/contract/routes.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noHost } from "../../fakes/routes/no-host.ts";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

/**
 * Canary keys in every slot, then everything the product can say is scanned for them: raw, base64, URL-encoded and
 * JSON-escaped (KEY-1, KEY-2 in `electron/engine/credentials/README.md#tests-by-id`). The one place they may appear is
 * what the servers received.
 */
const typed = {
  langfuse: 'sk-lf-canary-typed "quoted" no',
  openai: "sk-canary-typed-openai-91ab44c0",
  groq: "gsk-canary-typed-groq-77ee21aa",
  file: "canary-kept-in-a-file-8842ffee",
};
const inEnvironment = {
  MISTRAL_API_KEY: "canary+mistral/slash=77aa",
  GEMINI_API_KEY: "canary-gemini-66bb99cc",
  OPENROUTER_API_KEY: "canary-openrouter-12ab34cd",
};

function formsOf(value: string): string[] {
  const base64 = Buffer.from(value).toString("base64");
  return [value, base64, base64.replace(/=+$/, ""), encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
}

let bench: EngineBench;
const said: unknown[] = [];
beforeAll(async () => {
  bench = await openEngineBench({
    environment: inEnvironment,
    langfuse: { prompts: [{ name: "greet", prompt: "Hello {{name}}", labels: ["production"] }] },
  });
});
afterAll(async () => {
  await bench.close();
});

function dispatcher() {
  return createDispatcher({
    handlers: createHandlers(bench.engine, noHost),
    redact: (text) => bench.engine.redact(text),
  });
}

/** Calls a route and keeps whatever comes back, good or bad. */
async function call(name: string, input: unknown): Promise<unknown> {
  const { signal } = new AbortController();
  const answer = await dispatcher().call(name, input, { signal });
  said.push(answer);
  return answer;
}

async function readRun(runId: string): Promise<void> {
  const { signal } = new AbortController();
  for await (const frame of dispatcher().stream("run.events", { runId }, { signal })) said.push(frame);
  await call("run.get", { runId });
}

async function runThrough(model: string): Promise<void> {
  const request = runRequest({
    prompt: { library: "langfuse", name: "greet" },
    // A person may paste a key where it does not belong; it may be sent, but it may not be shown as anything else.
    variables: { name: "Ada" },
    modelOverride: model,
  });
  await call("run.preview", request);
  const started = (await call("run.start", request)) as { data?: { runId: string } };
  if (started.data) await readRun(started.data.runId);
}

/** Everything in the profile but the one place where a person asked for a key to be kept in a file. */
function profileTexts(folder: string): [path: string, text: string][] {
  return readdirSync(folder).flatMap((name): [string, string][] => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return profileTexts(path);
    return [[name, readFileSync(path, "latin1")]];
  });
}

describe("canary keys", () => {
  it("appear in no answer, event, error, record or file", async () => {
    const keys = [...Object.values(typed), ...Object.values(inEnvironment)];
    const all = [
      ...keys,
      bench.langfuse.secretKey,
      "sk-canary-openai-7d1f0a9b2c",
      "sk-canary-anthropic-5e2b8c7a91",
      "canary-azure-3f9d2e1c8b7a",
    ];
    const custom = bench.provider.baseUrl("openai");

    await call("settings.get", {});
    await call("langfuse.connect", {
      host: bench.langfuse.url,
      publicKey: "pk",
      secretKey: typed.langfuse,
      storage: "session",
    });
    const { langfuse } = bench.engine.settings.view();
    const connection = langfuse.find(({ publicKey }) => publicKey === "pk")?.id ?? "";
    expect(connection).not.toBe("");
    await call("langfuse.test", { which: { connection }, asksToWrite: true });
    const which = { host: bench.langfuse.url, publicKey: "pk", secretKey: typed.langfuse };
    await call("langfuse.test", { which, asksToWrite: true });
    await call("prompts.list", { library: "langfuse", connection, refresh: true });
    await call("langfuse.disconnect", { connection });
    await call("prompts.list", { library: "langfuse", refresh: true });
    await call("provider.connect", { provider: "groq", baseUrl: custom, apiKey: typed.groq, storage: "session" });
    await call("provider.connect", { provider: "xai", baseUrl: custom, apiKey: typed.file, storage: "file" });
    await call("provider.connect", {
      provider: "openai",
      baseUrl: `https://user:${typed.openai}@host/v1`,
      storage: "session",
    });
    await call("provider.connect", {
      provider: "openai",
      baseUrl: custom,
      apiKey: `${typed.openai}\nnext`,
      storage: "session",
    });
    await call("provider.connect", { provider: "openai", baseUrl: custom, apiKey: typed.openai, storage: "keychain" });
    await call("provider.test", { provider: "openai", baseUrl: custom, apiKey: typed.openai });
    await call("models.list", { refresh: true });

    for (const model of [
      "gpt-4o",
      "claude-3-5-sonnet-20240620",
      "azure/dep",
      "groq/llama",
      "xai/grok",
      "demo/storyteller",
    ]) {
      await runThrough(model);
    }
    // A server that echoes the key: in its body, in a header, in the middle of a stream, in a refusal.
    const echo = `you sent ${typed.groq} and ${Buffer.from(typed.groq).toString("base64")}`;
    bench.provider.next({
      kind: "raw",
      status: 401,
      headers: { "x-echo": echo },
      body: JSON.stringify({ error: { message: echo } }),
    });
    await runThrough("groq/llama");
    bench.provider.next({ kind: "answer", answer: { text: echo } });
    await runThrough("groq/llama");
    bench.provider.next({ kind: "error_in_stream", after: 2, message: echo });
    await runThrough("groq/llama");
    for (const name of Object.keys(routes)) await call(name, { bad: typed.openai });

    const spoken = JSON.stringify(said);
    const leaks = all.flatMap((key) =>
      formsOf(key)
        .filter((form) => spoken.includes(form))
        .map((form) => `said: ${form}`),
    );
    const files = profileTexts(bench.profile);
    for (const [path, text] of files) {
      for (const key of all.filter((candidate) => !(path === "secrets.json" && candidate === typed.file))) {
        for (const form of formsOf(key)) if (text.includes(form)) leaks.push(`${path}: ${form}`);
      }
    }
    // `{ bad: … }` is refused without being repeated, so even a key typed into the wrong call is not echoed.
    expect(leaks).toEqual([]);
    expect(files.map(([path]) => path)).toContain("secrets.json");
  });

  it("reach the servers they belong to, so that the test above cannot pass by sending nothing", () => {
    const received = bench.provider.requests.flatMap(({ headers }) => headers.map(([, value]) => value)).join("\n");
    for (const key of [
      typed.groq,
      typed.file,
      "sk-canary-openai-7d1f0a9b2c",
      "sk-canary-anthropic-5e2b8c7a91",
      "canary-azure-3f9d2e1c8b7a",
    ]) {
      expect(received).toContain(key);
    }
  });

  it("files and folder of the profile are closed to other users", () => {
    expect(statSync(bench.profile).mode & 0o077).toBe(0);
    const open = readdirSync(bench.profile).filter((name) => (statSync(join(bench.profile, name)).mode & 0o077) !== 0);
    expect(open).toEqual([]);
  });
});
