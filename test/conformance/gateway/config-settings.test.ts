import { afterEach, describe, expect, it } from "vitest";
import { canary, type GatewayWorld, openWorld, type WorldOptions } from "./gateway-world.ts";

const path = "/v1/chat/completions";
const messages = [{ role: "user", content: "Hi" }];
const plain = "{model_name: a, litellm_params: {model: openai/gpt-4o, api_key: sk-0123456789, api_base: PROVIDER_URL}}";
const claude =
  "{model_name: c, litellm_params: {model: anthropic/claude-sonnet-4-5, api_key: sk-0123456789, api_base: ORIGIN}}";
const own = (more: string) => plain.replace("PROVIDER_URL}}", `PROVIDER_URL, ${more}}}`);

let world: GatewayWorld;
afterEach(() => world.close());

async function open(entries: string[], settings = "", more: Omit<WorldOptions, "config"> = {}): Promise<void> {
  world = await openWorld({
    config: `model_list:\n${entries.map((one) => `  - ${one}\n`).join("")}${settings}`,
    ...more,
  });
}
const ask = (body: object = {}, headers: Record<string, string> = {}) =>
  world.post(path, { model: "a", messages, ...body }, headers);
const sent = () => world.provider.requests.at(-1)?.json();

describe("keys of an entry", () => {
  it("LiteLLM's own stay here, the provider's go (prices, guardrails, base_model reached the provider)", async () => {
    await open([
      own(
        "cache_read_input_token_cost: 3.0e-7, input_cost_per_second: 1, base_model: gpt-4o, supports_vision: true, guardrails: [g], no-log: true, cooldown_time: 5, metadata: {a: b}, ignore_prompt_manager_model: true, seed: 5, foo: 1",
      ),
    ]);
    await ask();
    expect(sent()).toEqual({ model: "gpt-4o", messages, seed: 5, foo: 1 });
  });

  it("those of a body stay here, too, and the answer says which did nothing", async () => {
    await open([plain]);
    const response = await ask({ caching: true, ignore_prompt_manager_model: true, x: 1 });
    expect(sent()).toEqual({ model: "gpt-4o", messages, x: 1 });
    expect(response.headers.get("x-promptscope-ignored-params")).toBe("caching, ignore_prompt_manager_model");
  });

  const mistral =
    "{model_name: a, litellm_params: {model: mistral/m, api_key: sk-0123456789, api_base: PROVIDER_URL, more: 0}}";
  it.each([
    ["of a body", mistral.replace(", more: 0", ""), { allowed_openai_params: ["logprobs"] }],
    ["of an entry", mistral.replace("more: 0", "allowed_openai_params: [logprobs]"), {}],
  ])(
    "allowed_openai_params %s lets a parameter through that the provider is not known to take",
    async (_, one, more) => {
      await open([mistral.replace(", more: 0", "")]);
      expect((await ask({ logprobs: true })).status).toBe(400);
      await world.close();
      await open([one]);
      expect((await ask({ logprobs: true, ...more })).status).toBe(200);
      expect(sent()).toEqual({ model: "m", messages, logprobs: true });
    },
  );

  it("user is left out where a provider refuses it, and the answer says so (the call was refused)", async () => {
    await open([mistral.replace(", more: 0", "")]);
    const response = await ask({ user: "u" });
    expect([response.status, response.headers.get("x-promptscope-dropped-params")]).toEqual([200, "user"]);
    expect(sent()).toEqual({ model: "m", messages });
  });

  it("Mistral is not sent stream_options, which it refuses: it counts unasked", async () => {
    await open([mistral.replace(", more: 0", "")]);
    const response = await ask({ stream: true, stream_options: { include_usage: true } });
    expect([response.status, sent()]).toEqual([200, { model: "m", messages, stream: true }]);
    await response.text();
  });

  const marks = { type: "ephemeral" };
  const points = "cache_control_injection_points: [{location: message, role: system}, {location: message, index: -1}]";
  it.each([
    ["an entry", claude.replace("ORIGIN}}", `ORIGIN, ${points}}}`), {}],
    [
      "a body, over those of the entry",
      claude.replace("ORIGIN}}", "ORIGIN, cache_control_injection_points: [{location: message, index: 0}]}}"),
      {
        cache_control_injection_points: [
          { location: "message", role: "system" },
          { location: "message", index: "-1" },
        ],
      },
    ],
  ])(
    "cache_control_injection_points of %s become marks (they were kept, and every call paid in full)",
    async (_, one, more) => {
      await open([one]);
      const conversation = [{ role: "system", content: "S" }, ...messages];
      expect((await ask({ model: "c", messages: conversation, ...more })).status).toBe(200);
      expect(sent()).toMatchObject({
        system: [{ type: "text", text: "S", cache_control: marks }],
        messages: [{ role: "user", content: [{ type: "text", text: "Hi", cache_control: marks }] }],
      });
    },
  );

  it("cache_control_injection_points count for a filled prompt, too", async () => {
    const lead = claude.replace("ORIGIN}}", `ORIGIN, ${points}}}`);
    const prompted = "{model_name: p, litellm_params: {model: langfuse/c, prompt_id: long}}";
    await open([lead, prompted], "", {
      prompts: [{ name: "long", prompt: [{ role: "user", content: "Read it." }], labels: ["production"] }],
    });
    expect((await ask({ model: "p" })).status).toBe(200);
    expect(sent()).toMatchObject({ messages: [{ content: [{ text: "Read it.", cache_control: marks }] }] });
  });

  it.each([false, true])(
    "an older Claude's answer to a schema is its text, though it came as a call (stream: %s)",
    async (stream) => {
      await open([claude.replace("claude-sonnet-4-5", "claude-3-haiku-20240307")]);
      const answer = { toolCalls: [{ id: "t", name: "json_tool_call", arguments: '{"a":"b"}' }] };
      world.provider.next({ kind: "answer", answer });
      const schema = { type: "object", properties: { a: { type: "string" } } };
      const completion = await world.client().chat.completions.create({
        model: "c",
        messages: [{ role: "user", content: "Hi" }],
        response_format: { type: "json_schema", json_schema: { name: "p", schema } },
        stream,
      });
      let [text, reason] = ["", ""];
      if ("choices" in completion) {
        text = completion.choices[0]?.message.content ?? "";
        reason = completion.choices[0]?.finish_reason ?? "";
      } else {
        for await (const { choices } of completion) {
          text += choices[0]?.delta.content ?? "";
          reason = choices[0]?.finish_reason ?? reason;
        }
      }
      expect([text, reason]).toEqual(['{"a":"b"}', "stop"]);
      expect(sent()).toMatchObject({ tools: [{ name: "json_tool_call", input_schema: schema }] });
    },
  );

  it("a part of a message that the provider has no form for is 400 with its name; with drop_params the rest is sent", async () => {
    await open([plain.replace("openai/gpt-4o", "deepseek/deepseek-chat")]);
    const picture = { type: "image_url", image_url: { url: "https://x.example/a.png" } };
    const lost = { messages: [{ role: "user", content: [{ type: "text", text: "Look" }, picture] }] };
    const refused = await ask(lost);
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining("image_url")]);
    expect(world.provider.requests).toEqual([]);
    expect((await ask({ ...lost, drop_params: true })).status).toBe(200);
    expect(sent()?.["messages"]).toEqual([{ role: "user", content: "Look" }]);
  });

  it("custom_llm_provider stands for a prefix", async () => {
    await open([own("custom_llm_provider: openai").replace("openai/gpt-4o", "meta-llama/X")]);
    await ask();
    expect(sent()?.["model"]).toBe("meta-llama/X");
  });

  it("mock_response is the answer, whole and streamed, without a key or a provider, and says what it is", async () => {
    await open(["{model_name: a, litellm_params: {model: openai/gpt-4o, mock_response: canned}}"]);
    const whole = await ask();
    expect(await whole.json()).toMatchObject({ model: "a", choices: [{ message: { content: "canned" } }] });
    expect(whole.headers.get("x-promptscope-mock-response")).toBe("true");
    const stream = await (await ask({ stream: true })).text();
    expect(stream).toContain('"content":"canned"');
    expect(stream.trimEnd().endsWith("data: [DONE]")).toBe(true);
    expect(world.provider.requests).toHaveLength(0);
    const [call] = await world.ended(1);
    expect(call).toMatchObject({ mock: true });
    expect(call?.decisions.at(-1)?.because).toContain("mock_response");
  });

  it("stream_timeout counts for streams alone", async () => {
    await open([own("stream_timeout: 0.05, num_retries: 0")]);
    world.provider.next({ kind: "hang_before_headers" });
    expect((await ask({ stream: true })).status).toBe(504);
    expect((await ask()).status).toBe(200);
  });

  it("client_messages decides for one entry, whatever the gateway does for others", async () => {
    const entry = (name: string, more: string) =>
      `{model_name: ${name}, litellm_params: {model: langfuse/a, prompt_id: p${more}}}`;
    await open([plain, entry("r", ""), entry("x", ", client_messages: append")], "", {
      prompts: [{ name: "p", prompt: "Be brief", labels: ["production"] }],
    });
    await ask({ model: "r" });
    expect(sent()?.["messages"]).toEqual([{ role: "user", content: "Be brief" }]);
    await ask({ model: "x" });
    expect(sent()?.["messages"]).toEqual([{ role: "system", content: "Be brief" }, ...messages]);
  });

  it("ignore_prompt_manager_model and _optional_params leave the prompt's config aside", async () => {
    const params = "ignore_prompt_manager_model: true, ignore_prompt_manager_optional_params: true";
    await open([plain, `{model_name: p, litellm_params: {model: langfuse/a, prompt_id: p, ${params}}}`], "", {
      prompts: [{ name: "p", prompt: "x", config: { model: "nowhere", temperature: 0.1 }, labels: ["production"] }],
    });
    expect((await ask({ model: "p" })).status).toBe(200);
    expect(sent()).toEqual({ model: "gpt-4o", messages: [{ role: "user", content: "x" }] });
  });

  it("an entry is found by its id and by its model, too", async () => {
    await open([`${plain.slice(0, -1)}, model_info: {id: my-id}}`]);
    expect((await ask({ model: "my-id" })).status).toBe(200);
    expect((await ask({ model: "openai/gpt-4o" })).status).toBe(200);
    expect((await ask({ model: "openai/gpt-4" })).status).toBe(400);
  });

  it("a prompt's entry is found by its model, too, also where that is its own name", async () => {
    const key = "api_key: sk-0123456789, api_base: PROVIDER_URL";
    await open([`{model_name: gpt-4o, litellm_params: {model: langfuse/gpt-4o, prompt_id: p, ${key}}}`], "", {
      prompts: [{ name: "p", prompt: "x", labels: ["production"] }],
    });
    expect((await ask({ model: "langfuse/gpt-4o" })).status).toBe(200);
    expect(sent()?.["messages"]).toEqual([{ role: "user", content: "x" }]);
  });
});

