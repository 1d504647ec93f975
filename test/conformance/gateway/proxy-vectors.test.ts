import { afterEach, describe, expect, it } from "vitest";
import { canary, type GatewayWorld, openWorld } from "./gateway-world.ts";

/**
 * Vectors 10 to 19 of the LiteLLM study (runs of 1.57.1 and 1.78.2), in both modes where the mode matters. Where ours
 * differs on purpose the test says so.
 */
const chat = {
  name: "P1",
  prompt: [
    { role: "system", content: "Be {{ tone }}. Keep {{missing}}." },
    { role: "user", content: "Q: {{q}} {{n}} {{b}} {{d}} {{none}}" },
  ],
  labels: ["production"],
};
const text = {
  name: "P2",
  prompt: "Hello {{q}}",
  config: { model: "gpt-4o-mini", temperature: 0.1, max_tokens: 7, foo: "bar" },
  labels: ["production"],
};
const toAlias = {
  name: "P3",
  prompt: "Tell {{q}}",
  config: { model: "openai-model", temperature: 0.1, foo: "bar" },
  labels: ["production"],
};
const labelled = [
  { name: "L", prompt: "first", labels: ["production"] },
  { name: "L", prompt: "second", labels: ["staging"] },
  { name: "L", prompt: "third" },
];
const prompts = [chat, text, toAlias, ...labelled];
const C = [{ role: "user", content: "CLIENT" }];

const config = `
environment_variables:
  OPENAI_BASE_URL: PROVIDER_URL
  OPENAI_API_KEY: os.environ/PROVIDER_KEY
model_list:
  - {model_name: p2, litellm_params: {model: langfuse/gpt-3.5-turbo, prompt_id: P2, temperature: 0.5, prompt_variables: {q: fromcfg}}}
  - {model_name: p3, litellm_params: {model: langfuse/gpt-3.5-turbo, prompt_id: P3, top_p: 0.3, prompt_variables: {q: x}}}
  - {model_name: p1, litellm_params: {model: langfuse/openai-model, prompt_id: P1, temperature: 0.5, prompt_variables: {q: x, tone: kind}}}
  - {model_name: keyed, litellm_params: {model: langfuse/openai-model, prompt_id: P1, api_key: os.environ/PROVIDER_KEY}}
  - {model_name: bare, litellm_params: {model: langfuse/openai-model}}
  - model_name: openai-model
    litellm_params: {model: openai/gpt-3.5-turbo, seed: 5, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}
`;

interface Vector {
  name: string;
  body: Record<string, unknown>;
  /** In `replace` mode, LiteLLM's documented rule. */
  sent: Record<string, unknown>;
  /** In `append` mode, LiteLLM's from 1.57.7 on; absent: the same. */
  appended?: Record<string, unknown>;
}

const user = (content: string) => ({ role: "user", content });
const system = (content: string) => ({ role: "system", content });

