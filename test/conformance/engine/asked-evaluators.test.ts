import type { ExperimentSetup } from "@shared/domain/experiment/experiment-setup.ts";
import { isScore } from "@shared/domain/experiment/score.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CountingServer, startCountingServer } from "../../packaging/counting-server.ts";
import { type EngineBench, openEngineBench } from "./open-engine.ts";

/* Scores that somebody is asked for: a model of two answers, and people. */

let bench: EngineBench;
let server: CountingServer;

/** The edit is better in odd rows and worse in the second; in the fourth the judge goes by the order alone. */
function answer(question: string, model: string) {
  if (model !== "gpt-judge") return { text: `${question} ${model === "gpt-edit" ? "edit" : "base"}` };
  const first = /Answer A:\n(\S+) (\w+)/.exec(question);
  const [row, shown] = [Number(first?.[1]?.slice(1)), first?.[2]];
  const preferred = row % 2 === 1 ? "edit" : "base";
  const winner = row === 4 || shown === preferred ? "A" : "B";
  return { text: JSON.stringify({ reason: "It is friendlier.", winner }) };
}

beforeEach(async () => {
  server = await startCountingServer(answer);
  bench = await openEngineBench({ environment: { OPENAI_BASE_URL: server.url } });
});
afterEach(async () => {
  await bench.close();
  await server.close();
});

const endless = new AbortController().signal;
const setup = (evaluators: ExperimentSetup["evaluators"]): ExperimentSetup => ({
  name: "ferry answers",
  dataset: { rows: [1, 2, 3, 4].map((number) => ({ variables: { question: `q${number}` } })) },
  variants: [
    { name: "base", prompt: { text: "{{question}}" }, model: "openai/gpt-base" },
    { name: "edit", prompt: { text: "{{question}}" }, model: "openai/gpt-edit" },
  ],
  ...(evaluators ? { evaluators } : {}),
});

async function run(given: ExperimentSetup): Promise<string> {
  const outcome = await bench.engine.experiments.start(given, false, endless);
  if (!("summary" in outcome)) throw new Error(JSON.stringify(outcome));
  const { jobId } = outcome.summary;
  for await (const { summary } of bench.engine.experiments.changes(jobId, endless)) if (summary.state === "done") break;
  return jobId;
}

const cell = (jobId: string, row: number, variant: string) =>
  bench.engine.experiments.cell(jobId, { row: String(row), variant, repetition: 0 });

describe("a judge of two answers", () => {
  it("is asked in both orders, whichever answer comes first; the order alone makes a tie, and the base is none of it", async () => {
    const jobId = await run(
      setup([
        { type: "judge-pairwise", name: "nicer", model: "openai/gpt-judge", rubric: "Friendlier", pass: ">= 0.5" },
      ]),
    );
    const scores = await Promise.all(
      [1, 2, 3, 4].map(async (row) => {
        const [score] = (await cell(jobId, row, "edit")).scores;
        return score && isScore(score) ? [score.value, score.passed] : score;
      }),
    );
    expect(scores).toEqual([
      [1, true],
      [0, false],
      [1, true],
      [0.5, true],
    ]);
    expect((await cell(jobId, 4, "edit")).scores[0]).toMatchObject({
      reason: expect.stringContaining("changes its mind"),
    });
    expect((await cell(jobId, 1, "base")).scores[0]).toMatchObject({ value: 0.5 });
    // Both calls can be looked at, after a restart too; where nobody was asked there is none.
    const calls = async () => {
      const [score] = (await cell(jobId, 1, "edit")).scores;
      const records = await Promise.all((score?.runIds ?? []).map((id) => bench.engine.runs.get(id)));
      return records.map(({ request }) => JSON.stringify(request.clientMessages).match(/Answer A:\\n\S+ (\w+)/)?.[1]);
    };
    expect(await calls()).toEqual(["edit", "base"]);
    expect((await cell(jobId, 1, "base")).scores[0]?.runIds).toEqual([]);
    await bench.reopen();
    expect(await calls()).toEqual(["edit", "base"]);
    const judged = [...server.counts].filter(([key]) => key.includes("Answer A:"));
    expect(judged.map(([, count]) => count)).toEqual(Array.from({ length: 8 }, () => 1));
    expect(await bench.engine.experiments.report(jobId)).toMatchObject({ uncalibrated: ["nicer"] });
  });
});

describe("answers that are there already", () => {
  it("are scored beside those of a model, without a call, and the cell says so", async () => {
    const given = setup([{ type: "contains", value: "edit" }]);
    const today = { name: "today", prompt: { answers: "actual_output" } };
    const rows = (given.dataset.rows ?? []).map((row, index) =>
      index === 3 ? row : { ...row, answers: { actual_output: index === 0 ? "an edit" : "" } },
    );
    const [base] = given.variants;
    const jobId = await run({ ...given, dataset: { rows }, variants: [...(base ? [base] : []), today] });
    expect(await cell(jobId, 1, "today")).toMatchObject({
      answer: "an edit",
      result: { isGiven: true, passed: true, standing: "done" },
    });
    const { result } = await cell(jobId, 2, "today");
    expect(result).toMatchObject({ isGiven: true, passed: false });
    expect(result.latencyMs).toBeUndefined();
    expect((await bench.engine.runs.get(result.runId ?? "")).exchanges).toEqual([]);
    expect([...server.counts.keys()].every((key) => key.endsWith("on gpt-base"))).toBe(true);
    expect(await bench.engine.experiments.report(jobId)).toMatchObject({
      cells: 7,
      variants: [
        { name: "base" },
        { name: "today", model: "given answers", pass: { open: 1 }, latencyMs: { p50: null } },
      ],
    });
    await bench.reopen();
    expect(await cell(jobId, 1, "today")).toMatchObject({ result: { isGiven: true, passed: true } });
  });
});

