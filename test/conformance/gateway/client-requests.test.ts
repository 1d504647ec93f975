import { type IncomingMessage, request } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type FakeLangfuse, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { type GatewayWorld, openWorld, pagePrompt } from "./gateway-world.ts";

/* What clients ask for beside a plain chat: other addresses, how their call is sent, large bodies, words that are data. */

const entry = (name: string, model: string) =>
  `  - {model_name: ${name}, litellm_params: {model: ${model}, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}}\n`;
const config = `model_list:
${entry("gpt", "openai/gpt-4o-mini")}${entry("spare", "openai/gpt-4o")}${entry("team/one", "openai/gpt-4o")}
  - {model_name: by-prompt, litellm_params: {model: langfuse/gpt, prompt_id: test-chat-prompt}}
litellm_settings: {fallbacks: [{gpt: [spare]}]}
`;
const messages = [{ role: "user" as const, content: "Hi" }];
const failing = { kind: "status" as const, status: 500 };
const path = "/v1/chat/completions";

let world: GatewayWorld;
let other: FakeLangfuse | undefined;
afterEach(async () => {
  await world.close();
  await other?.close();
  other = undefined;
});

describe("addresses", () => {
  it.each([
    "/openai/v1/chat/completions",
    "/engines/team%2Fone/chat/completions",
    "/engines/team/one/chat/completions",
    "/openai/deployments/team/one/chat/completions?api-version=1",
    "/v1/chat/completions/",
  ])("POST %s is a chat", async (target) => {
    world = await openWorld({ config });
    const response = await world.post(target, { model: "gpt", messages });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ model: /team/.test(target) ? "team/one" : "gpt" });
  });

  it("one model is told, with a slash in its name, too, and one that is not there is 404", async () => {
    world = await openWorld({ config });
    const of = async (name: string) => {
      const response = await fetch(`${world.url}${name}`);
      return [response.status, ((await response.json()) as { id?: string }).id];
    };
    expect(await of("/v1/models/gpt")).toEqual([200, "gpt"]);
    expect(await of("/models/team/one/")).toEqual([200, "team/one"]);
    expect(await of("/v1/models/team%2Fone")).toEqual([200, "team/one"]);
    expect(await of("/v1/models/nobody")).toEqual([404, undefined]);
    expect(world.provider.requests).toHaveLength(0);
  });

  it("HEAD and a slash at the end are answered, and a 404 says what is served", async () => {
    world = await openWorld({ config });
    for (const target of ["/v1/models", "/v1/models/", "/v1/models/gpt", "/health/liveliness"]) {
      const head = await fetch(`${world.url}${target}`, { method: "HEAD" });
      expect([head.status, await head.text()]).toEqual([200, ""]);
    }
    expect((await fetch(`${world.url}/v1/models/`)).status).toBe(200);
    const nowhere = await fetch(`${world.url}/v1/nowhere`);
    const { error } = (await nowhere.json()) as { error: { message: string } };
    expect([nowhere.status, error.message]).toEqual([404, expect.stringContaining("POST /v1/chat/completions")]);
  });
});

describe("what is nested deeper than anything needs", () => {
  const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  const chat = `"messages":[{"role":"user","content":"x"}]`;
  it.each([
    ["a field nobody knows", `{"model":"gpt",${chat},"more":${deep}}`],
    ["metadata", `{"model":"gpt",${chat},"metadata":{"a":${deep}}}`],
    ["a message", `{"model":"gpt","messages":[{"role":"user","content":${deep}}]}`],
    [
      "a tool",
      `{"model":"gpt",${chat},"tools":[{"type":"function","function":{"name":"f","parameters":{"a":${deep}}}}]}`,
    ],
    ["a value of the prompt", `{"model":"by-prompt",${chat},"prompt_variables":{"user_message":${deep}}}`],
    ["the body itself", deep],
  ])("in %s is the client's fault and stops nobody", async (_where, body) => {
    world = await openWorld({ config, prompts: [pagePrompt] });
    const response = await world.post(path, body);
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("error")]);
    expect(world.provider.requests).toHaveLength(0);
    expect((await world.post(path, { model: "gpt", messages })).status).toBe(200);
  });
});

