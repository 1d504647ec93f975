import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createEngine, type Engine } from "@engine/engine.ts";
import type { GatewayCall } from "@engine/gateway/call-record.ts";
import { checkConfig } from "@engine/gateway/check-config.ts";
import { builtInForms } from "@engine/gateway/forms/registry.ts";
import { createHeadlessPorts, openGateway } from "@engine/gateway/open-gateway.ts";
import { type GatewayServer, startGatewayServer } from "@engine/gateway/server/server.ts";
import { loadConfig } from "@engine/litellm/load-config.ts";
import { providers as listed } from "@engine/providers/providers.ts";
import { createProviders, type Providers } from "@engine/providers/registry.ts";
import { createRunner } from "@engine/runner.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCompletion } from "../../../electron/hosts/package/completion.ts";
import { runRequest } from "../engine/open-engine.ts";
import { startTinyServer, type TinyServer, tinyForm, tinyLines, tinyProvider, tinyWhole } from "./tiny-api.ts";

const key = "tiny-canary-0123456789";
const environment = readEnvironment({ TINY_KEY: key });
const messages = [{ role: "user" as const, content: "Hi" }];
const words = "Hello from a tiny house.";

let tiny: TinyServer;
let providers: Providers;
beforeAll(async () => {
  tiny = await startTinyServer();
  providers = createProviders([...listed, tinyProvider(tiny.url)]);
});
afterAll(() => tiny.close());

const lastSent = () => tiny.requests.at(-1);

describe("a new API: a value that is handed over, nothing else touched", () => {
  let engine: Engine;
  let profile: string;
  beforeAll(async () => {
    profile = mkdtempSync(join(tmpdir(), "promptscope-test-"));
    engine = await createEngine({ profileDirectory: profile, environment, ciphers: [], providers });
    await engine.history.ready;
  });
  afterAll(async () => {
    await engine.close();
    rmSync(profile, { recursive: true, force: true });
  });

  async function run(stream: boolean): Promise<RunRecord> {
    const overrides = { temperature: 0.5, seed: 1 };
    const { id } = engine.runs.start(runRequest({ model: "tiny/shed", clientMessages: messages, stream, overrides }));
    for await (const _ of engine.runs.events(id, -1, new AbortController().signal));
    return engine.runs.get(id);
  }

  it.each([true, false])(
    "answers in the playground, shown as sent, its key never in the record (stream: %s)",
    async (stream) => {
      const record = await run(stream);
      expect(record.outcome).toEqual({ kind: "completed", finishReason: "stop" });
      expect(record.output).toMatchObject({ text: words, usage: { outputTokens: 5 } });
      expect(record.plan).toMatchObject({ api: "tiny", route: { provider: "tiny_house", model: "shed" } });
      expect(lastSent()).toEqual({ key, body: record.exchanges[0]?.request.body });
      expect(JSON.parse(lastSent()?.body ?? "")).toEqual({
        who: "shed",
        said: ["Hi"],
        mood: 0.5,
        ...(stream ? { live: true } : {}),
      });
      expect(record.warnings).toMatchObject([{ code: "parameter_not_sent", subject: "seed" }]);
      expect(JSON.stringify(record)).not.toContain(key);
    },
  );

  it("lists its models and stands among the settings", async () => {
    const groups = await engine.models.list(true, { signal: new AbortController().signal });
    const group = groups.find(({ provider }) => provider === "tiny_house");
    expect(group?.models.map(({ id }) => id)).toEqual(["tiny/cottage", "tiny/shed"]);
    expect(engine.settings.view().providers.at(-1)).toMatchObject({ label: "Tiny House", configured: true });
  });

  it.each([true, false])("is replayed by its own reader (stream: %s)", async (stream) => {
    const { id } = await run(stream);
    const { id: replayed } = await engine.cassettes.replay({ runId: id }, "fast");
    for await (const _ of engine.runs.events(replayed, -1, new AbortController().signal));
    expect((await engine.runs.get(replayed)).output.text).toBe(words);
  });

  it("answers the library's callers in OpenAI's form", async () => {
    const runner = createRunner({ ...environmentOnly(), environment, providers });
    const completion = createCompletion(() => runner);
    const whole = await completion({ model: "tiny/shed", messages });
    expect(whole.choices).toEqual([
      {
        index: 0,
        message: { role: "assistant", content: words, refusal: null },
        logprobs: null,
        finish_reason: "stop",
      },
    ]);
    const chunks = await Array.fromAsync(await completion({ model: "tiny/shed", messages, stream: true }));
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe(words);
    await runner.close();
  });
});

