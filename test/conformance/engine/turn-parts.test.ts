import type { Message } from "@shared/domain/message/message.ts";
import { partsOf } from "@shared/domain/run/output-parts.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
