import { scoreCell } from "@engine/evaluators/score-cell.ts";
import { createJudges } from "@engine/experiments/judging/judges.ts";
import type { Evaluator } from "@shared/domain/experiment/evaluator.ts";
import { evaluatorSchema } from "@shared/domain/experiment/evaluator.ts";
import type { HumanRating } from "@shared/domain/experiment/human-rating.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import { describe, expect, it } from "vitest";
import { sampleRun } from "../history/sample-run.ts";

const signal = new AbortController().signal;
const judge: Evaluator = {
  type: "judge-pairwise",
  name: "nicer",
  model: "openai/gpt-judge",
  rubric: "Friendlier to {{name}}",
  against: "base",
  pass: ">= 0.5",
};

/** Says one thing where the own answer stands first and another where it stands second. */
function judging(asFirst: string, asSecond: string) {
  const asked: { request: RunRequest; name: string }[] = [];
  const judges = createJudges(async (request, name): Promise<RunRecord> => {
    asked.push({ request, name });
    const run = sampleRun(1);
    const text = name.includes(encodeURIComponent("A/B")) ? asFirst : asSecond;
    return {
      ...run,
      request,
      state: "finished",
      outcome: { kind: "completed", finishReason: "stop" },
      output: { ...run.output, text, refusal: "", toolCalls: [] },
    };
  });
  return { asked, judges };
}
const says = (winner: unknown) => JSON.stringify({ reason: "It is.", winner });
const own = { answer: { text: "Hello Ann", refusal: "", toolCalls: [] }, row: { variables: { name: "Ann" } } };
const answerOf = async (variant: string) => (variant === "base" ? "Hi" : undefined);

function compare(asFirst: string, asSecond: string, evaluator: Evaluator = judge) {
  const { judges } = judging(asFirst, asSecond);
  return scoreCell(evaluator, own, signal, judges.of("1/edit/0", { answerOf }));
}

describe("a judge of two answers", () => {
  it("passes ten and fails ten", async () => {
    const [a, b, tie] = [says("A"), says("B"), says("tie")];
    const passing: [string, string, number][] = [
      [a, b, 1],
      [says("a"), says("b"), 1],
      [`\`\`\`json\n${a}\n\`\`\``, b, 1],
      [`So: ${a}`, ` ${b} `, 1],
      // The order alone decides.
      [a, a, 0.5],
      [b, b, 0.5],
      [tie, tie, 0.5],
      [a, tie, 0.5],
      [tie, b, 0.5],
      [says(" TIE "), a, 0.5],
    ];
    for (const [first, second, value] of passing)
      expect({ first, second, found: await compare(first, second) }).toMatchObject({ found: { value, passed: true } });
    const strict: Evaluator = { ...judge, pass: ">= 0.8" };
    for (const [first, second] of passing.slice(4))
      expect(await compare(first, second, strict)).toMatchObject({ passed: false });
    for (const [first, second] of [
      [b, a],
      [says("b"), says("a")],
      [`\`\`\`\n${b}\n\`\`\``, a],
      [`No: ${b}`, a],
    ] as const)
      expect(await compare(first, second)).toMatchObject({ value: 0, passed: false });
  });

  it("that is broken gives no score: no winner, no answer, a judge that is gone", async () => {
    for (const broken of ["", "A", "[]", says("C"), says(1), says(null), '{"reason":"x"}']) {
      expect(await compare(broken, says("B"))).toMatchObject({ error: expect.stringContaining("judge") });
      expect(await compare(says("A"), broken)).toMatchObject({ error: expect.stringContaining("judge") });
    }
    const nobody = createJudges();
    expect(await scoreCell(judge, own, signal, nobody.of("1/edit/0", { answerOf }))).toMatchObject({
      error: expect.stringContaining("not been judged"),
    });
  });

  it("is asked in both orders with the rule, waits for the other answer, and asks nothing of the same text", async () => {
    const { asked, judges } = judging(says("A"), says("B"));
    expect(await scoreCell(judge, own, signal, judges.of("1/edit/0"))).toMatchObject({
      error: expect.stringContaining("not there"),
    });
    const same = { ...own, answer: { ...own.answer, text: "Hi" } };
    expect(await scoreCell(judge, same, signal, judges.of("1/edit/0", { answerOf }))).toMatchObject({ value: 0.5 });
    expect(await scoreCell(judge, own, signal, judges.of("1/base/0", { answerOf }))).toMatchObject({ value: 0.5 });
    expect(asked).toEqual([]);
    await scoreCell(judge, own, signal, judges.of("1/edit/0", { answerOf }));
    expect(asked.map(({ request }) => request.clientMessages.at(-1)?.content)).toEqual([
      "Rule:\nFriendlier to Ann\n\nAnswer A:\nHello Ann\n\nAnswer B:\nHi",
      "Rule:\nFriendlier to Ann\n\nAnswer A:\nHi\n\nAnswer B:\nHello Ann",
    ]);
    // Held against what the row expects.
    const { against: _, ...rest } = judge as Extract<Evaluator, { type: "judge-pairwise" }>;
    const toExpected: Evaluator = { ...rest, value: "{{expected}}" };
    const row = { ...own.row, expected: "Dear Ann" };
    expect(await scoreCell(toExpected, { ...own, row }, signal, judges.of("1/base/0"))).toMatchObject({ value: 1 });
    expect(asked[2]?.request.clientMessages.at(-1)?.content).toContain("Answer B:\nDear Ann");
  });
});

