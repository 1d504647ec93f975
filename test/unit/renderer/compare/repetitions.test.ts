import { emptyDraft } from "@shared/domain/prompt/draft.ts";
import { answerJson, answerText } from "@shared/domain/run/answer-text.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import { defaultPreferences } from "@shared/domain/settings.ts";
import { describe, expect, it } from "vitest";
import { shuffled } from "../../../../renderer/features/playground/compare/blind-vote.ts";
import { spreadOf, summarizeRepetitions } from "../../../../renderer/features/playground/compare/repetition-summary.ts";
import { buildRunRequest } from "../../../../renderer/stores/run/run-request.ts";
import type { RunView } from "../../../../renderer/stores/run/runs.ts";

const request = buildRunRequest(emptyDraft, { id: "a", modelOverride: null, parameters: {} }, defaultPreferences);
const finished = (text: string, totalMs: number, tokens?: number): RunView => ({
  runId: "r",
  state: "finished",
  request,
  startedAt: 0,
  output: { ...emptyOutput(), text, usage: tokens === undefined ? {} : { outputTokens: tokens } },
  warnings: [],
  outcome: { kind: "completed", finishReason: "stop" },
  metrics: { totalMs, usage: {}, attempts: 1 },
});
const failed: RunView = {
  ...finished("half an ans", 5),
  outcome: {
    kind: "truncated",
    error: { code: "truncated", stage: "stream", message: "cut", actions: [] },
  },
};
const stopped: RunView = {
  ...finished("half an ans", 5),
  outcome: { kind: "cancelled", error: { code: "cancelled", stage: "request", message: "Stopped.", actions: [] } },
};
const running: RunView = { ...finished("half", 5), state: "streaming" };

describe("repetitions", () => {
  it("counts the same answers together, the largest group first, each with its places", () => {
    const runs = [finished("a", 1), finished("b", 1), finished("a", 1), finished("a", 1)];
    expect(summarizeRepetitions(runs).groups).toEqual([
      { text: "a", repetitions: [0, 2, 3] },
      { text: "b", repetitions: [1] },
    ]);
  });

  it("takes neither failed nor running ones for answers, and says how many failed", () => {
    const summary = summarizeRepetitions([finished("a", 10), failed, running]);
    expect(summary).toMatchObject({ finished: 2, failed: 1, latency: { least: 10, most: 10 } });
    expect(summary.groups).toHaveLength(1);
  });

  it("counts what was stopped apart (a Stop told as five failures)", () => {
    const summary = summarizeRepetitions([finished("a", 10), failed, stopped, stopped]);
    expect(summary).toMatchObject({ finished: 4, failed: 1, stopped: 2 });
    expect(summary.groups).toHaveLength(1);
  });

  it("measures length in tokens only when every answer was counted", () => {
    expect(summarizeRepetitions([finished("abc", 1, 7), finished("ab", 1, 9)]).length).toMatchObject({
      unit: "tokens",
      least: 7,
      most: 9,
    });
    expect(summarizeRepetitions([finished("abc", 1, 7), finished("ab", 1)]).length).toMatchObject({
      unit: "characters",
      least: 2,
      most: 3,
    });
  });

  it("has no spread of nothing, and a median between the middle two", () => {
    expect(spreadOf([])).toBeUndefined();
    expect(spreadOf([4, 1, 2, 3])).toEqual({ least: 1, median: 2.5, most: 4 });
    expect(spreadOf([9, 1, 2])).toEqual({ least: 1, median: 2, most: 9 });
  });
});

describe("answers to be compared", () => {
  const call = (given: string) => ({
    id: "1",
    type: "function" as const,
    function: { name: "find", arguments: given },
  });

  it("compares tool calls by their arguments and not by the white space in them", () => {
    const one = answerText({ ...emptyOutput(), toolCalls: [call('{"a":1}')] });
    const other = answerText({ ...emptyOutput(), toolCalls: [call('{ "a" : 1 }')] });
    expect(one).toBe(other);
  });

  it("finds JSON in a fence, and none in prose", () => {
    expect(answerJson({ ...emptyOutput(), text: '```json\n{"a":1}\n```' })).toEqual({ a: 1 });
    expect(answerJson({ ...emptyOutput(), text: "Sure! {" })).toBeUndefined();
  });
});

describe("a blind vote", () => {
  it("shows every answer exactly once, in an order that the numbers decide", () => {
    expect(shuffled(["a", "b", "c"], () => 0.99)).toEqual(["c", "b", "a"]);
    expect(shuffled(["a", "b", "c"]).toSorted()).toEqual(["a", "b", "c"]);
  });
});