const vectors: Vector[] = [
  {
    name: "10: Langfuse config beats client and entry; unknown config keys are sent as they are",
    body: { model: "p2", messages: C, temperature: 0.9 },
    sent: { model: "gpt-4o-mini", messages: [user("Hello fromcfg")], temperature: 0.1, max_tokens: 7, foo: "bar" },
    appended: {
      model: "gpt-4o-mini",
      messages: [system("Hello fromcfg"), ...C],
      temperature: 0.1,
      max_tokens: 7,
      foo: "bar",
    },
  },
  {
    name: "11: the body's variables replace the entry's whole, they are not merged",
    body: { model: "p2", prompt_variables: { z: 1 } },
    sent: { model: "gpt-4o-mini", messages: [user("Hello {{q}}")], temperature: 0.1, max_tokens: 7, foo: "bar" },
    appended: { model: "gpt-4o-mini", messages: [system("Hello {{q}}")], temperature: 0.1, max_tokens: 7, foo: "bar" },
  },
  {
    name: "11b: an empty object counts as none, the entry's variables are used",
    body: { model: "p2", prompt_variables: {}, top_p: 1 },
    sent: {
      model: "gpt-4o-mini",
      messages: [user("Hello fromcfg")],
      temperature: 0.1,
      max_tokens: 7,
      foo: "bar",
      top_p: 1,
    },
    appended: {
      model: "gpt-4o-mini",
      messages: [system("Hello fromcfg")],
      temperature: 0.1,
      max_tokens: 7,
      foo: "bar",
      top_p: 1,
    },
  },
  {
    name: "12: config.model names an alias; alias seed, entry top_p and config temperature together",
    body: { model: "p3" },
    sent: { model: "gpt-3.5-turbo", messages: [user("Tell x")], temperature: 0.1, foo: "bar", top_p: 0.3, seed: 5 },
    appended: {
      model: "gpt-3.5-turbo",
      messages: [system("Tell x")],
      temperature: 0.1,
      foo: "bar",
      top_p: 0.3,
      seed: 5,
    },
  },
  {
    name: "13: the model behind langfuse/ names an alias; client beats entry beats alias",
    body: {
      model: "p1",
      temperature: 0.9,
      prompt_variables: { tone: "kind", q: "x", n: 3, b: true, d: { a: 1 }, none: null },
    },
    sent: {
      model: "gpt-3.5-turbo",
      messages: [system("Be kind. Keep {{missing}}."), user("Q: x 3 True {'a': 1} ")],
      temperature: 0.9,
      seed: 5,
    },
  },
  {
    name: "13b: without a client value the entry's temperature counts",
    body: { model: "p1", messages: C, prompt_id: "P3" },
    sent: { model: "gpt-3.5-turbo", messages: [user("Tell x")], temperature: 0.1, foo: "bar", seed: 5 },
    appended: { model: "gpt-3.5-turbo", messages: [system("Tell x"), ...C], temperature: 0.1, foo: "bar", seed: 5 },
  },
  {
    name: "13c: the label comes from the body; the version too, which LiteLLM's router forgets",
    body: { model: "p1", prompt_id: "L", prompt_label: "staging" },
    sent: { model: "gpt-3.5-turbo", messages: [user("second")], temperature: 0.5, seed: 5 },
    appended: { model: "gpt-3.5-turbo", messages: [system("second")], temperature: 0.5, seed: 5 },
  },
  {
    name: "13d: a version given as text",
    body: { model: "p1", prompt_id: "L", prompt_version: "3" },
    sent: { model: "gpt-3.5-turbo", messages: [user("third")], temperature: 0.5, seed: 5 },
    appended: { model: "gpt-3.5-turbo", messages: [system("third")], temperature: 0.5, seed: 5 },
  },
  {
    name: "14: the body's prompt_id beats the entry's",
    body: { model: "p2", prompt_id: "L" },
    sent: { model: "gpt-3.5-turbo", messages: [user("first")], temperature: 0.5 },
    appended: { model: "gpt-3.5-turbo", messages: [system("first")], temperature: 0.5 },
  },
];

describe.each(["replace", "append"] as const)("proxy vectors, client messages %s", (mode) => {
  let world: GatewayWorld;
  afterEach(() => world.close());

  it.each(vectors)("$name", async ({ body, sent, appended }) => {
    world = await openWorld({ config, prompts, mode });
    world.provider.takesMore({ fields: ["foo"] });
    const response = await world.post("/v1/chat/completions", body);
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining("Hello from")]);
    const received = world.provider.requests[0];
    expect(received?.json()).toEqual(mode === "append" ? (appended ?? sent) : sent);
    expect(received?.header("authorization")).toBe(`Bearer ${canary}`);
  });
});

