import { environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { toCompletion } from "@engine/gateway/forms/chat/completion.ts";
import { createRunner } from "@engine/runner.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { RunOutput } from "@shared/domain/run/stream-event.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCompletion } from "../../../electron/hosts/package/completion.ts";
import { runRequest } from "../engine/open-engine.ts";
import { canary, type GatewayWorld, openWorld } from "./gateway-world.ts";

const config = `
model_list:
  - {model_name: gpt, litellm_params: {model: openai/m, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}}
  - {model_name: claude, litellm_params: {model: anthropic/m, api_key: os.environ/PROVIDER_KEY, api_base: ORIGIN}}
router_settings: {num_retries: 0}
`;
const messages = [{ role: "user", content: "Hi" }];

let world: GatewayWorld;
beforeAll(async () => {
  world = await openWorld({ config });
});
afterAll(() => world.close());

function runnerBeside() {
  const environment = readEnvironment({
    OPENAI_API_KEY: canary,
    OPENAI_BASE_URL: world.provider.baseUrl("openai"),
    ANTHROPIC_API_KEY: canary,
    ANTHROPIC_BASE_URL: world.provider.origin,
  });
  return createRunner({ ...environmentOnly(), environment });
}

describe.each([
  ["gpt", "openai/m"],
  ["claude", "anthropic/m"],
])("a refusal of %s", (name, model) => {
  it.each([404, 403, 422])("%i is recorded in a call as in a run: code, words, request id", async (status) => {
    const script = { kind: "status" as const, status, message: "no such thing", headers: { "x-request-id": "req_9" } };
    world.provider.next(script, script);
    const before = world.calls.length;
    const response = await world.post("/chat/completions", { model: name, messages });
    expect(response.status).toBe(status);
    const [call] = (await world.ended(before + 1)).slice(before);
    const runner = runnerBeside();
    const run = await runner.run(runRequest({ model, clientMessages: messages }), {
      signal: new AbortController().signal,
    });
    await runner.close();
    expect(call?.record.outcome).toEqual(run.outcome);
    expect(run.outcome).toMatchObject({ error: { requestId: "req_9", detail: expect.stringContaining("no such") } });
  });

  it("408 is the provider not being there, in a call as in a run", async () => {
    world.provider.next({ kind: "status", status: 408, message: "too slow" });
    const before = world.calls.length;
    await world.post("/chat/completions", { model: name, messages });
    const [call] = (await world.ended(before + 1)).slice(before);
    expect(call?.record.outcome).toMatchObject({ error: { code: "provider_unavailable", status: 408 } });
  });
});

describe("an answer in OpenAI's form", () => {
  it("is the same body from the gateway and from the library", async () => {
    const answer = { text: "", toolCalls: [{ id: "toolu_1", name: "w", arguments: "{}" }] };
    world.provider.next({ kind: "answer", answer }, { kind: "answer", answer });
    const tools = [{ type: "function", function: { name: "w", parameters: { type: "object", properties: {} } } }];
    const asked = { messages, tools };
    const response = await world.post("/chat/completions", { model: "claude", ...asked });
    const { id: _a, created: _b, ...gateway } = (await response.json()) as Record<string, unknown>;
    const runner = runnerBeside();
    const whole = await createCompletion(() => runner)({ model: "anthropic/m", ...asked });
    await runner.close();
    const { id: _c, created: _d, ...library } = whole as unknown as Record<string, unknown>;
    // The gateway's clients are told the name they asked for, the library's caller what the server says.
    expect(gateway).toEqual({ ...library, model: "claude" });
  });

  const shape = (given: Partial<RunOutput>) =>
    toCompletion({ id: "i", created: 1, model: "m" }, { ...emptyOutput(), ...given }).choices[0];

  it("says null where OpenAI does: beside a refusal and beside tool calls, never beside text", () => {
    expect(shape({ refusal: "No." })?.message).toMatchObject({ content: null, refusal: "No." });
    expect(shape({ text: "Yes." })?.message).toMatchObject({ content: "Yes.", refusal: null });
    expect(shape({})).toMatchObject({ message: { content: "" }, logprobs: null, finish_reason: "stop" });
  });

  it("gives every tool call an id, by which clients answer it", () => {
    const called = { type: "function" as const, function: { name: "f", arguments: "{}" } };
    const toolCalls = [
      { ...called, id: "a" },
      { ...called, id: "" },
    ];
    expect(shape({ toolCalls })?.message.tool_calls?.map(({ id }) => id)).toEqual(["a", "call_1"]);
  });
});
