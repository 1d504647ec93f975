import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type GatewayWorld, openWorld, pageConfig, pagePrompt } from "./gateway-world.ts";

let world: GatewayWorld;
beforeEach(async () => {
  world = await openWorld({ config: pageConfig, prompts: [pagePrompt] });
});
afterEach(() => world.close());

const filled = [
  { role: "system", content: "You are a helpful assistant." },
  { role: "user", content: "this is used" },
];

describe("the OpenAI Python SDK", () => {
  // What the SDK puts on the wire for the page's example. `npm run compat` asks with the SDK itself.
  it("is understood: extra_body at the top of the body, and its own headers", async () => {
    const body = {
      messages: [{ role: "user", content: "This will be ignored" }],
      model: "my-langfuse-model",
      prompt_variables: { user_message: "this is used" },
    };
    const headers = {
      authorization: "Bearer anything",
      "user-agent": "OpenAI/Python 2.8.1",
      "x-stainless-lang": "python",
      "x-stainless-retry-count": "0",
      "x-stainless-read-timeout": "600",
    };
    expect((await world.post("/v1/chat/completions", body, headers)).status).toBe(200);
    expect(world.provider.requests[0]?.json()).toEqual({ model: "gpt-3.5-turbo", messages: filled });
    expect(JSON.stringify(world.provider.requests[0]?.headers)).not.toMatch(/stainless|anything|Python/);
  });
});
