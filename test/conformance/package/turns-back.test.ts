import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completion } from "../../../electron/hosts/package/completion.ts";
import type { ChatMessage, CompletionOptions } from "../../../electron/hosts/package/types.ts";
import { demand, demandingServers, messageOfChunks, thoughtfulCall } from "../../fakes/provider/demanding-servers.ts";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";

/** Tool loops over models that think: the caller puts the assistant's message back as it came. */
describe.each(demandingServers)("a tool call that $model thought about", (server) => {
  let fake: FakeProvider;
  let address: string;
  beforeAll(async () => {
    fake = await startFakeProvider();
    address = demand(fake, server);
  });
  afterAll(() => fake.close());

  async function ask(stream: boolean, messages: JsonObject[]): Promise<JsonObject> {
    const options: CompletionOptions = {
      ...server.parameters,
      model: server.model,
      messages: messages as unknown as ChatMessage[],
      api_key: "sk-canary-of-a-thinker-77",
      api_base: address,
    };
    if (!stream) {
      const whole = await completion({ ...options, stream: false });
      return { ...whole.choices[0]?.message } as unknown as JsonObject;
    }
    const chunks: JsonValue[] = [];
    for await (const chunk of await completion({ ...options, stream: true }))
      chunks.push(chunk as unknown as JsonValue);
    return messageOfChunks(chunks);
  }

  it.each([true, false])("goes back with what the server demands, stream %s", async (stream) => {
    fake.next({ kind: "answer", answer: thoughtfulCall(server) });
    const question = { role: "user", content: "Where are you?" };
    const turn = await ask(stream, [question]);
    const answer = await ask(stream, [question, turn, { role: "tool", tool_call_id: "c1", content: "A room." }]);
    expect(answer["content"]).toBe("Hello from the fake provider.");
  });
});
