import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demand, demandingServers, messageOfChunks, thoughtfulCall } from "../../fakes/provider/demanding-servers.ts";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";
import { type GatewayWorld, openWorld } from "./gateway-world.ts";

/*
 * Tool loops over models that think, as a client has them: it puts the assistant's message back as it came. What is
 * lost on the way there or back is a 400 of the provider at the second turn.
 */
describe.each(demandingServers)("a tool call that $model thought about", (server) => {
  let fake: FakeProvider;
  let world: GatewayWorld;
  beforeAll(async () => {
    fake = await startFakeProvider();
    const target = `{model: ${server.model}, api_key: os.environ/PROVIDER_KEY, api_base: "${demand(fake, server)}"}`;
    world = await openWorld({
      config: `
model_list:
  - {model_name: thinks, litellm_params: ${target}}
  - {model_name: prompted, litellm_params: {model: langfuse/thinks, prompt_id: look}}
`,
      prompts: [{ name: "look", prompt: "Look around.", labels: ["production"] }],
    });
  });
  afterAll(async () => {
    await world.close();
    await fake.close();
  });

  async function ask(model: string, stream: boolean, messages: JsonObject[]): Promise<JsonObject> {
    const body = { model, messages, ...server.parameters };
    const create = world.client().chat.completions.create.bind(world.client().chat.completions);
    if (stream) {
      const chunks: JsonValue[] = [];
      const asked = { ...body, stream: true } as unknown as OpenAI.ChatCompletionCreateParamsStreaming;
      for await (const chunk of await create(asked)) chunks.push(chunk as unknown as JsonValue);
      return messageOfChunks(chunks);
    }
    const whole = await create(body as unknown as OpenAI.ChatCompletionCreateParamsNonStreaming);
    return { ...whole.choices[0]?.message } as unknown as JsonObject;
  }

  it.each([
    ["thinks", true],
    ["thinks", false],
    ["prompted", true],
    ["prompted", false],
  ])("%s: goes back with what the server demands, stream %s", async (model, stream) => {
    fake.next({ kind: "answer", answer: thoughtfulCall(server) });
    const question = { role: "user", content: "Where are you?" };
    const turn = await ask(model, stream, [question]);
    expect(JSON.stringify(turn)).toMatch(server.back === "reasoning_content" ? "Let me see." : server.back);
    const result = { role: "tool", tool_call_id: "c1", content: "A room." };
    const answer = await ask(model, stream, [question, turn, result]);
    expect(answer["content"]).toBe("Hello from the fake provider.");
  });
});