describe("LiteLLM's neighbours", () => {
  it("count tokens with a table, of messages and of a prompt", async () => {
    world = await openWorld({ config });
    const count = async (body: object) => {
      const response = await world.post("/utils/token_counter", body);
      return [response.status, await response.json()];
    };
    // On a busy machine the thread with the table is there later than a client waits for it; until then it is estimated.
    await vi.waitUntil(async () => (await count({ model: "gpt", messages }))[1].tokenizer_type === "openai_tokenizer", {
      timeout: 120_000,
    });
    const told = { request_model: "gpt", model_used: "gpt-4o-mini", tokenizer_type: "openai_tokenizer" };
    expect(await count({ model: "gpt", messages: [{ role: "user", content: "Hello world" }] })).toEqual([
      200,
      { ...told, total_tokens: 9 },
    ]);
    expect(await count({ model: "gpt", prompt: "Hello world" })).toEqual([200, { ...told, total_tokens: 9 }]);
    for (const body of [{ messages }, { model: "gpt" }, { model: "gpt", messages: ["x"] }])
      expect((await count(body))[0]).toBe(400);
    expect(world.provider.requests).toHaveLength(0);
  });

  it("tell of each group what is known of it", async () => {
    world = await openWorld({
      config: `${config.replace(
        "litellm_settings",
        `  - {model_name: gpt, litellm_params: {model: anthropic/claude-opus-4-8, rpm: 5, tpm: 7}}
  - {model_name: emb, litellm_params: {model: text-embedding-3-small}}\nlitellm_settings`,
      )}`,
    });
    const of = async (query: string) => (await (await fetch(`${world.url}/model_group/info${query}`)).json()) as object;
    expect(await of("?model_group=gpt")).toEqual({
      data: [
        {
          model_group: "gpt",
          providers: ["openai", "anthropic"],
          mode: "chat",
          max_input_tokens: null,
          max_output_tokens: 128_000,
          input_cost_per_token: 0.15e-6,
          output_cost_per_token: 0.6e-6,
          tpm: 7,
          rpm: 5,
        },
      ],
    });
    expect(await of("?model_group=emb")).toMatchObject({ data: [{ mode: "embedding", providers: ["openai"] }] });
    expect(await of("")).toMatchObject({ data: { length: 5 } });
    expect(JSON.stringify(await of(""))).not.toContain("canary");
  });
});

describe("what a request says of its own sending", () => {
  it.each([
    [{ num_retries: 0, disable_fallbacks: true }, {}, 1],
    [{ num_retries: 1, disable_fallbacks: true }, {}, 2],
    [{ disable_fallbacks: true }, { "x-litellm-num-retries": "0" }, 1],
  ])("%j %j: so many tries, and no fallback", async (more, headers, tries) => {
    world = await openWorld({ config });
    world.provider.next(failing, failing, failing);
    const response = await world.post(path, { model: "gpt", messages, ...more }, headers);
    expect(response.status).toBe(500);
    expect(world.provider.requests).toHaveLength(tries);
    expect(Object.keys(world.provider.requests[0]?.json() ?? {}).sort()).toEqual(["messages", "model"]);
  });

  it("fallbacks by name are asked in place of the config's", async () => {
    world = await openWorld({ config });
    world.provider.next(failing);
    const response = await world.post(path, { model: "gpt", messages, num_retries: 0, fallbacks: ["team/one"] });
    expect([response.status, response.headers.get("x-litellm-model-group")]).toEqual([200, "team/one"]);
  });

  it.each([
    [{ fallbacks: [{ model: "gpt", api_base: "http://127.0.0.1:9" }] }],
    [{ fallbacks: [{ model: "spare" }] }],
    [{ fallbacks: ["nobody"] }],
    [{ fallbacks: ["by-prompt"] }],
    [{ num_retries: 1e9 }],
    [{ num_retries: -1 }],
    [{ timeout: 0 }],
    [{ timeout: "soon" }],
  ])("%j is refused before anything is sent", async (more) => {
    world = await openWorld({ config });
    expect((await world.post(path, { model: "gpt", messages, ...more })).status).toBe(400);
    expect(world.provider.requests).toHaveLength(0);
  });

  it.each([
    [{ timeout: 0.2 }, {}],
    [{}, { "x-litellm-timeout": "0.2" }],
  ])("%j %j ends a call that its server does not answer, all tries together", async (more, headers) => {
    world = await openWorld({ config });
    world.provider.next({ kind: "hang_before_headers" });
    const asked = { model: "gpt", messages, num_retries: 5, ...more };
    const response = await world.post(path, asked, headers);
    expect([response.status, response.headers.get("x-litellm-attempted-retries")]).toEqual([504, "0"]);
    expect(world.provider.requests).toHaveLength(1);
  });

  it("timeout is no reason to wait for a retry that it would not see", async () => {
    world = await openWorld({ config });
    world.provider.next({ ...failing, headers: { "retry-after": "30" } });
    const response = await world.post(path, { model: "gpt", messages, disable_fallbacks: true, timeout: 20 });
    expect([response.status, response.headers.get("retry-after")]).toEqual([500, "30"]);
  });

  it("timeout does not cut a stream that has begun", async () => {
    world = await openWorld({ config });
    world.provider.next({ kind: "trickle", answer: { text: "a b c d e f g h" }, everyMs: 150 });
    const response = await world.post(path, { model: "gpt", messages, timeout: 1, stream: true });
    expect(await response.text()).toContain("[DONE]");
  });
});