describe("proxy vectors that end otherwise", () => {
  let world: GatewayWorld;
  afterEach(() => world.close());

  // LiteLLM: ValueError, HTTP 500. A client's mistake is a 400; SDKs would repeat a 500 twice.
  it.each([
    [{ model: "bare" }, "needs a prompt"],
    [{ model: "p2", prompt_variables: "x" }, "prompt_variables must be an object"],
    [{ model: "p2", prompt_version: "newest" }, "prompt_version must be a whole number"],
    // LiteLLM ignores the prompt in silence here.
    [{ model: "openai-model", messages: C, prompt_id: "P1" }, "would be ignored"],
    [{ model: "nowhere", messages: C }, "Invalid model name passed in model=nowhere"],
  ])("15: %j is explained with 400", async (body, words) => {
    world = await openWorld({ config, prompts });
    const response = await world.post("/v1/chat/completions", body);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: Record<string, unknown> };
    expect(error).toEqual({
      message: expect.stringContaining(words),
      type: "invalid_request_error",
      param: expect.anything(),
      code: "400",
    });
    expect(world.provider.requests).toHaveLength(0);
  });

  // LiteLLM: 400 LLM Provider NOT provided at each call.
  // LiteLLM: 400 for all of them.
  it("16: of two langfuse entries under one name the first is called", async () => {
    const two = `${config}  - {model_name: p1, litellm_params: {model: langfuse/gpt-4o, prompt_id: gone}}\n`;
    world = await openWorld({ config: two, prompts });
    for (let call = 0; call < 5; call += 1) {
      expect((await world.post("/v1/chat/completions", { model: "p1" })).status).toBe(200);
    }
  });

  // LiteLLM: ok, then without the prompt, then 400.
  it("17: a key beside an alias does no harm, three calls in a row", async () => {
    world = await openWorld({ config, prompts });
    for (let call = 0; call < 3; call += 1)
      expect((await world.post("/v1/chat/completions", { model: "keyed" })).status).toBe(200);
    const roles = world.provider.requests.map((request) =>
      (request.json()["messages"] as { role: string }[]).map(({ role }) => role),
    );
    expect(roles).toEqual([
      ["system", "user"],
      ["system", "user"],
      ["system", "user"],
    ]);
  });

  it("18: Langfuse keys of a request are refused, unless the config allows them; then they go where they belong", async () => {
    world = await openWorld({ config, prompts });
    const keys = {
      langfuse_host: world.langfuse.url,
      langfuse_public_key: world.langfuse.publicKey,
      langfuse_secret: world.langfuse.secretKey,
    };
    const refused = await world.post("/v1/chat/completions", { model: "p3", ...keys });
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringContaining("allow_client_side_credentials"),
    ]);
    await world.close();
    world = await openWorld({
      config: `${config}general_settings: {allow_client_side_credentials: true}\n`,
      prompts,
      variables: { LANGFUSE_HOST: "http://127.0.0.1:9", LANGFUSE_SECRET_KEY: "sk-lf-of-the-gateway" },
    });
    world.provider.takesMore({ fields: ["foo"] });
    const own = {
      langfuse_host: world.langfuse.url,
      langfuse_public_key: "pk-lf-test-0001",
      langfuse_secret: "sk-lf-test-0001",
    };
    expect((await world.post("/v1/chat/completions", { model: "p3", ...own })).status).toBe(200);
    const expected = `Basic ${Buffer.from("pk-lf-test-0001:sk-lf-test-0001").toString("base64")}`;
    expect(world.langfuse.requests[0]?.headers["authorization"]).toBe(expected);
    // A host of its own without keys never gets the environment's.
    const half = await world.post("/v1/chat/completions", { model: "p3", langfuse_host: world.langfuse.url });
    expect(half.status).toBe(400);
  });

  it("19: Langfuse keys in an entry fetch its prompts, in place of the environment's", async () => {
    const entry = `${config}  - {model_name: own, litellm_params: {model: langfuse/openai-model, prompt_id: P1, langfuse_public_key: pk-x, langfuse_secret: sk-x}}\n`;
    world = await openWorld({ config: entry, prompts });
    // The fake knows neither of them; the environment's would have done.
    expect((await world.post("/v1/chat/completions", { model: "own" })).status).toBe(401);
    expect(world.provider.requests).toHaveLength(0);
  });

  it("a prompt that is not there is Langfuse's 404, with the labels that are", async () => {
    world = await openWorld({ config, prompts });
    const response = await world.post("/v1/chat/completions", { model: "p1", prompt_id: "L", prompt_label: "gone" });
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining("staging")]);
  });
});
