import type { RunRecord } from "@shared/domain/run/run.ts";
import { describe, expect, it } from "vitest";
import { comparisonLines } from "../../../../electron/hosts/cli/comparison-lines.ts";
import { columnsOf } from "../../../../electron/hosts/cli/table.ts";

const answer = "Paris is the capital of France, and has been for most of its history as a kingdom and a republic.";
const record = {
  output: { text: answer, refusal: "", toolCalls: [] },
  outcome: { kind: "completed", finishReason: "stop" },
  metrics: { totalMs: 1200, ttftMs: 300, usage: { inputTokens: 12, outputTokens: 30 }, cost: { usd: 0.0012 } },
} as unknown as RunRecord;
const compared = ["openai/gpt-4o-mini", "anthropic/claude-sonnet-4-5"].map((model) => ({ model, record }));

describe("the table of compare", () => {
  it("at 80 columns the answer has a line of its own (it was cut to “He…”)", () => {
    const lines = comparisonLines(compared, false, 80);
    expect(lines).toHaveLength(5);
    expect(lines[0]).not.toContain("ANSWER");
    expect(lines[2]).toMatch(/^ {2}Paris is the capital of France, and has been for most of its history as a k/);
    expect(lines.every((line) => columnsOf(line) <= 80)).toBe(true);
  });

  it("where there is room, or nobody limits it, it stands beside the figures", () => {
    for (const width of [140, undefined]) {
      const lines = comparisonLines(compared, false, width);
      expect(lines).toHaveLength(3);
      expect(lines[0]).toMatch(/ANSWER$/);
      expect(lines[1]).toContain("Paris is the capital of France");
    }
  });

  it("--full, which prints the whole answers below, does not say them twice on a narrow terminal", () => {
    expect(comparisonLines(compared, true, 80)).toHaveLength(3);
  });
});