/** Posts a body in pieces and writes all of it before it looks at the answer. */
function slowly(url: string, body: Buffer): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json" };
    const sending = request(url, { method: "POST", headers });
    sending.on("error", reject);
    const answered = new Promise<IncomingMessage>((answer) => {
      sending.once("response", answer);
    });
    sending.once("finish", async () => {
      const response = await answered;
      const pieces: Buffer[] = [];
      for await (const piece of response as AsyncIterable<Buffer>) pieces.push(piece);
      resolve({ status: response.statusCode, text: Buffer.concat(pieces).toString() });
    });
    let at = 0;
    const next = () => {
      const piece = body.subarray(at, at + 131_072);
      at += piece.length;
      if (piece.length === 0) sending.end();
      else sending.write(piece, () => setImmediate(next));
    };
    next();
  });
}

describe("bodies", () => {
  it("of 24 MB are taken; one over the limit of the config is told 413, and others are served", async () => {
    world = await openWorld({ config });
    const large = { model: "gpt", messages: [{ role: "user", content: "x".repeat(24 * 1_048_576) }] };
    expect((await world.post(path, large)).status).toBe(200);
    await world.close();
    world = await openWorld({ config: `${config}general_settings: {max_request_size_mb: 1}\n` });
    for (let index = 0; index < 4; index += 1) {
      const refused = await world.post(path, large);
      expect([refused.status, await refused.text()]).toEqual([413, expect.stringContaining("larger than 1 MB")]);
    }
    // Of unknown length, in pieces: the rest is still read, so that a client that writes on hears why.
    const { status, text } = await slowly(`${world.url}${path}`, Buffer.alloc(24 * 1_048_576, "x"));
    expect([status, text]).toEqual([413, expect.stringContaining("larger than 1 MB")]);
    expect((await world.post(path, { model: "gpt", messages })).status).toBe(200);
  });

  it("may name api_base and the like where they are data: in values of variables, metadata, examples of a schema", async () => {
    world = await openWorld({ config, prompts: [pagePrompt] });
    const parameters = {
      type: "object",
      properties: { o: { default: { api_key: "x" }, enum: [{ api_base: "y" }] } },
      examples: [{ api_base: "x", headers: {} }],
    };
    const tools = [{ type: "function", function: { name: "f", parameters } }];
    const metadata = { api_base: "x", nested: { api_key: "y" } };
    expect((await world.post(path, { model: "gpt", messages, tools, metadata })).status).toBe(200);
    const prompt_variables = { user_message: { api_key: "x" } };
    expect((await world.post(path, { model: "by-prompt", prompt_variables })).status).toBe(200);
    for (const forbidden of [
      { tools: [{ api_base: "x" }] },
      { extra_body: { api_key: "x" } },
      { examples: [{ api_base: "x" }] },
    ])
      expect((await world.post(path, { model: "gpt", messages, ...forbidden })).status).toBe(400);
  });
});