describe("people", () => {
  it("leave a gating row open until they have judged; what they say is its score, also after a restart", async () => {
    const jobId = await run(setup([{ type: "human", form: "stars", name: "stars", pass: ">= 4" }]));
    const place = { row: "1", variant: "base", repetition: 0 };
    expect((await cell(jobId, 1, "base")).result).toMatchObject({ standing: "open", passed: null });
    await bench.engine.experiments.rate(jobId, place, { stars: 5, note: "warm" });
    await bench.engine.experiments.rate(jobId, { ...place, row: "2" }, { stars: 2 });
    expect(await cell(jobId, 1, "base")).toMatchObject({
      result: { standing: "done", passed: true },
      scores: [{ value: 1, passed: true, reason: expect.stringContaining("warm") }],
    });
    await bench.reopen();
    expect((await cell(jobId, 2, "base")).result).toMatchObject({ standing: "done", passed: false });
    await bench.engine.experiments.rate(jobId, place, null);
    expect((await cell(jobId, 1, "base")).result).toMatchObject({ standing: "open" });
    expect(await bench.engine.experiments.report(jobId)).toMatchObject({ counts: { open: 7, done: 1 } });
  });
});

it("answers whose judge gave no score are scored again, and no variant is asked for them again", async () => {
  let hasSense = false;
  const judging = await startCountingServer((question, model) => {
    const said = hasSense ? JSON.stringify({ score: 0.9, reason: "Friendly." }) : "I would rather not say.";
    return { text: model === "gpt-judge" ? said : question };
  });
  const other = await openEngineBench({ environment: { OPENAI_BASE_URL: judging.url } });
  try {
    const { experiments } = other.engine;
    const judge = { type: "judge", name: "kind", model: "openai/gpt-judge", rubric: "Kind", pass: ">= 0.8" } as const;
    const outcome = await experiments.start(setup([judge]), false, endless);
    if (!("summary" in outcome)) throw new Error(JSON.stringify(outcome));
    const { jobId } = outcome.summary;
    for await (const { summary } of experiments.changes(jobId, endless)) {
      if (summary.state !== "done") continue;
      expect(summary).toMatchObject({ counts: { open: 8 }, unscored: 8, unanswered: 0 });
      break;
    }
    hasSense = true;
    await experiments.scoreAgain(jobId);
    for await (const { summary } of experiments.changes(jobId, endless)) {
      if (summary.unscored === 0) break;
    }
    expect(await experiments.report(jobId)).toMatchObject({ variants: [{ pass: { mean: 1 } }, { pass: { mean: 1 } }] });
    const answers = [...judging.counts].filter(([key]) => !key.endsWith("gpt-judge"));
    expect(answers.map(([, count]) => count)).toEqual(Array.from({ length: 8 }, () => 1));
  } finally {
    await other.close();
    await judging.close();
  }
});

it("a judge's prompt of a library is read at the start, and filled with the answer, what is expected and the row's values", async () => {
  const judging = await startCountingServer((question, model) => ({
    text: model === "gpt-judge" ? JSON.stringify({ score: 1, reason: "Polite." }) : `answer to ${question}`,
  }));
  const other = await openEngineBench({
    environment: { OPENAI_BASE_URL: judging.url },
    langfuse: {
      prompts: [
        { name: "judges/polite", prompt: "Is “{{output}}” polite to {{question}}?", labels: ["production"] },
        { name: "judges/polite", prompt: "never asked", labels: [] },
      ],
    },
  });
  try {
    const { experiments } = other.engine;
    const prompt = { langfuse: "judges/polite", label: "production" };
    const outcome = await experiments.start(
      setup([{ type: "judge", name: "polite", model: "openai/gpt-judge", prompt, pass: ">= 0.8" }]),
      false,
      endless,
    );
    if (!("summary" in outcome)) throw new Error(JSON.stringify(outcome));
    const { jobId } = outcome.summary;
    for await (const { summary } of experiments.changes(jobId, endless)) if (summary.state === "done") break;
    expect(await experiments.report(jobId)).toMatchObject({ uncalibrated: ["polite"], counts: { done: 8 } });
    const asked = [...judging.counts.keys()].filter((key) => key.endsWith("gpt-judge"));
    expect(asked.filter((key) => key.includes("never asked"))).toEqual([]);
    expect(asked.some((key) => key.includes("Is “answer to q3” polite to q3?"))).toBe(true);
  } finally {
    await other.close();
    await judging.close();
  }
});
