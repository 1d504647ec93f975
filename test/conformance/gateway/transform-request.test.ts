import { afterEach, describe, expect, it } from "vitest";
import { canary, type GatewayWorld, openWorld, pageConfig, pagePrompt } from "./gateway-world.ts";

const config = `${pageConfig}  - {model_name: plain, litellm_params: {model: openai/gpt-4o, api_key: os.environ/PROVIDER_KEY, extra_headers: {x-team: blue, x-token: os.environ/PROVIDER_KEY}}}
  - {model_name: azure, litellm_params: {model: azure/dep, api_base: "https://x.openai.azure.com", api_version: "2024-10-21", api_key: os.environ/PROVIDER_KEY}}
  - {model_name: claude, litellm_params: {model: anthropic/claude-3-5-sonnet-20240620, api_key: os.environ/PROVIDER_KEY}}
  - {model_name: local, litellm_params: {model: openai/llama, api_base: PROVIDER_URL, api_key: none}}
  - {model_name: unkeyed, litellm_params: {model: openai/llama, api_base: PROVIDER_URL}}
`;
const messages = [{ role: "user", content: "Hi" }];

let world: GatewayWorld;
afterEach(() => world.close());

async function transform(body: object): Promise<Record<string, unknown>> {
  const response = await world.post("/utils/transform_request", {
    call_type: "completion",
    request_body: { messages, ...body },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

describe("/utils/transform_request", () => {
  it("shows full address, body and masked headers of every API, and sends nothing (LiteLLM sends a failing request)", async () => {
    world = await openWorld({ config, prompts: [pagePrompt] });
    const plain = await transform({ model: "plain", temperature: 0.2 });
    expect(plain).toEqual({
      raw_request_api_base: "https://api.openai.com/v1/chat/completions",
      raw_request_body: { model: "gpt-4o", messages, temperature: 0.2 },
      raw_request_headers: expect.objectContaining({
        authorization: "Bearer sk-…6789",
        "x-team": "blue",
        "x-token": "sk-…6789",
      }),
      error: null,
    });
    expect((await transform({ model: "azure" }))["raw_request_api_base"]).toBe(
      "https://x.openai.azure.com/openai/deployments/dep/chat/completions?api-version=2024-10-21",
    );
    const claude = await transform({ model: "claude" });
    expect(claude["raw_request_api_base"]).toBe("https://api.anthropic.com/v1/messages");
    expect(claude["raw_request_body"]).toMatchObject({ max_tokens: 4096 });
    const prompt = await transform({ model: "my-langfuse-model", prompt_variables: { user_message: "filled" } });
    expect(JSON.stringify(prompt["raw_request_body"])).toContain("filled");
    expect(JSON.stringify([plain, claude, prompt])).not.toContain(canary);
    expect(world.provider.requests).toHaveLength(0);
    expect(world.calls).toHaveLength(0);
  });

  it("a request that cannot be built is an error in words", async () => {
    world = await openWorld({ config, prompts: [pagePrompt] });
    expect(await transform({ model: "nowhere" })).toEqual({ error: expect.stringContaining("Invalid model name") });
    expect(await transform({ model: "plain", api_base: "http://evil" })).toEqual({
      error: expect.stringContaining("api_base"),
    });
    expect((await world.post("/utils/transform_request", {})).status).toBe(400);
  });
});

describe("keys of an entry", () => {
  it("the environment's key never goes to an address the config set; none means none", async () => {
    const variables = { OPENAI_API_KEY: "sk-of-the-environment-0123" };
    world = await openWorld({ config, variables });
    const unkeyed = await world.post("/v1/chat/completions", { model: "unkeyed", messages });
    expect([unkeyed.status, await unkeyed.text()]).toEqual([
      401,
      expect.stringContaining("never sent to a base URL that was set elsewhere"),
    ]);
    expect(world.provider.requests).toHaveLength(0);
    expect((await world.post("/v1/chat/completions", { model: "local", messages })).status).toBe(200);
    expect(JSON.stringify(world.provider.requests[0]?.headers)).not.toMatch(/environment|canary/);
  });
});