describe("people", () => {
  const rated = (evaluator: Evaluator, rating: HumanRating | null) =>
    scoreCell(evaluator, own, signal, createJudges().of("1/edit/0", { rating }));
  const [pass, stars, label]: Evaluator[] = [
    { type: "human", form: "pass" },
    { type: "human", form: "stars", pass: ">= 3" },
    { type: "human", form: "label", labels: ["good", "fine", "bad"], passes: ["good", "fine"] },
  ];

  it("let ten pass and ten not", async () => {
    const passing: [Evaluator | undefined, HumanRating, unknown][] = [
      [pass, { passed: true }, true],
      [pass, { passed: true, note: "warm" }, true],
      [pass, { passed: true, stars: 1 }, true],
      [pass, { passed: true, label: "bad" }, true],
      [stars, { stars: 3 }, 0.5],
      [stars, { stars: 4 }, 0.75],
      [stars, { stars: 5 }, 1],
      [stars, { stars: 5, passed: false }, 1],
      [label, { label: "good" }, "good"],
      [label, { label: "fine", stars: 1 }, "fine"],
    ];
    const failing: [Evaluator | undefined, HumanRating, unknown][] = [
      [pass, { passed: false }, false],
      [pass, { passed: false, note: "cold" }, false],
      [pass, { passed: false, stars: 5 }, false],
      [pass, { passed: false, label: "good" }, false],
      [stars, { stars: 1 }, 0],
      [stars, { stars: 2 }, 0.25],
      [stars, { stars: 1, passed: true }, 0],
      [stars, { stars: 2, label: "good" }, 0.25],
      [label, { label: "bad" }, "bad"],
      [label, { label: "odd" }, "odd"],
    ];
    for (const [list, passed] of [
      [passing, true],
      [failing, false],
    ] as const)
      for (const [evaluator, rating, value] of list)
        expect(evaluator && (await rated(evaluator, rating))).toMatchObject({ value, passed });
  });

  it("that have not judged give no score", async () => {
    for (const evaluator of [pass, stars, label]) {
      for (const rating of [null, {}, { note: "hm" }])
        expect(evaluator && (await rated(evaluator, rating))).toMatchObject({
          error: expect.stringContaining("No person"),
        });
    }
    expect(evaluatorSchema().safeParse({ type: "human", form: "pass", labels: ["a"] })).toMatchObject({
      success: false,
    });
    expect(evaluatorSchema().safeParse({ type: "human", form: "label", pass: ">= 3" })).toMatchObject({
      success: false,
    });
  });
});
