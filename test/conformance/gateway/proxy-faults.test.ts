import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { canary, type GatewayWorld, openWorld } from "./gateway-world.ts";

const entry = (name: string, more = "") =>
  `  - {model_name: ${name}, litellm_params: {model: openai/gpt-4o, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL${more}}}\n`;
const config = `model_list:\n${entry("a")}`;
const messages = [{ role: "user", content: "Hi" }];
const path = "/v1/chat/completions";

let world: GatewayWorld;
afterEach(() => world.close());

describe("a request cannot choose where keys go", () => {
  const evil = "http://127.0.0.1:9/v1";
  const names = ["api_base", "base_url", "api_key", "extra_headers", "model_list", "user_config", "litellm_params"];
  const nestings: [where: string, wrap: (value: object) => object][] = [
    ["top", (value) => value],
    ["extra_body", (value) => ({ extra_body: value })],
    ["tools[]", (value) => ({ tools: [{ type: "function", function: { name: "f" }, ...value }] })],
    ["tools[].function", (value) => ({ tools: [{ type: "function", function: { name: "f", ...value } }] })],
    // Not below `metadata`: it is data of the client's, which no server of ours reads as an instruction.
    ["litellm_metadata", (value) => ({ litellm_metadata: value })],
    ["deep", (value) => ({ x: [{ y: { z: [value] } }] })],
    ["messages[]", (value) => ({ messages: [{ role: "user", content: "x", ...value }] })],
  ];

  it.each(nestings)("%s: every such name is refused and nothing is sent (PRX-1)", async (_where, wrap) => {
    world = await openWorld({ config });
    for (const name of names) {
      const response = await world.post(path, { model: "a", messages, ...wrap({ [name]: evil }) });
      expect([name, response.status, await response.text()]).toEqual([name, 400, expect.stringContaining(name)]);
    }
    expect(world.provider.requests).toHaveLength(0);
  });

  it("names in the query do nothing", async () => {
    world = await openWorld({ config });
    expect((await world.post(`${path}?api_base=${evil}&api_key=x`, { model: "a", messages })).status).toBe(200);
    expect(world.provider.requests[0]?.header("authorization")).toBe(`Bearer ${canary}`);
  });

  it("extra_body cannot put another model or other messages past the routing", async () => {
    world = await openWorld({ config });
    for (const extra of [{ model: "gpt-4-32k" }, { messages: [] }, { stream: true }]) {
      expect((await world.post(path, { model: "a", messages, extra_body: extra })).status).toBe(400);
    }
    expect(world.provider.requests).toHaveLength(0);
  });

  it("a prompt's config in Langfuse cannot either", async () => {
    const prompt = {
      name: "p",
      prompt: "x",
      labels: ["production"],
      config: { api_base: evil, api_key: "k", temperature: 0 },
    };
    const langfuse = `${config}  - {model_name: lf, litellm_params: {model: langfuse/a, prompt_id: p}}\n`;
    world = await openWorld({ config: langfuse, prompts: [prompt] });
    expect((await world.post(path, { model: "lf" })).status).toBe(200);
    expect(Object.keys(world.provider.requests[0]?.json() ?? {}).sort()).toEqual(["messages", "model", "temperature"]);
    const warnings = (await world.ended(1))[0]?.record.warnings.map(({ subject }) => subject);
    expect(warnings).toEqual(expect.arrayContaining(["api_base", "api_key"]));
  });

  it("a config.model of another provider does not get the entry's key", async () => {
    const prompt = { name: "p", prompt: "x", labels: ["production"], config: { model: "anthropic/claude-sonnet-4-5" } };
    const keyed = `environment_variables: {ANTHROPIC_BASE_URL: ORIGIN, ANTHROPIC_API_KEY: sk-ant-own-0123456789}\nmodel_list:\n  - {model_name: lf, litellm_params: {model: langfuse/openai/gpt-4o, prompt_id: p, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}}\n`;
    world = await openWorld({ config: keyed, prompts: [prompt] });
    expect((await world.post(path, { model: "lf" })).status).toBe(200);
    expect(JSON.stringify(world.provider.requests[0]?.headers)).not.toContain("canary");
  });
});

describe("keys", () => {
  it("two clients at once never share anything, and no client's key goes upstream (PRX-2)", async () => {
    world = await openWorld({
      config: `model_list:\n${entry("a")}  - {model_name: b, litellm_params: {model: openai/gpt-4o-mini, api_key: sk-of-entry-b-0123456789, api_base: PROVIDER_URL}}\n`,
    });
    const call = (model: string, turn: number) =>
      world.post(
        path,
        { model, messages: [{ role: "user", content: `${model}${turn}` }], user: `${model}${turn}` },
        {
          authorization: `Bearer sk-client-of-${model}`,
          "x-api-key": "sk-other-form",
          cookie: "session=1",
        },
      );
    const turns = Array.from({ length: 12 }, (_, turn) => turn);
    await Promise.all(turns.flatMap((turn) => [call("a", turn), call("b", turn)]));
    expect(world.provider.requests).toHaveLength(24);
    for (const request of world.provider.requests) {
      const isA = request.json()["model"] === "gpt-4o";
      expect(request.header("authorization")).toBe(`Bearer ${isA ? canary : "sk-of-entry-b-0123456789"}`);
      expect(String(request.json()["user"]).startsWith(isA ? "a" : "b")).toBe(true);
      expect(JSON.stringify(request.json()["messages"])).toContain(String(request.json()["user"]));
      expect(JSON.stringify(request.headers)).not.toMatch(/client-of|other-form|session/);
    }
  });

  it("nothing a client gets and nothing that is recorded holds a key", async () => {
    world = await openWorld({ config });
    world.provider.next({ kind: "status", status: 401, message: `Incorrect API key: ${canary}` });
    const refused = await world.post(path, { model: "a", messages });
    expect([refused.status, await refused.text()]).toEqual([401, expect.not.stringContaining("canary")]);
    world.provider.next({ kind: "answer", answer: { text: `your key is ${canary}` } });
    const echoed = await world
      .post(path, { model: "a", messages })
      .then((response) => response.text())
      .catch(String);
    expect(echoed).not.toContain("canary");
    const preview = await (
      await world.post("/utils/transform_request", { request_body: { model: "a", messages } })
    ).text();
    expect(preview).not.toContain("canary");
    expect(JSON.stringify(await world.ended(2))).not.toContain("canary");
  });
});

