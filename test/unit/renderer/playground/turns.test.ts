import { partsOfTurn } from "@shared/domain/message/output-part.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import { describe, expect, it } from "vitest";
import { answerMessage } from "../../../../renderer/features/playground/conversation/turns.ts";
import type { RunView } from "../../../../renderer/stores/run/runs.ts";

const call = { id: "c1", type: "function" as const, function: { name: "look", arguments: "{}" } };
const runOf = (output: Partial<RunView["output"]>) => ({ output: { ...emptyOutput(), ...output } }) as RunView;

describe("an answer as the next message", () => {
  it("keeps what was thought before a tool call: DeepSeek refuses the results without it", () => {
    const message = answerMessage(runOf({ reasoning: "Hm.", toolCalls: [call] }));
    expect(message && partsOfTurn(message)).toEqual([
      { type: "reasoning", text: "Hm." },
      { type: "tool_call", call },
    ]);
  });

  it("is its text alone where nobody wants its thoughts back", () => {
    expect(answerMessage(runOf({ reasoning: "Hm.", text: "Yes." }))).toEqual({ role: "assistant", content: "Yes." });
  });
});