describe("credential_list", () => {
  const entry = (more = "") =>
    `{model_name: a, litellm_params: {model: openai/gpt-4o, litellm_credential_name: shared${more}}}`;
  const list = (values: string) => `credential_list:\n  - {credential_name: shared, credential_values: {${values}}}\n`;
  const environment = { variables: { OPENAI_API_KEY: "sk-of-the-environment" } };

  it("gives key and address (the environment's key went to the provider's own address)", async () => {
    await open([entry()], list("api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL"), environment);
    expect((await ask()).status).toBe(200);
    expect(world.provider.requests[0]?.header("authorization")).toBe(`Bearer ${canary}`);
  });

  it.each([
    ["is not there", entry(), "credential_list: []\n", "no usable credential shared"],
    [
      "belongs to another address",
      entry(', api_base: "PROVIDER_URL"'),
      list('api_key: sk-0123456789, api_base: "http://127.0.0.1:9/v1"'),
      "is for its own api_base",
    ],
  ])("one that %s is not replaced by anything: the call is not made", async (_name, params, settings, words) => {
    await open([params], settings, environment);
    const response = await ask();
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(words)]);
    expect(world.provider.requests).toHaveLength(0);
  });
});

describe("parameters a target does not take", () => {
  it("are refused by name (they vanished with status 200), but for those that ask for nothing", async () => {
    await open([claude]);
    const response = await ask({ model: "c", n: 3, seed: 1 });
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("does not take n, seed")]);
    expect((await ask({ model: "c", n: 1, presence_penalty: 0 })).status).toBe(200);
    expect(world.provider.requests).toHaveLength(1);
  });

  it.each([
    ["the settings", "litellm_settings: {drop_params: true}\n", claude, {}],
    ["the entry", "", claude.replace("ORIGIN}}", "ORIGIN, drop_params: true}}"), {}],
    ["the request", "", claude, { drop_params: true }],
  ])("are left out with drop_params of %s, and the answer names them", async (_name, settings, entry, body) => {
    await open([entry], settings);
    const response = await ask({ model: "c", n: 3, seed: 1, ...body });
    expect(response.status).toBe(200);
    expect(response.headers.get("x-promptscope-dropped-params")).toBe("n, seed");
    expect(Object.keys(sent() ?? {})).not.toEqual(expect.arrayContaining(["seed"]));
  });

  it("what is said otherwise than it was given is named, streamed or not (it vanished without a sign)", async () => {
    await open([claude]);
    const named = [{ role: "user", content: "Hi", name: "Ann" }, { role: "assistant", content: "" }, messages[0]];
    const asked = { model: "c", messages: named, response_format: { type: "json_object" } };
    for (const stream of [false, true]) {
      const response = await ask({ ...asked, stream });
      expect(response.status).toBe(200);
      expect(response.headers.get("x-promptscope-adjusted")?.split(", ").toSorted()).toEqual([
        "messages",
        "response_format",
      ]);
    }
    expect((await ask({ model: "c" })).headers.get("x-promptscope-adjusted")).toBeNull();
  });

  it("additional_drop_params are never sent, nested ones neither", async () => {
    await open([own('additional_drop_params: [seed, "tools[*].function.strict"]')]);
    const tool = { type: "function", function: { name: "w", parameters: { type: "object" } } };
    await ask({ seed: 5, top_p: 0.5, tools: [{ ...tool, function: { ...tool.function, strict: true } }] });
    expect(sent()).toEqual({ model: "gpt-4o", messages, top_p: 0.5, tools: [tool] });
  });

  it("default_litellm_params count where neither entry nor client says otherwise", async () => {
    await open(
      [plain, own("temperature: 0.9").replace("model_name: a", "model_name: o")],
      "router_settings: {default_litellm_params: {temperature: 0.25, user: u}}\n",
    );
    await ask();
    expect(sent()).toEqual({ model: "gpt-4o", messages, temperature: 0.25 });
    await ask({ model: "o" });
    expect(sent()?.["temperature"]).toBe(0.9);
    await ask({ temperature: 0.8 });
    expect(sent()?.["temperature"]).toBe(0.8);
  });
});

