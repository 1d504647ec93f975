import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runServe } from "../../../../electron/hosts/gateway/serve.ts";
import { type FakeProvider, startFakeProvider } from "../../../fakes/provider/fake-provider.ts";

/** A gateway that is reloaded or stopped while it answers. */
let folder: string;
let config: string;
let provider: FakeProvider;
let stop: AbortController;
let code: Promise<number>;
let hangUp: () => void;
let endWithin: number[];
const out: string[] = [];
const err: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "promptscope-reload-"));
  config = join(folder, "config.yaml");
  provider = await startFakeProvider();
  out.length = 0;
  err.length = 0;
  endWithin = [];
});
afterEach(async () => {
  stop.abort();
  await code;
  await provider.close();
  rmSync(folder, { recursive: true, force: true });
});

function entry(name: string): string {
  return `  - {model_name: ${name}, litellm_params: {model: openai/gpt-4o, api_key: sk-0123456789, api_base: "${provider.baseUrl("openai")}"}}\n`;
}

function write(names: string[], more = ""): void {
  writeFileSync(config, `model_list:\n${names.map(entry).join("")}${more}`);
}

async function serve(...words: string[]): Promise<string> {
  stop = new AbortController();
  const port = Promise.withResolvers<number>();
  code = runServe(["--config", config, "--port", "0", ...words], {
    variables: { PROMPTSCOPE_HOME: join(folder, "profile") },
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    signal: stop.signal,
    onListening: port.resolve,
    endWithin: (ms) => void endWithin.push(ms),
    onHangup(reload) {
      hangUp = reload;
    },
  });
  return `http://127.0.0.1:${await port.promise}`;
}

function ask(url: string, model: string, more: { key?: string; stream?: boolean } = {}): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(more.key ? { authorization: `Bearer ${more.key}` } : {}) },
    body: JSON.stringify({
      model,
      messages: [{ role: "user", content: "Hi" }],
      ...(more.stream ? { stream: true } : {}),
    }),
  });
}

/** A stream that has begun and waits for the test to let it go on. */
async function holdStream(url: string, model: string) {
  const { promise: until, resolve: release } = Promise.withResolvers<void>();
  provider.next({ kind: "hold", after: 2, until });
  const response = await ask(url, model, { stream: true });
  expect(response.status).toBe(200);
  return { release, whole: response.text() };
}

describe("a changed config", () => {
  it("is taken over while a stream goes on, which ends as it began; a new master key counts at once", async () => {
    write(["a"]);
    const url = await serve();
    const stream = await holdStream(url, "a");
    write(["b"], "general_settings: {master_key: sk-of-the-new-config}\n");
    await vi.waitUntil(() => out.includes(`${config} was read again, models:`), { timeout: 20_000 });
    expect((await ask(url, "b")).status).toBe(401);
    const key = "sk-of-the-new-config";
    expect((await ask(url, "b", { key })).status).toBe(200);
    expect((await ask(url, "a", { key })).status).toBe(400);
    stream.release();
    expect(await stream.whole).toMatch(/provider\..*\[DONE\]\n\n$/s);
  });

  it("with errors is refused with its reasons, and the old one serves on, also when the file is gone", async () => {
    write(["a"]);
    const url = await serve();
    writeFileSync(config, "model_list:\n  - {model_name: a\n");
    await vi.waitUntil(() => err.some((line) => line.includes("is not taken over")), { timeout: 20_000 });
    expect(err[0]).toMatch(/^config\.yaml:\d+:\d+/);
    expect((await ask(url, "a")).status).toBe(200);
    err.length = 0;
    rmSync(config);
    await vi.waitUntil(() => err.some((line) => line.includes("is not taken over")), { timeout: 20_000 });
    expect(err[0]).toContain("is not there");
    expect((await ask(url, "a")).status).toBe(200);
    write(["b"]);
    await vi.waitUntil(() => out.includes(`${config} was read again, models:`), { timeout: 20_000 });
    expect((await ask(url, "b")).status).toBe(200);
  });

  it("may be one that the config includes", async () => {
    write([], "include: [more.yaml]\n");
    writeFileSync(join(folder, "more.yaml"), `model_list:\n${entry("a")}`);
    const url = await serve();
    writeFileSync(join(folder, "more.yaml"), `model_list:\n${entry("b")}`);
    await vi.waitUntil(() => out.includes(`${config} was read again, models:`), { timeout: 20_000 });
    expect((await ask(url, "b")).status).toBe(200);
  });

  it("is read again at a hang-up", async () => {
    write(["a"]);
    const url = await serve();
    hangUp();
    await vi.waitUntil(() => out.includes(`${config} was read again, models:`), { timeout: 20_000 });
    expect((await ask(url, "a")).status).toBe(200);
  });
});

describe("a gateway that is asked to stop", () => {
  it("takes no call any more, and lets those under way end within --drain", async () => {
    write(["a"]);
    const url = await serve("--drain", "600");
    const stream = await holdStream(url, "a");
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    stop.abort();
    await vi.waitUntil(async () => (await fetch(url).catch(() => null)) === null, { timeout: 20_000 });
    agent.destroy();
    expect(endWithin).toEqual([602_000]);
    stream.release();
    expect(await stream.whole).toMatch(/\[DONE\]\n\n$/);
    expect(await code).toBe(0);
  });

  it("refuses a second call on a connection whose first is under way", async () => {
    write(["a"]);
    const { port } = new URL(await serve("--drain", "600"));
    const { promise: until, resolve: release } = Promise.withResolvers<void>();
    provider.next({ kind: "hold", after: 0, until });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const call = () =>
      new Promise<[number | undefined, string]>((resolve, reject) => {
        const headers = { "content-type": "application/json" };
        const sent = request({ port, agent, method: "POST", path: "/v1/chat/completions", headers }, (response) => {
          text(response).then((body) => resolve([response.statusCode, body]), reject);
        });
        sent.on("error", reject);
        sent.end(JSON.stringify({ model: "a", messages: [{ role: "user", content: "Hi" }], stream: true }));
      });
    const [first, second] = [call(), call()];
    await provider.request(0);
    stop.abort();
    await vi.waitUntil(() => endWithin.length > 0);
    release();
    expect(await first).toEqual([200, expect.stringContaining("[DONE]")]);
    // It was sent on the same connection, or found it closed.
    const ended = await second.catch((error: NodeJS.ErrnoException) => error.code);
    expect(["ECONNREFUSED", "ECONNRESET", 503]).toContain(Array.isArray(ended) ? ended[0] : ended);
    expect(provider.requests).toHaveLength(1);
    agent.destroy();
  });

  it("cuts what is under way without --drain", async () => {
    write(["a"]);
    const url = await serve();
    const stream = await holdStream(url, "a");
    stop.abort();
    await expect(stream.whole).rejects.toThrow("terminated");
    expect([await code, endWithin]).toEqual([0, [2_000]]);
    stream.release();
  });

  it.each(["x", "-1", "1.5", "4000"])("--drain=%s is bad usage", async (seconds) => {
    write(["a"]);
    stop = new AbortController();
    code = runServe(["--config", config, `--drain=${seconds}`], {
      variables: {},
      out: () => undefined,
      err: (line) => void err.push(line),
      signal: stop.signal,
    });
    expect([await code, err]).toEqual([2, [`--drain ${seconds} is no number of seconds up to 3600.`]]);
  });
});
