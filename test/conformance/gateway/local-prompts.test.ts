import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { completion } from "../../../electron/hosts/package/completion.ts";
import { type GatewayWorld, openWorld } from "./gateway-world.ts";

/** Prompts of a folder behind the gateway and in the package: no Langfuse is asked for them. */

let folder: string;
let world: GatewayWorld;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "promptscope-dotprompt-"));
  writeFileSync(
    join(folder, "hello.prompt"),
    "---\ntemperature: 0.3\n---\nSystem: Be {{ tone | lower }}.\n\nUser: Hi {{ name }}\n",
  );
  writeFileSync(
    join(folder, "own.prompt.yml"),
    "model: openai/gpt-4o\nmessages:\n  - role: user\n    content: Own {{name}}\n",
  );
  world = await openWorld({
    config: `
model_list:
  - model_name: my-dotprompt
    litellm_params: {model: dotprompt/openai/gpt-4o-mini, prompt_id: hello, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}
  - model_name: my-local
    litellm_params: {model: local/openai/gpt-4o-mini, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}
  - model_name: plain
    litellm_params: {model: openai/gpt-4o, temperature: 0.9, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}
  - model_name: small
    litellm_params: {model: openai/gpt-4o-mini, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}
prompts:
  - prompt_id: hello
    litellm_params: {prompt_id: hello, prompt_integration: dotprompt}
  - prompt_id: elsewhere
    litellm_params: {prompt_integration: dotprompt, prompt_file: ${JSON.stringify(join(folder, "hello.prompt"))}}
  - prompt_id: inline
    litellm_params:
      prompt_id: inline
      prompt_integration: dotprompt
      dotprompt_content: |
        ---
        model: small
        temperature: 0.1
        ---
        System: Be {{ tone | upper }}.

        User: {{ name }}
  - prompt_id: inline.v2
    litellm_params:
      prompt_integration: dotprompt
      prompt_data: {content: "Second {{ name }}", metadata: {max_tokens: 7}}
  - prompt_id: keyed
    litellm_params:
      prompt_id: keyed
      prompt_integration: dotprompt
      ignore_prompt_manager_model: true
      ignore_prompt_manager_optional_params: true
      prompt_data: {keyed: {content: "Keyed {{ name }}", metadata: {model: small, max_tokens: 7}}}
  - prompt_id: lost
    litellm_params:
      prompt_integration: dotprompt
      dotprompt_content: "---\\nmodel: no-such-model\\n---\\nHi"
litellm_settings:
  global_prompt_directory: ${JSON.stringify(folder)}
`,
  });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

const lastBody = () => JSON.parse(world.provider.requests.at(-1)?.body ?? "{}") as Record<string, unknown>;