describe("a new API behind the gateway", () => {
  const text = `
model_list:
  - {model_name: house, litellm_params: {model: tiny/shed, api_key: os.environ/TINY_KEY, temperature: 0.3}}
`;
  const calls: GatewayCall[] = [];
  let server: GatewayServer;
  let url: string;
  beforeAll(async () => {
    const { config, problems } = load();
    expect(problems).toEqual([]);
    const { gateway } = openGateway({
      config,
      environment,
      providers,
      forms: [...builtInForms, tinyForm],
      clientMessagesMode: "replace",
      observe: (call) => void (call.record.state === "finished" && calls.push(call)),
    });
    const monotonic = () => performance.now();
    server = await startGatewayServer({ gateway, host: "127.0.0.1", port: 0, version: "0", monotonic });
    url = `http://127.0.0.1:${server.port}`;
  });
  afterAll(() => server.close());

  const load = () =>
    loadConfig(text, {
      fileName: "c.yaml",
      environment,
      readIncluded: () => undefined,
      providers,
    });
  const post = (path: string, body: object) =>
    fetch(`${url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  it("is known to the check", async () => {
    const { config, problems } = load();
    const { vault } = createHeadlessPorts(config, environment, providers);
    const ports = { environment, vault, providers, promptLibrary: null, clientMessagesMode: "replace" as const };
    expect(await checkConfig(config, problems, ports, { signal: new AbortController().signal })).toEqual([]);
  });

  it("gets its own body and never OpenAI's, and the openai client gets OpenAI's form, whole and streamed", async () => {
    const client = new OpenAI({ apiKey: "any", baseURL: `${url}/v1`, maxRetries: 0 });
    const whole = await client.chat.completions.create({ model: "house", messages });
    expect(whole.choices[0]?.message.content).toBe(words);
    expect(whole.usage).toMatchObject({ completion_tokens: 5 });
    expect(JSON.parse(lastSent()?.body ?? "")).toEqual({ who: "shed", said: ["Hi"], mood: 0.3 });
    const runner = client.chat.completions.stream({
      model: "house",
      messages,
      stream_options: { include_usage: true },
    });
    expect(await runner.finalContent()).toBe(words);
    expect((await runner.totalUsage()).completion_tokens).toBe(5);
    expect(JSON.parse(lastSent()?.body ?? "")).toEqual({ who: "shed", said: ["Hi"], mood: 0.3, live: true });
  });

  it.each([
    [false, tinyWhole],
    [true, tinyLines],
  ])(
    "a form that is the same gets its answer byte for byte, its own body but for the model (live: %s)",
    async (live, bytes) => {
      const said = ["Hi", { odd: [null, 1.5e9] }];
      const response = await post("/say", { who: "house", said, live, unknown: { kept: true } });
      expect(await response.text()).toBe(bytes);
      expect(JSON.parse(lastSent()?.body ?? "")).toEqual({ who: "shed", said, live, unknown: { kept: true } });
      expect(lastSent()?.key).toBe(key);
      expect(calls.at(-1)?.record).toMatchObject({ outcome: { kind: "completed" }, output: { text: words } });
    },
  );

  it("a refusal reaches the same form as it came and is recorded with the API's words", async () => {
    const response = await post("/say", { who: "house", said: ["nothing"] });
    expect([response.status, response.headers.get("retry-after"), await response.text()]).toEqual([
      422,
      "7",
      "Nothing was said.",
    ]);
    const error = { code: "provider_rejected", status: 422, detail: "Nothing was said.", retryAfterMs: 7000 };
    expect(calls.at(-1)?.record.outcome).toMatchObject({
      error: { ...error, message: expect.stringContaining("Tiny House") },
    });
  });

  it("an error of the gateway's own has the form that was asked", async () => {
    expect(await (await post("/say", { who: "nowhere", said: ["Hi"] })).json()).toEqual({
      broken: expect.stringContaining("Invalid model name"),
    });
    expect(await (await post("/say", { who: "house", said: ["Hi"], api_base: "x" })).json()).toEqual({
      broken: expect.stringContaining("api_base"),
    });
    expect((await fetch(`${url}/say`)).status).toBe(405);
  });
});
