import type { Message } from "@shared/domain/message/message.ts";
import { partsOf } from "@shared/domain/run/output-parts.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demand, demandingServers, thoughtfulCall } from "../../fakes/provider/demanding-servers.ts";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

/** A conversation over the wire: the fake Anthropic refuses a thought whose signature is not the one it gave. */
let bench: EngineBench;
beforeAll(async () => {
  bench = await openEngineBench();
});
afterAll(() => bench.close());

const question: Message = { role: "user", content: "Think." };
const model = "anthropic/claude-sonnet-4-5";
const thinking = { thinking: { type: "enabled", budget_tokens: 1024 }, max_tokens: 2048 };

describe.each([true, false])("an answer with thoughts, stream %s", (stream) => {
  async function firstTurn(): Promise<Message> {
    bench.provider.next({ kind: "answer", answer: { reasoning: "Let me see.", text: "Seen." } });
    const { record } = await bench.run(runRequest({ model, clientMessages: [question], stream, parameters: thinking }));
    expect(record.output).toMatchObject({ text: "Seen.", reasoning: "Let me see." });
    return { role: "assistant", content: record.output.text, output_parts: partsOf(record.output) };
  }

  it("goes back to Anthropic with its signature, and to nobody else", async () => {
    const turn = await firstTurn();
    const clientMessages = [question, turn, { role: "user", content: "And?" }];
    const before = bench.provider.requests.length;
    const again = await bench.run(runRequest({ model, clientMessages, stream, parameters: thinking }));
    expect(again.record.outcome?.kind).toBe("completed");
    expect(bench.provider.requests[before]?.json()).toMatchObject({
      messages: [
        { role: "user" },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "Let me see.", signature: "c2ln" },
            { type: "text", text: "Seen." },
          ],
        },
        { role: "user" },
      ],
    });
    const other = await bench.run(runRequest({ model: "openai/gpt-4o", clientMessages, stream }));
    expect(other.record.warnings).toContainEqual(expect.objectContaining({ code: "turn_parts_left_out" }));
    const sent = JSON.stringify(bench.provider.requests.at(-1)?.json());
    expect(sent).toContain("Seen.");
    expect(sent).not.toMatch(/c2ln|output_parts|Let me see/);
  });
});

describe.each(demandingServers)("a tool call that $model thought about", (demanding) => {
  const { model, base, key, parameters } = demanding;
  let server: FakeProvider;
  let own: EngineBench;
  beforeAll(async () => {
    server = await startFakeProvider();
    own = await openEngineBench({
      environment: { [base]: demand(server, demanding), [key]: "canary-key-0a1b2c3d" },
    });
  });
  afterAll(async () => {
    await own.close();
    await server.close();
  });

  it.each([true, false])(
    "goes back with what the server demands, and to OpenAI without it, stream %s",
    async (stream) => {
      server.next({ kind: "answer", answer: thoughtfulCall(demanding) });
      const request = { stream, parameters };
      const { record } = await own.run(runRequest({ ...request, model, clientMessages: [question] }));
      const turn: Message = {
        role: "assistant",
        content: record.output.text || null,
        tool_calls: record.output.toolCalls,
        output_parts: partsOf(record.output),
      };
      const clientMessages = [question, turn, { role: "tool", tool_call_id: "c1", content: "Seen." }];
      const again = await own.run(runRequest({ ...request, model, clientMessages }));
      expect(again.record.outcome).toMatchObject({ kind: "completed" });
      expect(again.record.warnings.map(({ code }) => code)).not.toContain("turn_parts_left_out");
      const { thinking: _, ...ofOpenAi } = parameters;
      const other = await own.run(runRequest({ stream, parameters: ofOpenAi, model: "openai/gpt-4o", clientMessages }));
      expect(other.record.outcome).toMatchObject({ kind: "completed" });
      expect(own.provider.requests.at(-1)?.body).not.toMatch(/Let me see|c2ln/);
    },
  );
});