describe("the gateway", () => {
  it("fills LiteLLM's dotprompt/ entries from global_prompt_directory", async () => {
    const answer = await world.post("/v1/chat/completions", {
      model: "my-dotprompt",
      messages: [{ role: "user", content: "ignored" }],
      prompt_variables: { name: "Ada", tone: "KIND" },
    });
    expect(answer.status).toBe(200);
    expect(lastBody()).toMatchObject({
      model: "gpt-4o-mini",
      temperature: 0.3,
      messages: [
        { role: "system", content: "Be kind." },
        { role: "user", content: "Hi Ada" },
      ],
    });
  });

  it("takes prompt_id of the request for local/, and the file as it is at that moment", async () => {
    const ask = () =>
      world.post("/v1/chat/completions", { model: "my-local", prompt_id: "own", prompt_variables: { name: "Bo" } });
    expect((await ask()).status).toBe(200);
    expect(lastBody()).toMatchObject({ model: "gpt-4o", messages: [{ role: "user", content: "Own Bo" }] });
    writeFileSync(join(folder, "own.prompt.yml"), "messages:\n  - role: user\n    content: Changed {{name}}\n");
    expect((await ask()).status).toBe(200);
    expect(lastBody()).toMatchObject({ model: "gpt-4o-mini", messages: [{ role: "user", content: "Changed Bo" }] });
  });

  it("a label is refused in words", async () => {
    const answer = await world.post("/v1/chat/completions", {
      model: "my-local",
      prompt_id: "own",
      prompt_label: "production",
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await answer.text()).toContain("files have no labels");
  });
});

describe("prompts of the config", () => {
  const ask = (body: Record<string, unknown>) =>
    world.post("/v1/chat/completions", { model: "plain", prompt_variables: { name: "Ada", tone: "Kind" }, ...body });

  it.each(["hello", "elsewhere"])("%s is filled from its file and sent to the model the client names", async (id) => {
    expect((await ask({ prompt_id: id })).status).toBe(200);
    expect(lastBody()).toEqual({
      model: "gpt-4o",
      temperature: 0.3,
      messages: [
        { role: "system", content: "Be kind." },
        { role: "user", content: "Hi Ada" },
      ],
    });
  });

  it("a text of the config itself: its head names a model of the config and wins over the client's parameters", async () => {
    expect((await ask({ prompt_id: "inline", temperature: 1, seed: 3 })).status).toBe(200);
    expect(lastBody()).toEqual({
      model: "gpt-4o-mini",
      temperature: 0.1,
      seed: 3,
      messages: [
        { role: "system", content: "Be KIND." },
        { role: "user", content: "Ada" },
      ],
    });
  });

  it("prompt_version is the id with .v behind, as LiteLLM has it", async () => {
    expect((await ask({ prompt_id: "inline", prompt_version: 2 })).status).toBe(200);
    expect(lastBody()).toMatchObject({ max_tokens: 7, messages: [{ role: "user", content: "Second Ada" }] });
    const third = await ask({ prompt_id: "inline", prompt_version: 3 });
    expect(third.status).toBe(400);
    expect(await third.text()).toContain("inline.v3");
  });

  it("the ignore_… keys leave model and parameters to the call", async () => {
    expect((await ask({ prompt_id: "keyed" })).status).toBe(200);
    expect(lastBody()).toEqual({
      model: "gpt-4o",
      temperature: 0.9,
      messages: [{ role: "user", content: "Keyed Ada" }],
    });
  });

  it.each(["hello", "inline"])("%s has no labels, and is not sent by one", async (id) => {
    const answer = await ask({ prompt_id: id, prompt_label: "production" });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await answer.text()).toContain("files have no labels");
  });

  it("a head with a model that the config has not is refused in words, and so is an id that stands nowhere", async () => {
    const lost = await ask({ prompt_id: "lost" });
    expect(lost.status).toBe(400);
    expect(await lost.text()).toContain("no-such-model");
    expect((await ask({ prompt_id: "nowhere" })).status).toBe(400);
  });
});

describe("the package", () => {
  it("takes local/ and dotprompt/ models with global_prompt_directory", async () => {
    vi.stubEnv("OPENAI_API_KEY", "sk-canary-openai-7d1f0a9b2c");
    vi.stubEnv("OPENAI_BASE_URL", world.provider.baseUrl("openai"));
    const options = { prompt_variables: { name: "Cy", tone: "Calm" }, global_prompt_directory: folder };
    await completion({ model: "dotprompt/openai/gpt-4o-mini", prompt_id: "hello", ...options });
    expect(lastBody()).toMatchObject({ messages: [{ content: "Be calm." }, { content: "Hi Cy" }] });
    await completion({ model: "local/openai/gpt-4o-mini", prompt_id: "own", ...options });
    expect(lastBody()).toMatchObject({ messages: [{ content: "Changed Cy" }] });
    const unnamed = completion({ model: "local/gpt-4o", prompt_id: "own" });
    await expect(unnamed).rejects.toThrow("No folder of local prompts is named");
  });
});
