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