describe("an unreliable world", () => {
  it("when the client goes, the provider's connection is closed (PRX-3)", async () => {
    world = await openWorld({ config });
    world.provider.next({ kind: "hang", after: 3 });
    const gone = new AbortController();
    const response = await fetch(`${world.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "a", messages, stream: true }),
      signal: gone.signal,
    });
    const received = await world.provider.request(0);
    await response.body?.getReader().read();
    gone.abort();
    await received.closed;
    expect((await world.ended(1))[0]?.record.outcome?.kind).toBe("cancelled");
  });

  it("also before the provider has answered", async () => {
    world = await openWorld({ config });
    world.provider.next({ kind: "hang_before_headers" });
    const gone = new AbortController();
    const asking = fetch(`${world.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "a", messages }),
      signal: gone.signal,
    });
    const received = await world.provider.request(0);
    gone.abort();
    await expect(asking).rejects.toThrow();
    await received.closed;
  });

  it.each([
    ["cut", { kind: "cut", after: 3 }],
    ["ended in good order, too early", { kind: "end_early", after: 3 }],
  ] as const)("%s: an error frame and no [DONE]", async (_name, script) => {
    world = await openWorld({ config });
    world.provider.next(script);
    const text = await (await world.post(path, { model: "a", messages, stream: true })).text();
    expect(text).not.toContain("[DONE]");
    const last = text.trim().split("\n\n").at(-1) ?? "";
    expect(JSON.parse(last.slice("data: ".length))).toMatchObject({ error: { code: "502" } });
  });

  it("half an event never reaches the client: every frame it gets can be parsed", async () => {
    const source = createServer((request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write('data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\ndata: {"choices":[{"ind', () =>
        request.socket.destroy(),
      );
    }).listen(0, "127.0.0.1");
    await once(source, "listening");
    const base = `http://127.0.0.1:${(source.address() as AddressInfo).port}/v1`;
    world = await openWorld({ config: config.replace("PROVIDER_URL", base) });
    const text = await (await world.post(path, { model: "a", messages, stream: true })).text();
    const frames = text
      .trim()
      .split("\n\n")
      .map((frame) => JSON.parse(frame.slice("data: ".length)) as object);
    expect(frames).toEqual([expect.objectContaining({ choices: expect.anything() }), { error: expect.anything() }]);
    source.close();
  });

  it("a web page in place of an answer is a 502, not an answer", async () => {
    world = await openWorld({ config });
    world.provider.next({ kind: "html" });
    const response = await world.post(path, { model: "a", messages });
    expect([response.status, await response.text()]).toEqual([502, expect.stringContaining("web page")]);
  });

  it("a redirect is not followed", async () => {
    world = await openWorld({ config });
    world.provider.next({ kind: "redirect", status: 307, location: `${world.provider.origin}/elsewhere` });
    expect((await world.post(path, { model: "a", messages })).status).toBe(502);
    expect(world.provider.requests).toHaveLength(1);
  });

  it("a failing deployment is left alone and another answers; when all are, it says so with 429", async () => {
    world = await openWorld({ config: `model_list:\n${entry("a", ", weight: 1")}${entry("a", ", weight: 1")}` });
    world.provider.next({ kind: "status", status: 500 });
    expect((await world.post(path, { model: "a", messages })).status).toBe(200);
    expect(world.provider.requests).toHaveLength(2);
    // The first is cooling down: five more calls all go to the other.
    for (let call = 0; call < 5; call += 1) expect((await world.post(path, { model: "a", messages })).status).toBe(200);
    expect(new Set((await world.ended(6)).map(({ entryId }) => entryId)).size).toBe(1);
    const busy = { kind: "status", status: 503, message: "busy", headers: { "retry-after-ms": "1" } } as const;
    world.provider.next(busy, busy, busy);
    const last = await world.post(path, { model: "a", messages });
    expect([last.status, await last.text()]).toEqual([503, expect.stringContaining("busy")]);
    const none = await world.post(path, { model: "a", messages });
    expect([none.status, await none.text()]).toEqual([
      429,
      expect.stringContaining("No deployments available for selected model, Try again in"),
    ]);
  });

  it("many calls at once keep their connections to the provider (a new one for most calls of a busy gateway)", async () => {
    world = await openWorld({ config });
    const atOnce = 40;
    const wave = () =>
      Promise.all(
        Array.from({ length: atOnce }, async () => (await world.post(path, { model: "a", messages })).text()),
      );
    await wave();
    await wave();
    const connections = new Set(world.provider.requests.map(({ closed }) => closed));
    expect(world.provider.requests).toHaveLength(2 * atOnce);
    expect(connections.size).toBeLessThanOrEqual(atOnce);
  });

  it("a body that is too large is refused and others are still served (PRX-4)", async () => {
    world = await openWorld({ config });
    const socket = connect(Number(new URL(world.url).port), "127.0.0.1");
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${new URL(world.url).port}\r\ncontent-type: application/json\r\ncontent-length: 60000000\r\n\r\n{`,
    );
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
    expect((await world.post(path, { model: "a", messages })).status).toBe(200);
  });
});