describe("settings for all", () => {
  it("a client's x- headers go along where the config says so, but none that may carry a key", async () => {
    await open(
      [own("extra_headers: {x-team: entry}")],
      "general_settings: {forward_client_headers_to_llm_api: true}\n",
    );
    const headers = { "x-custom": "1", "x-team": "client", "x-api-key": "k", "x-forwarded-for": "1.2.3.4", other: "2" };
    await ask({}, headers);
    const request = world.provider.requests[0];
    expect(
      ["x-custom", "x-team", "x-api-key", "x-forwarded-for", "other"].map((name) => request?.header(name)),
    ).toEqual(["1", "entry", undefined, undefined, undefined]);
  });

  it("a conversation that is too long goes to the group the config names for it", async () => {
    const big = plain.replace("model_name: a", "model_name: big").replace("gpt-4o", "gpt-4.1");
    await open([plain, big], "litellm_settings: {context_window_fallbacks: [{a: [big]}]}\n");
    const tooLong = "This model's maximum context length is 8 tokens.";
    world.provider.next({ kind: "status", status: 400, message: tooLong }, { kind: "status", status: 400 });
    expect((await ask()).status).toBe(400);
    expect(world.provider.requests.map((request) => request.json()["model"])).toEqual(["gpt-4o", "gpt-4.1"]);
    expect((await ask({ model: "big" })).status).toBe(200);
    world.provider.next({ kind: "status", status: 400 });
    expect((await ask()).status).toBe(400);
    expect(world.provider.requests.map((request) => request.json()["model"]).slice(-2)).toEqual(["gpt-4.1", "gpt-4o"]);
  });

  it("/v1/models lists what a wildcard's provider has, not the pattern, and no hidden alias", async () => {
    await open(
      [
        plain,
        plain.replace("model_name: a", 'model_name: "team/*"').replace("openai/gpt-4o", '"openai/*"'),
        '{model_name: "down/*", litellm_params: {model: "openai/*", api_key: k, api_base: "http://127.0.0.1:9/v1"}}',
      ],
      "router_settings: {model_group_alias: {nick: a, hid: {model: a, hidden: true}}}\n",
    );
    const { data } = (await (await fetch(`${world.url}/v1/models`)).json()) as { data: { id: string }[] };
    const ids = data.map(({ id }) => id);
    expect(ids.slice(0, 2)).toEqual(["a", "nick"]);
    expect(ids.length).toBeGreaterThan(2);
    expect(ids.slice(2).every((id) => id.startsWith("team/") && !id.includes("*"))).toBe(true);
    expect((await ask({ model: "hid" })).status).toBe(200);
  });
});