describe("a tool loop through a prompt's entry", () => {
  const call = (id: string) => ({ id, type: "function", function: { name: "now", arguments: "{}" } });
  const turns = [
    { role: "assistant", content: null, tool_calls: [call("c1")] },
    { role: "tool", tool_call_id: "c1", content: "noon" },
  ];
  const asked = { model: "by-prompt", prompt_variables: { user_message: "What time?" } };
  const sent = () => world.provider.requests.at(-1)?.json()["messages"];

  it("goes on: the calls and their results follow the prompt (it asked for the same call for ever)", async () => {
    world = await openWorld({ config, prompts: [pagePrompt] });
    const response = await world.post(path, { ...asked, messages: [...messages, ...turns] });
    expect(response.headers.get("x-promptscope-client-messages")).toBe("replace+tools");
    expect(sent()).toMatchObject([{ role: "system" }, { role: "user", content: "What time?" }, ...turns]);
    const plain = await world.post(path, { ...asked, messages });
    expect(plain.headers.get("x-promptscope-client-messages")).toBe("replace");
    expect(sent()).toHaveLength(2);
  });

  it.each([
    ["results of no call", [...messages, { role: "tool", tool_call_id: "c1", content: "x" }]],
    ["a question after them", [...messages, ...turns, ...messages]],
    ["a result of another call", [...messages, turns[0], { ...turns[1], tool_call_id: "c2" }]],
  ])("%s are replaced", async (_name, given) => {
    world = await openWorld({ config, prompts: [pagePrompt] });
    await world.post(path, { ...asked, messages: given });
    expect(sent()).toHaveLength(2);
  });

  it("an entry with client_messages: replace-all has LiteLLM's letter", async () => {
    const own = config.replace("prompt_id: test-chat-prompt", "$&, client_messages: replace-all");
    world = await openWorld({ config: own, prompts: [pagePrompt] });
    await world.post(path, { ...asked, messages: [...messages, ...turns] });
    expect(sent()).toHaveLength(2);
  });
});

describe("Langfuse keys of an entry", () => {
  it("fetch its prompts from its own project; a host there gets no keys from elsewhere", async () => {
    other = await startFakeLangfuse({
      prompts: [{ ...pagePrompt, prompt: [{ role: "user", content: "of the other" }] }],
    });
    const own = `${config.replace(
      "litellm_settings",
      `  - model_name: other-project
    litellm_params:
      model: langfuse/gpt
      prompt_id: test-chat-prompt
      langfuse_public_key: ${other.publicKey}
      langfuse_secret: os.environ/OTHER_SECRET
      langfuse_host: ${other.url}
  - {model_name: keyless, litellm_params: {model: langfuse/gpt, prompt_id: test-chat-prompt, langfuse_host: "${other.url}"}}
litellm_settings`,
    )}`;
    world = await openWorld({ config: own, prompts: [pagePrompt], variables: { OTHER_SECRET: other.secretKey } });
    const sent = () => JSON.stringify(world.provider.requests.at(-1)?.json()["messages"]);
    const asked = { prompt_variables: { user_message: "x" } };
    expect((await world.post(path, { model: "other-project", ...asked })).status).toBe(200);
    expect(sent()).toContain("of the other");
    expect((await world.post(path, { model: "by-prompt", ...asked })).status).toBe(200);
    expect(sent()).not.toContain("of the other");
    const before = other.requests.length;
    expect((await world.post(path, { model: "keyless", ...asked })).status).toBe(400);
    expect(other.requests).toHaveLength(before);
    expect(JSON.stringify(await (await fetch(`${world.url}/model/info`)).json())).not.toContain(other.secretKey);
  });
});
