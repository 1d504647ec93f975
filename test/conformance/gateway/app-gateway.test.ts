import { execFile } from "node:child_process";
import { promisify } from "node:util";
import OpenAI from "openai";
import { afterEach, describe, expect, it } from "vitest";
import { sampleConfig } from "../../../renderer/features/gateway/gateway-samples.ts";
import { snippets } from "../../../renderer/features/gateway/gateway-snippets.ts";
import { type EngineBench, openEngineBench } from "../engine/open-engine.ts";
import { config, prompts, watchGateway } from "./watch-gateway.ts";

const options = { port: 0, debug: false };
const signal = () => new AbortController().signal;

describe("the gateway in the app", () => {
  let bench: EngineBench;
  let watching: ReturnType<typeof watchGateway>;
  afterEach(async () => {
    await watching.stop();
    await bench.close();
  });

  async function open() {
    bench = await openEngineBench({ langfuse: { prompts } });
    await bench.engine.settings.save({ library: "langfuse" });
    watching = watchGateway(bench);
  }
  const client = (address: string | null) =>
    new OpenAI({ apiKey: "sk-anything", baseURL: `${address}/v1`, maxRetries: 0 });
  const ended = (count: number) => () => watching.calls().filter(({ state }) => state === "finished").length === count;

  it("answers the OpenAI client, keeps each call as a run with its decisions, and tells it live", async () => {
    await open();
    const { address, models, masterKey } = await bench.engine.gateway.start(config, options);
    expect({ models, masterKey }).toEqual({ models: ["my-langfuse-model", "openai-model"], masterKey: false });
    const answer = await client(address).chat.completions.create({
      model: "my-langfuse-model",
      messages: [{ role: "user", content: "<IGNORED>" }],
      top_p: 0.7,
      ...{ prompt_variables: { user_message: "this is used" } },
    });
    expect(answer.choices[0]?.message.content).toBe("Hello from the fake provider.");
    await watching.until(ended(1));
    const [row] = watching.calls();
    expect(row).toMatchObject({
      requestedModel: "my-langfuse-model",
      prompt: "test-chat-prompt@1",
      targetModel: "gpt-4o-mini",
      alias: true,
      httpStatus: 200,
      outcome: "completed",
      state: "finished",
    });
    const { record } = await bench.engine.history.get(row?.runId ?? "");
    expect(record.gateway).toMatchObject({ requestedModel: "my-langfuse-model", entryId: expect.any(String) });
    expect(record.gateway?.decisions.map(({ subject }) => subject)).toEqual([
      "model",
      "prompt",
      "variables",
      "target",
      "deployment",
    ]);
    expect(record.plan?.route.source).toBe("gateway alias");
    const sources = Object.fromEntries(record.plan?.parameters.map(({ key, source }) => [key, source]) ?? []);
    expect(sources).toMatchObject({ top_p: "call", temperature: "gateway entry", seed: "gateway alias" });
    expect(record.output.text).toBe("Hello from the fake provider.");
    expect(record.metrics?.cost?.usd).toBeGreaterThan(0);
    expect(record.exchanges.some(({ kind }) => kind === "provider")).toBe(true);
    const page = await bench.engine.history.list({ filter: {}, limit: 10 });
    expect(page.runs.map(({ id }) => id)).toEqual([record.id]);
  });

  it("a call is a run while it runs: it is in the history before it is sent, can be followed and can be cancelled", async () => {
    await open();
    bench.provider.next({ kind: "hang", after: 2 });
    const { address } = await bench.engine.gateway.start(config, options);
    const stream = await client(address).chat.completions.create({
      model: "openai-model",
      messages: [{ role: "user", content: "Hi" }],
      stream: true,
    });
    await watching.until(() => watching.calls().length === 1);
    const runId = watching.calls()[0]?.runId ?? "";
    const types: string[] = [];
    for await (const { event } of bench.engine.runs.events(runId, -1, signal())) {
      types.push(event.type);
      if (event.type !== "text") continue;
      expect((await bench.engine.history.get(runId)).record.state).toBe("running");
      bench.engine.runs.cancel(runId);
    }
    expect(types).toContain("request");
    expect(types).toContain("response");
    expect(types.at(-1)).toBe("end");
    await expect(
      (async () => {
        for await (const _ of stream);
      })(),
    ).rejects.toThrow();
    expect((await bench.engine.history.get(runId)).record.outcome?.kind).toBe("cancelled");
  });

  it("stop closes every socket, and the port is free again", async () => {
    await open();
    bench.provider.next({ kind: "hang", after: 1 });
    const { address } = await bench.engine.gateway.start(config, options);
    const stream = await client(address).chat.completions.create({
      model: "openai-model",
      messages: [{ role: "user", content: "Hi" }],
      stream: true,
    });
    const cut = expect(
      (async () => {
        for await (const _ of stream);
      })(),
    ).rejects.toThrow();
    await bench.engine.gateway.stop();
    await cut;
    await watching.until(ended(1));
    expect(watching.calls()[0]?.outcome).toBe("cancelled");
    expect(watching.status()).toMatchObject({ state: "stopped", address: null });
    await expect(fetch(`${address}/health/liveliness`)).rejects.toThrow();
    const port = Number(new URL(address ?? "").port);
    expect((await bench.engine.gateway.start(config, { port, debug: false })).address).toBe(address);
    const again = await fetch(`${address}/health/liveliness`);
    expect(await again.json()).toBe("I'm alive!");
  });

  it("two starts at once end in one gateway; a port that is taken is told, and the old config still is kept", async () => {
    await open();
    const { gateway } = bench.engine;
    const [first, second] = await Promise.all([gateway.start(config, options), gateway.start(config, options)]);
    await expect(fetch(`${first?.address}/health/liveliness`)).rejects.toThrow();
    expect((await fetch(`${second?.address}/health/liveliness`)).status).toBe(200);
    const taken = Number(new URL(bench.provider.origin).port);
    await expect(gateway.start(config, { port: taken, debug: false })).rejects.toMatchObject({
      error: { code: "port_taken", message: `Port ${taken} is taken by another program.` },
    });
    expect(gateway.status().state).toBe("stopped");
  });

  it("a config with mistakes does not start and does not stop the one that runs; the mistakes have their lines", async () => {
    await open();
    const { gateway } = bench.engine;
    const { address } = await gateway.start(config, options);
    const broken = config.replace("model_list:", "model_lists:");
    await expect(gateway.start(broken, options)).rejects.toMatchObject({ error: { code: "invalid_input" } });
    expect((await fetch(`${address}/health/liveliness`)).status).toBe(200);
    expect(gateway.status()).toMatchObject({ state: "running", configChanged: true });
    const problems = await gateway.check(broken, true, { signal: signal() });
    expect(problems).toEqual(
      expect.arrayContaining([expect.objectContaining({ severity: "error", code: "no_models" })]),
    );
  });

  it("drift against Langfuse is among the problems", async () => {
    await open();
    const missing = config.replace("prompt_id: test-chat-prompt", "prompt_id: nowhere");
    const problems = await bench.engine.gateway.check(missing, true, { signal: signal() });
    expect(problems).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: "prompt_missing", severity: "warning", line: 6 })]),
    );
    expect(await bench.engine.gateway.check(missing, false, { signal: signal() })).toEqual([]);
    // A broken entry elsewhere hides it as little as on the command line.
    const broken = `${missing.trimEnd()}\n  - model_name: half\n`;
    const codes = (await bench.engine.gateway.check(broken, true, { signal: signal() })).map(({ code }) => code);
    expect(codes).toEqual(["prompt_missing", "missing_key"]);
  });

  it("an entry with Langfuse keys of its own is compared with its project (it was passed over without a word)", async () => {
    bench = await openEngineBench({ langfuse: { prompts } });
    await bench.engine.settings.save({ library: "langfuse" });
    const { url, publicKey, secretKey } = bench.langfuse;
    const entry = (id: string) =>
      `model_list:\n  - {model_name: a, litellm_params: {model: langfuse/gpt-4o, prompt_id: ${id}, langfuse_public_key: ${publicKey}, langfuse_secret: ${secretKey}, langfuse_host: "${url}"}}\n`;
    const found = await bench.engine.gateway.check(entry("gone"), true, { signal: signal() });
    expect(found.map(({ code }) => code)).toContain("prompt_missing");
  });

  it("an include is explained for a config that has no folder; the sample library is not called Langfuse", async () => {
    await open();
    const check = (text: string) => bench.engine.gateway.check(text, true, { signal: signal() });
    for (const name of ["models.yaml", "../models.yaml"]) {
      const [problem, ...others] = await check(`include:\n  - ${name}\n${config.trimStart()}`);
      expect(others).toEqual([]);
      expect(problem).toMatchObject({ severity: "error", line: 2, code: "include_in_app" });
      expect(problem?.message).toBe("A config in the app has no folder to include files from.");
      expect(problem?.fix).toContain("promptscope serve --config");
    }
    await bench.engine.settings.save({ library: "demo" });
    const elsewhere = config.replace("prompt_id: test-chat-prompt", "prompt_id: nowhere");
    expect((await check(elsewhere)).map(({ message }) => message)).toContain(
      "The sample library has no prompt nowhere.",
    );
  });

  it("tells what a config offers as it is written, with a fixed model too", async () => {
    await open();
    const { gateway } = bench.engine;
    expect(await gateway.outline(config, {})).toEqual({
      models: [
        { name: "my-langfuse-model", prompt: { id: "test-chat-prompt" } },
        { name: "openai-model", prompt: null },
      ],
      masterKey: false,
    });
    const other = config.replaceAll("my-langfuse-model", "renamed").replace("seed: 5", "seed: [");
    expect(await gateway.outline(other, {})).toEqual({ models: [], masterKey: false });
    const fixed = await gateway.outline(config, { model: "gpt-4o", promptId: "critic" });
    expect(fixed.models.at(-1)).toEqual({ name: "gpt-4o", prompt: { id: "critic" } });
  });

  it("no key is kept in the config's text (it would come out again with every read and export)", async () => {
    await open();
    const { gateway } = bench.engine;
    const written = config.replace("os.environ/OPENAI_API_KEY", "sk-canary-written-out-1234567890");
    await expect(gateway.saveConfig({ text: written, options })).rejects.toMatchObject({
      error: { code: "invalid_input", message: expect.stringContaining("Line 11") },
    });
    expect(JSON.stringify(await gateway.check(written, false, { signal: signal() }))).not.toContain("canary-written");
    expect(gateway.config().text).toBe("");
    await gateway.saveConfig({ text: config, options });
    expect(gateway.config().text).toBe(config);
  });

  it("a key of the settings stands for the variable a config names", async () => {
    await open();
    await bench.engine.settings.connectProvider({
      provider: "openai",
      baseUrl: bench.provider.baseUrl("openai"),
      apiKey: "sk-canary-from-the-settings-42",
      storage: "session",
    });
    const { address } = await bench.engine.gateway.start(config, options);
    await client(address).chat.completions.create({
      model: "openai-model",
      messages: [{ role: "user", content: "Hi" }],
    });
    expect((await bench.provider.request(0)).header("authorization")).toBe("Bearer sk-canary-from-the-settings-42");
    await watching.until(ended(1));
    const kept = JSON.stringify(await bench.engine.history.get(watching.calls()[0]?.runId ?? ""));
    expect(kept).not.toContain("sk-canary-from-the-settings-42");
  });

  it("opens a call in the playground: by its prompt, or by the one template its messages were made of", async () => {
    await open();
    const { gateway } = bench.engine;
    const { address } = await gateway.start(config, options);
    const openai = client(address).chat.completions;
    const send = (body: Record<string, unknown>) =>
      openai.create({ model: "openai-model", messages: [], ...body } as OpenAI.ChatCompletionCreateParamsNonStreaming);
    await send({ model: "my-langfuse-model", prompt_variables: { user_message: "named" }, temperature: 0.1 });
    const critic = "As a stern critic, do you like Alien?";
    await send({ messages: [{ role: "user", content: critic }] });
    await send({ messages: [{ role: "user", content: "Something else entirely" }] });
    await watching.until(ended(3));
    const [one, two, three] = await Promise.all(
      watching.calls().map(({ runId }) => gateway.recover(runId, { signal: signal() })),
    );
    expect(one).toMatchObject({
      kind: "named",
      request: {
        prompt: { library: "langfuse", name: "test-chat-prompt", version: "1" },
        variables: { user_message: "named" },
        modelOverride: "openai/gpt-4o-mini",
        overrides: { temperature: 0.1, seed: 5 },
      },
    });
    expect(two).toMatchObject({
      kind: "matched",
      request: { prompt: { name: "critic", version: "1" }, variables: { level: "stern", movie: "Alien" } },
    });
    expect(three).toMatchObject({ kind: "none", request: { prompt: null } });
    const preview = await bench.engine.runs.preview(two?.request ?? Object.create(null), { signal: signal() });
    expect(preview.compiled?.messages.map(({ message }) => message.content)).toEqual([critic]);
  });

  it("exports the playground as a config that loads without a problem and answers the same", async () => {
    await open();
    const { gateway } = bench.engine;
    const request = {
      prompt: { library: "langfuse" as const, name: "critic", label: "production" },
      variables: { level: "stern", movie: "no" },
      placeholders: {},
      compileMode: "python" as const,
      clientMessages: [],
      clientMessagesMode: "replace" as const,
      model: "",
      modelOverride: "openai/gpt-4o-mini",
      parameters: {},
      overrides: { temperature: 0.2 },
      stream: false,
    };
    const { text, notes } = await gateway.export([{ name: "A", request }], { signal: signal() });
    expect(notes).toEqual([]);
    expect(text).not.toContain("canary");
    expect(await gateway.check(text, true, { signal: signal() })).toEqual([]);
    const { address } = await gateway.start(text, options);
    await client(address).chat.completions.create({ model: "critic", messages: [] });
    const sent = (await bench.provider.request(0)).json();
    expect(sent).toMatchObject({
      model: "gpt-4o-mini",
      temperature: 0.2,
      messages: [{ role: "user", content: "As a stern critic, do you like no?" }],
    });
  });

  it("the curl that is shown runs, also with quotes in a value", async () => {
    await open();
    const { address } = await bench.engine.gateway.start(config, options);
    const variables = { user_message: `it's "quoted" $HOME` };
    const [curl] = snippets({ address: address ?? "", model: "my-langfuse-model", variables, masterKey: false });
    const { stdout } = await promisify(execFile)("bash", ["-c", curl?.text ?? ""]);
    expect(JSON.parse(stdout)).toMatchObject({ choices: [{ message: { content: "Hello from the fake provider." } }] });
    expect((await bench.provider.request(0)).json()).toMatchObject({
      messages: [{ role: "system" }, { role: "user", content: variables.user_message }],
    });
  });

  it("serves the sample library with sample models: nothing has to be set up", async () => {
    await open();
    await bench.engine.settings.save({ library: "demo" });
    const sample = sampleConfig(true, "movie-critic");
    expect(await bench.engine.gateway.check(sample, true, { signal: signal() })).not.toContainEqual(
      expect.objectContaining({ severity: "error" }),
    );
    const { address } = await bench.engine.gateway.start(sample, { ...options, debug: true });
    const answer = await client(address).chat.completions.create({
      model: "my-prompt",
      messages: [],
      ...{ prompt_variables: { movie: "Alien", criticlevel: "stern" } },
    });
    expect(answer.choices[0]?.message.content?.length).toBeGreaterThan(10);
    await watching.until(ended(1));
    expect(watching.calls()[0]).toMatchObject({
      prompt: expect.stringMatching(/^movie-critic@/),
      outcome: "completed",
    });
    await watching.until(() => watching.lines.some((line) => line.startsWith("RESPONSE: 200")));
    expect(watching.lines.join("\n")).toContain("POST Request Sent from Promptscope:");
  });
});
