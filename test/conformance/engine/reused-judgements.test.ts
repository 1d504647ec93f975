import type { Evaluator } from "@shared/domain/experiment/evaluator.ts";
import type { ExperimentSetup, JoinedEarlier } from "@shared/domain/experiment/experiment-setup.ts";
import type { ExperimentChange, ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type CountingServer, startCountingServer } from "../../packaging/counting-server.ts";
import { type EngineBench, openEngineBench } from "./open-engine.ts";

/* Judgements are paid for: they are taken over with the answers they are of, and each that was paid for is in the sum. */

let bench: EngineBench;
let server: CountingServer;
/** Whether the judge answers in the form it is asked in, for rows from the third on. */
let hasSense = true;

beforeEach(async () => {
  hasSense = true;
  server = await startCountingServer((question, model) => {
    if (model !== "gpt-judge") return { text: `${model} says yes to ${question}` };
    const isRead = hasSense || /q[12]\b/.test(question);
    return { text: isRead ? JSON.stringify({ score: 0.9, reason: "Friendly." }) : "I would rather not say." };
  });
  bench = await openEngineBench({ environment: { OPENAI_BASE_URL: server.url } });
});
afterEach(async () => {
  await bench.close();
  await server.close();
});

const endless = new AbortController().signal;
const judge = (rubric: string): Evaluator => ({
  ...{ type: "judge", name: "kind", model: "openai/gpt-judge", rubric },
  ...{ pass: ">= 0.8", gate: false },
});
const setup = (evaluators: Evaluator[], rows = 4): ExperimentSetup => ({
  name: "ferry answers",
  dataset: { rows: Array.from({ length: rows }, (_, index) => ({ variables: { question: `q${index + 1}` } })) },
  variants: ["base", "edit"].map((name) => ({ name, prompt: { text: "{{question}}" }, model: `openai/gpt-${name}` })),
  evaluators,
});

async function heardUntil(jobId: string, enough: (change: ExperimentChange) => boolean): Promise<ExperimentChange> {
  for await (const change of bench.engine.experiments.changes(jobId, endless)) if (enough(change)) return change;
  throw new Error("It was not told to its end.");
}

async function run(given: ExperimentSetup, earlier?: JoinedEarlier): Promise<ExperimentSummary> {
  const outcome = await bench.engine.experiments.start(given, false, endless, earlier);
  if (!("summary" in outcome)) throw new Error(JSON.stringify(outcome));
  const isOver = ({ summary, scoring }: ExperimentChange) => summary.state === "done" && scoring === 0;
  return (await heardUntil(outcome.summary.jobId, isOver)).summary;
}

const judged = () => [...server.counts].filter(([key]) => key.endsWith("gpt-judge")).map(([, times]) => times);

async function forecastJudge(given: ExperimentSetup, earlier: JoinedEarlier): Promise<number | undefined> {
  const outcome = await bench.engine.experiments.forecast(given, endless, earlier);
  if (!("forecast" in outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.forecast.parts.find(({ kind }) => kind === "judge")?.calls;
}

it("come along with answers that are reused, also when those were reused themselves; the forecast counts only new ones", async () => {
  const first = await run(setup([judge("Kind")]));
  expect(judged()).toEqual(Array.from({ length: 8 }, () => 1));
  server.clear();
  const again = setup([judge("Kind"), { type: "contains", name: "yes", value: "yes" }]);
  const reuse = { jobId: first.jobId, how: "reuse" } as const;
  // It had said that all answers are judged again, and their price.
  expect(await forecastJudge(again, reuse)).toBeUndefined();
  expect(await forecastJudge(setup([judge("Kind")], 6), reuse)).toBe(4);
  expect(await forecastJudge(setup([judge("Short")]), reuse)).toBe(8);
  const second = await run(again, reuse);
  expect(second).toMatchObject({ counts: { done: 8 }, unscored: 0, unpriced: 0 });
  // Judgements of the first were asked for once more, and paid.
  const third = await run(again, { jobId: second.jobId, how: "reuse" });
  expect(third).toMatchObject({ counts: { done: 8 }, unscored: 0, unpriced: 0 });
  expect(server.counts.size).toBe(0);
});

it("are asked for of answers that are reused where the judge is new, each once, and paid for here", async () => {
  const first = await run(setup([]));
  server.clear();
  const outcome = await bench.engine.experiments.start(setup([judge("Kind")]), false, endless, {
    jobId: first.jobId,
    how: "reuse",
  });
  if (!("summary" in outcome)) throw new Error(JSON.stringify(outcome));
  const { jobId } = outcome.summary;
  const { summary } = await heardUntil(jobId, ({ summary, scoring }) => scoring === 0 && summary.unscored === 0);
  expect(summary).toMatchObject({ counts: { done: 8 }, unpriced: 8 });
  expect(judged()).toEqual(Array.from({ length: 8 }, () => 1));
  expect([...server.counts.keys()].every((key) => key.endsWith("gpt-judge"))).toBe(true);
});

it("that gave no score are asked for once more, no others, and stay in the sum of what was paid, after a restart too", async () => {
  hasSense = false;
  const { jobId, unscored, unpriced } = await run(setup([judge("Kind")]));
  // Eight answers and eight judgements, none with a known price.
  expect([unscored, unpriced]).toEqual([4, 16]);
  server.clear();
  const scored = async () => {
    await bench.engine.experiments.scoreAgain(jobId);
    return (await heardUntil(jobId, ({ scoring }) => scoring === 0)).summary;
  };
  // What was paid for a judgement that is asked for again was taken out of the sum.
  expect(await scored()).toMatchObject({ unscored: 4, unpriced: 20 });
  hasSense = true;
  expect(await scored()).toMatchObject({ unscored: 0, unpriced: 24 });
  expect(judged()).toEqual([2, 2, 2, 2]);
  expect([...server.counts.keys()].every((key) => /q[34]\b/.test(key))).toBe(true);
  await bench.reopen();
  expect((await heardUntil(jobId, () => true)).summary).toMatchObject({ unscored: 0, unpriced: 24 });
});
