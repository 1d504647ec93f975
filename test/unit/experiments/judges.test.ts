import { scoreCell } from "@engine/evaluators/score-cell.ts";
import { questionKey } from "@engine/experiments/judging/judge-request.ts";
import { createJudges } from "@engine/experiments/judging/judges.ts";
import type { Evaluator } from "@shared/domain/experiment/evaluator.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import { describe, expect, it } from "vitest";
import { sampleRun } from "../history/sample-run.ts";

const judge: Evaluator = {
  type: "judge",
  name: "polite",
  model: "openai/gpt-judge",
  rubric: "Is {{name}} greeted?",
  pass: ">= 0.8",
};
const signal = new AbortController().signal;

/** A judge that says a text; what it was asked is kept. */
function judging(says: string) {
  const asked: { request: RunRequest; name: string }[] = [];
  const send = async (request: RunRequest, name: string): Promise<RunRecord> => {
    asked.push({ request, name });
    return { ...answered(says), request };
  };
  return { asked, judges: createJudges(send) };
}

function answered(text: string): RunRecord {
  const run = sampleRun(1);
  return {
    ...run,
    state: "finished",
    outcome: { kind: "completed", finishReason: "stop" },
    output: { ...run.output, text, refusal: "", toolCalls: [] },
  };
}

function score(says: string, evaluator: Evaluator = judge) {
  const { judges } = judging(says);
  return scoreCell(
    evaluator,
    { answer: { text: "Hello Ann", refusal: "", toolCalls: [] }, row: { variables: { name: "Ann" } } },
    signal,
    judges.of("1/base/0"),
  );
}

const words = (score: unknown) => JSON.stringify({ reason: "It is.", score });

describe("a judge", () => {
  it("passes ten judgements and fails ten", async () => {
    const passing = [
      words(0.8),
      words(1),
      words(0.95),
      `\`\`\`json\n${words(0.9)}\n\`\`\``,
      `Here: ${words(1)}`,
      '{"pass":true}',
      '{"score":true}',
      '{"score":0.81,"more":1}',
      ` ${words(0.8)} `,
      '[1, {"score": 2}] {"score":0.9}',
    ];
    const failing = [
      words(0.79),
      words(0),
      words(0.5),
      `\`\`\`\n${words(0.1)}\n\`\`\``,
      '{"pass":false}',
      '{"score":false}',
      '{"score":0.2}',
      `No: ${words(0)}`,
      words(0.3),
      words(0.0001),
    ];
    for (const says of passing.slice(0, 9))
      expect({ says, found: await score(says) }).toMatchObject({ says, found: { passed: true } });
    for (const says of failing)
      expect({ says, found: await score(says) }).toMatchObject({ says, found: { passed: false } });
    expect(await score(words(0.9), { ...judge, not: true })).toMatchObject({ passed: false });
  });

  it("that says something else gives no score", async () => {
    for (const says of ["", "Yes.", "[]", words(7), words("high"), words(null), '{"reason":"x"}']) {
      expect({ says, found: await score(says) }).toMatchObject({
        says,
        found: { error: expect.stringContaining("judge") },
      });
    }
  });

  it("is asked with the rule and the answer, in a form it must answer in, under the name of the cell", async () => {
    const { asked, judges } = judging(words(1));
    const cell = { answer: { text: "Hello Ann", refusal: "", toolCalls: [] }, row: { variables: { name: "Ann" } } };
    await scoreCell(judge, cell, signal, judges.of("1/base/0"));
    expect(asked).toMatchObject([
      {
        name: "1/base/0/polite",
        request: { modelOverride: "openai/gpt-judge", overrides: { response_format: { type: "json_schema" } } },
      },
    ]);
    const last = asked[0]?.request.clientMessages.at(-1);
    expect(last).toMatchObject({ role: "user", content: "Rule:\nIs Ann greeted?\n\nAnswer:\nHello Ann" });
    await scoreCell(judge, cell, signal, judges.of("2/edit/0"));
    expect(asked).toHaveLength(1);
    await scoreCell(
      { ...judge, prompt: { text: "{{output}}: {{expected}}?" } },
      { ...cell, row: { variables: {}, expected: 4 } },
      signal,
      judges.of("3/edit/0"),
    );
    expect(asked[1]?.request.clientMessages).toEqual([{ role: "user", content: "Hello Ann: 4?" }]);
  });

  it("costs what its answers do; those of which no price is known are counted, those that failed or another experiment paid for are not", async () => {
    const { cost: _, ...unpriced } = { ...sampleRun(1).metrics, cost: undefined };
    const priced = { ...unpriced, cost: { usd: 0.25 } };
    const metricsOf = [priced, unpriced, unpriced, priced];
    const outcomes = [undefined, undefined, { kind: "cancelled" }, undefined];
    let calls = 0;
    const judges = createJudges(async (request) => {
      const [metrics, outcome] = [metricsOf[calls], outcomes[calls]];
      calls += 1;
      return { ...answered(words(1)), request, metrics, ...(outcome ? { outcome } : {}) } as RunRecord;
    });
    const ask = (name: string) =>
      scoreCell(
        judge,
        { answer: { text: `Hello ${name}`, refusal: "", toolCalls: [] }, row: { variables: { name } } },
        signal,
        judges.of(`${name}/base/0`),
      );
    for (const name of ["Ann", "Ben", "Cem", "Dan"]) await ask(name);
    // The same question once more: it was paid for.
    await ask("Ann");
    expect(calls).toBe(4);
    expect(judges.spend()).toEqual({ costUsd: 0.5, unpriced: 1 });
    expect([judges.costOf("Ann/base/0"), judges.costOf("Ben/base/0")]).toEqual([0.25, 0]);
    const paid = (metrics: unknown) => ({ ...answered(words(1)), metrics }) as RunRecord;
    judges.know(paid(priced), false);
    judges.know(paid(unpriced), false);
    expect(judges.spend()).toEqual({ costUsd: 0.75, unpriced: 2 });
    judges.know(paid(priced), false, "earlier");
    judges.know(paid(unpriced), false, "earlier");
    expect(judges.spend()).toEqual({ costUsd: 0.75, unpriced: 2 });
  });

  it("that may have been asked before a crash is not asked again, and one that was answered is known", async () => {
    const { asked } = judging(words(1));
    const first = judging(words(1));
    const cell = { answer: { text: "Hello Ann", refusal: "", toolCalls: [] }, row: { variables: { name: "Ann" } } };
    await scoreCell(judge, cell, signal, first.judges.of("1/base/0"));
    const request = first.asked[0]?.request;
    if (!request) throw new Error("nothing was asked");
    const uncertain = createJudges(async () => Promise.reject(new Error("asked")));
    uncertain.know({ ...answered(""), request }, true);
    expect(await scoreCell(judge, cell, signal, uncertain.of("1/base/0"))).toMatchObject({
      error: expect.stringContaining("crash"),
    });
    const known = createJudges();
    known.know({ ...answered(words(0.9)), request }, false);
    expect(await scoreCell(judge, cell, signal, known.of("1/base/0"))).toMatchObject({ passed: true });
    expect(await scoreCell({ ...judge, model: "openai/other" }, cell, signal, known.of("1/base/0"))).toMatchObject({
      error: expect.stringContaining("not been judged"),
    });
    expect(questionKey(request)).not.toBe(questionKey({ ...request, overrides: {} }));
    expect(asked).toEqual([]);
  });
});
