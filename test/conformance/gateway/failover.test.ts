import { afterEach, describe, expect, it } from "vitest";
import { type GatewayWorld, openWorld } from "./gateway-world.ts";

const path = "/v1/chat/completions";
const messages = [{ role: "user", content: "Hi" }];
const entry = (name: string, model: string, more = "") =>
  `  - {model_name: ${name}, litellm_params: {model: ${model}, api_key: sk-of-${name}-0123456789, api_base: ${model.startsWith("anthropic/") ? "ORIGIN" : "PROVIDER_URL"}${more}}}\n`;
const failing = (status: number) => ({ kind: "status", status, headers: { "retry-after-ms": "1" } }) as const;

let world: GatewayWorld;
afterEach(() => world.close());

const modelsAsked = () => world.provider.requests.map((request) => request.json()["model"]);
const ask = (model = "a") => world.post(path, { model, messages });
const open = (models: string, settings = "") => openWorld({ config: `model_list:\n${models}${settings}` });

describe("fallbacks", () => {
  const two = entry("a", "openai/gpt-4o") + entry("b", "openai/gpt-4o-mini", ", temperature: 0.5");

  it.each([
    "litellm_settings: {num_retries: 0, fallbacks: [{a: [b]}]}",
    "router_settings: {num_retries: 0, fallbacks: [{a: b}]}",
    "litellm_settings: {num_retries: 0, default_fallbacks: [b]}",
  ])("%s: the other group answers when the first has failed, and the record says why", async (settings) => {
    world = await open(two, settings);
    world.provider.next(failing(500));
    expect((await ask()).status).toBe(200);
    expect(modelsAsked()).toEqual(["gpt-4o", "gpt-4o-mini"]);
    expect(world.provider.requests[1]?.json()).toMatchObject({ messages, temperature: 0.5 });
    expect(world.provider.requests[1]?.header("authorization")).toBe("Bearer sk-of-b-0123456789");
    const [call] = await world.ended(1);
    expect(call?.decisions).toContainEqual({ subject: "fallback", value: "b", because: "a failed" });
    expect(call?.record.plan?.route).toMatchObject({ model: "gpt-4o-mini", source: "gateway fallback" });
    expect(call?.record.exchanges.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it("the client hears the last refusal when all have failed", async () => {
    world = await open(two, "litellm_settings: {num_retries: 0, fallbacks: [{a: [b]}]}");
    world.provider.next(failing(500), { kind: "status", status: 418, message: "I am b" });
    const response = await ask();
    expect([response.status, await response.text()]).toEqual([418, expect.stringContaining("I am b")]);
  });

  it("a group that is cooling down goes to its fallback at once and not to 429", async () => {
    world = await open(
      entry("a", "openai/gpt-4o") + entry("a", "openai/gpt-4-turbo") + entry("b", "openai/gpt-4o-mini"),
      "litellm_settings: {num_retries: 1, fallbacks: [{a: [b]}]}\nrouter_settings: {cooldown_time: 60}",
    );
    world.provider.next(failing(500), failing(500));
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(200);
    expect(modelsAsked().slice(2)).toEqual(["gpt-4o-mini", "gpt-4o-mini"]);
  });

  it("goes to OpenAI without what the answer of another server brought (a second turn after Claude failed)", async () => {
    world = await open(
      entry("a", "anthropic/claude-sonnet-4-5") + entry("b", "openai/gpt-4o"),
      "litellm_settings: {num_retries: 0, fallbacks: [{a: [b]}]}",
    );
    world.provider.next({ kind: "answer", answer: { reasoning: "Hm.", text: "Seen." } });
    const thinking = { type: "enabled", budget_tokens: 1024 };
    const first = await world.post(path, { model: "a", messages, thinking, max_tokens: 2048 });
    const turn = ((await first.json()) as { choices: { message: object }[] }).choices[0]?.message;
    expect(turn).toMatchObject({ reasoning_content: "Hm.", thinking_blocks: [{ signature: "c2ln" }] });
    world.provider.next(failing(500));
    const again = await world.post(path, { model: "a", messages: [...messages, turn, ...messages] });
    expect(again.status).toBe(200);
    expect(world.provider.requests.at(-1)?.json()["messages"]).toEqual([
      ...messages,
      { role: "assistant", content: "Seen." },
      ...messages,
    ]);
  });

  it("a call through a prompt keeps its filled messages", async () => {
    world = await openWorld({
      config: `model_list:\n${entry("a", "openai/gpt-4o")}${entry("b", "anthropic/claude-sonnet-4-5")}  - {model_name: p, litellm_params: {model: langfuse/a, prompt_id: greet}}\nlitellm_settings: {num_retries: 0, fallbacks: [{p: [b]}]}`,
      prompts: [{ name: "greet", prompt: "Hello {{who}}", labels: ["production"] }],
    });
    world.provider.next(failing(503));
    const response = await world.post(path, { model: "p", prompt_variables: { who: "Ada" } });
    expect(response.status).toBe(200);
    expect(world.provider.requests[1]?.path).toBe("/v1/messages");
    expect(JSON.stringify(world.provider.requests[1]?.json()["messages"])).toContain("Hello Ada");
  });
});

describe("num_retries", () => {
  const models = ["openai/gpt-4o", "anthropic/claude-sonnet-4-5"];

  it.each(models)("%s: the only deployment is tried again as often as it says", async (model) => {
    world = await open(entry("a", model), "litellm_settings: {num_retries: 3}");
    world.provider.next(failing(503), failing(429), failing(500));
    expect((await ask()).status).toBe(200);
    expect(world.provider.requests).toHaveLength(4);
  });

  it.each(models)("%s: 0 is one request", async (model) => {
    world = await open(entry("a", model), "litellm_settings: {num_retries: 0}");
    world.provider.next(failing(503));
    expect((await ask()).status).toBe(503);
    expect(world.provider.requests).toHaveLength(1);
  });

  it.each(models)(
    "%s: nothing said is two more, as LiteLLM has it (plain HTTP clients saw every 429)",
    async (model) => {
      world = await open(entry("a", model));
      world.provider.next(failing(429), failing(503));
      expect((await ask()).status).toBe(200);
      world.provider.next(failing(500), failing(500), failing(500));
      expect((await ask()).status).toBe(500);
      expect(world.provider.requests).toHaveLength(6);
    },
  );

  it("a long wait nobody configured is the client's, who hears of it (a call hung for as long as a provider said)", async () => {
    world = await open(entry("a", "openai/gpt-4o"));
    world.provider.next({ kind: "status", status: 429, headers: { "retry-after": "9" } });
    const response = await ask();
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "9"]);
    expect(world.provider.requests).toHaveLength(1);
  });

  it("a web page or a redirect in place of an answer is not asked for again", async () => {
    world = await open(entry("a", "openai/gpt-4o"));
    world.provider.next({ kind: "html" });
    expect((await ask()).status).toBe(502);
    expect(world.provider.requests).toHaveLength(1);
  });

  it.each([
    [", num_retries: 2", "", 3],
    [", max_retries: 2", "", 3],
    [", num_retries: 0", "litellm_settings: {num_retries: 2}", 1],
    [", max_retries: 0, num_retries: 2", "router_settings: {num_retries: 1}", 3],
  ])("of an entry (%s) wins over %s", async (own, settings, requests) => {
    world = await open(entry("a", "openai/gpt-4o", own), settings);
    world.provider.next(failing(503), failing(503), failing(503), failing(503));
    expect((await ask()).status).toBe(503);
    expect(world.provider.requests).toHaveLength(requests);
    expect(world.provider.requests[0]?.body).not.toContain("retries");
  });

  it("what trying again cannot mend is not tried again", async () => {
    world = await open(entry("a", "openai/gpt-4o"), "litellm_settings: {num_retries: 3}");
    world.provider.next({ kind: "status", status: 400 });
    expect((await ask()).status).toBe(400);
    expect(world.provider.requests).toHaveLength(1);
  });
});

describe("order", () => {
  it("the entry with the lowest order is asked first, the next one when it fails", async () => {
    world = await open(
      entry("a", "openai/second", ", order: 2") + entry("a", "openai/first", ", order: 1") + entry("a", "openai/third"),
    );
    for (let call = 0; call < 5; call++) await ask();
    expect(new Set(modelsAsked())).toEqual(new Set(["first"]));
    world.provider.next(failing(500));
    expect((await ask()).status).toBe(200);
    expect(modelsAsked().slice(-2)).toEqual(["first", "second"]);
  });
});

describe("request_timeout", () => {
  it("ends a call whose first byte does not come; an entry's own timeout counts more", async () => {
    world = await open(
      entry("a", "openai/gpt-4o") + entry("b", "openai/gpt-4o-mini", ", timeout: 0.05"),
      "litellm_settings: {request_timeout: 0.05, num_retries: 0}",
    );
    for (const model of ["a", "b"]) {
      world.provider.next({ kind: "hang_before_headers" });
      const response = await ask(model);
      expect([response.status, await response.text()]).toEqual([
        504,
        expect.stringMatching(/first byte|did not answer/i),
      ]);
    }
    for (const { closed } of world.provider.requests) await closed;
  });
});
