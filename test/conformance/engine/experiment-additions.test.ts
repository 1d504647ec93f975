import type { ExperimentSetup, JoinedEarlier } from "@shared/domain/experiment/experiment-setup.ts";
import type { ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import { draftOfExperiment } from "@shared/domain/experiment/setup/draft-of-experiment.ts";
import { experimentOf } from "@shared/domain/experiment/setup/setup-draft.ts";
import { mapTable } from "@shared/domain/experiment/setup/setup-mapping.ts";
import { rowsOf } from "@shared/domain/experiment/setup/setup-rows.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CountingServer, startCountingServer } from "../../packaging/counting-server.ts";
import { type EngineBench, openEngineBench } from "./open-engine.ts";

let bench: EngineBench;
let server: CountingServer;
let delayMs = 0;

beforeEach(async () => {
  delayMs = 0;
  server = await startCountingServer((question, model) => ({ text: `${model} says yes to ${question}`, delayMs }));
  bench = await openEngineBench({ environment: { OPENAI_BASE_URL: server.url } });
});
afterEach(async () => {
  await bench.close();
  await server.close();
});

/** Calls that have come, each once or more. */
const sent = () => [...server.counts].flatMap(([call, times]) => Array.from({ length: times }, () => call)).sort();
const endless = new AbortController().signal;
const variant = (name: string, model = `openai/gpt-${name}`) => ({ name, prompt: { text: "{{question}}" }, model });
const row = (number: number) => ({ variables: { question: `q${number}`, kind: "ferry" }, expected: "yes" });
const first: ExperimentSetup = {
  name: "ferry answers",
  dataset: { rows: [1, 2, 3, 4].map(row) },
  variants: [variant("base"), variant("edit")],
  evaluators: [{ type: "contains", name: "says yes" }],
};

async function run(setup: ExperimentSetup, earlier?: JoinedEarlier): Promise<ExperimentSummary> {
  const outcome = await bench.engine.experiments.start(setup, false, endless, earlier);
  if (!("summary" in outcome)) throw new Error(JSON.stringify(outcome));
  for await (const { summary } of bench.engine.experiments.changes(outcome.summary.jobId, endless)) {
    if (summary.state === "done") return summary;
  }
  throw new Error("It was not told to its end.");
}

/** The set-up of an experiment as the window has it when it is taken up again: its rows as a table, prompts by their texts. */
async function takenUp(jobId: string): Promise<ExperimentSetup> {
  const read = await bench.engine.experiments.setupOf(jobId, endless);
  if (!("setup" in read)) throw new Error(JSON.stringify(read));
  const { draft, table } = draftOfExperiment(read.setup, { source: "hand", name: "again", readAt: 0 });
  if (!table) throw new Error("no rows");
  const mapping = mapTable(table, { variables: ["question"], placeholders: [] }, draft.chosen);
  return experimentOf(draft, rowsOf(table, mapping, draft.chosen));
}

describe("what is added in the app", () => {
  it("is all that is sent: rows, a variant, an evaluator; what people said comes along, and cells say that they are reused", async () => {
    const { jobId } = await run(first);
    await bench.engine.experiments.rate(jobId, { row: "1", variant: "base", repetition: 0 }, { passed: false });
    const setup = await takenUp(jobId);
    const { rows = [] } = setup.dataset;
    server.clear();
    const more = await run(
      {
        ...setup,
        dataset: { rows: [...rows, row(5)] },
        variants: [...setup.variants, variant("third")],
        evaluators: [...(setup.evaluators ?? []), { type: "regex", name: "names it", value: "q\\d" }],
      },
      { jobId, how: "add" },
    );
    expect(more).toMatchObject({ rows: 5, variants: ["base", "edit", "third"], counts: { done: 15, open: 0 } });
    expect(sent()).toHaveLength(7);
    const page = await bench.engine.experiments.rows(
      more.jobId,
      { filter: { kind: "all" }, sort: { by: "row", descending: false } },
      0,
      9,
    );
    expect(page.rows[0]?.cells.map((cell) => [cell?.reused ?? false, cell?.checks.length, cell?.rating])).toEqual([
      [true, 2, { passed: false }],
      [true, 2, undefined],
      [false, 2, undefined],
    ]);
    // Answers that were taken over cannot be taken away under those that show them.
    await expect(bench.engine.experiments.remove(jobId)).rejects.toThrow(/ferry answers/);
  });

  it("may be evaluators alone, which calls no model", async () => {
    const { jobId } = await run(first);
    server.clear();
    const setup = await takenUp(jobId);
    const again = await run(
      { ...setup, evaluators: [{ type: "contains", name: "says no", value: "no" }] },
      { jobId, how: "add" },
    );
    expect(again).toMatchObject({ counts: { done: 8, open: 0 }, failed: 8, costUsd: 0 });
    expect(sent()).toEqual([]);
  });

  // What was answered before the pause was sent a second time, or what was left of it never.
  it("of a paused one sends what was left and what is new, each once, and ends the paused one", async () => {
    delayMs = 50;
    const rows = Array.from({ length: 24 }, (_, index) => row(index + 1));
    const setup: ExperimentSetup = { ...first, dataset: { rows }, limits: { concurrency: 2 } };
    const outcome = await bench.engine.experiments.start(setup, false, endless);
    if (!("summary" in outcome)) throw new Error(JSON.stringify(outcome));
    const { jobId } = outcome.summary;
    await server.asked(6);
    await bench.engine.experiments.pause(jobId);
    for await (const { summary, running } of bench.engine.experiments.changes(jobId, endless)) {
      if (summary.state === "paused" && running === 0) break;
    }
    const answered = sent();
    expect(answered.length).toBeLessThan(48);
    delayMs = 0;
    const taken = await takenUp(jobId);
    const more = await run(
      { ...taken, dataset: { rows: [...(taken.dataset.rows ?? []), row(25)] } },
      { jobId, how: "add" },
    );
    expect(more).toMatchObject({ rows: 25, counts: { done: 50, open: 0 } });
    expect(sent()).toHaveLength(50);
    expect(new Set(sent()).size).toBe(50);
    const before = (await bench.engine.experiments.list()).find((one) => one.jobId === jobId);
    expect(before?.endedAt).not.toBe(null);
  });

  it("leaves rows and variants with answers as they are: what was changed is named before anything is sent", async () => {
    const { jobId } = await run(first);
    const setup = await takenUp(jobId);
    const { rows = [] } = setup.dataset;
    const add = { jobId, how: "add" } as const;
    const problemsOf = async (changed: ExperimentSetup) =>
      (await bench.engine.experiments.check(changed, endless, add)).problems.map(({ message }) => message).join();
    const swapped = rows.map((one, index) => (index === 2 ? row(9) : one));
    expect(await problemsOf({ ...setup, dataset: { rows: swapped } })).toContain("Row 3 is not as it was");
    expect(await problemsOf({ ...setup, dataset: { rows: rows.slice(0, 3) } })).toContain(
      "Row 4 is not there any more",
    );
    expect(await problemsOf({ ...setup, variants: [variant("base"), variant("edit", "openai/gpt-other")] })).toMatch(
      /edit.*has changed/,
    );
    expect(await problemsOf(setup)).toBe("");
    const forecast = await bench.engine.experiments.forecast(
      { ...setup, dataset: { rows: [...rows, row(5)] } },
      endless,
      add,
    );
    expect("forecast" in forecast && forecast.forecast.calls).toBe(2);
  });
});

it("a changed experiment takes over the answers to the very same calls, and sends the rest", async () => {
  const { jobId } = await run(first);
  server.clear();
  const setup = await takenUp(jobId);
  const changed = { ...setup, variants: [...setup.variants.slice(0, 1), variant("edit", "openai/gpt-other")] };
  expect(await run(changed, { jobId, how: "reuse" })).toMatchObject({ counts: { done: 8 } });
  expect(sent()).toEqual([1, 2, 3, 4].map((number) => `q${number} on gpt-other`));
});

it("answers to a prompt of a library are taken over for its very version, by whatever name it is asked for, and for no other", async () => {
  const prompt = (text: string, labels: string[]) => ({ name: "support/ferry", prompt: text, labels });
  const other = await openEngineBench({
    langfuse: { prompts: [prompt("old {{question}}", []), prompt("new {{question}}", ["production"])] },
    environment: { OPENAI_BASE_URL: server.url },
  });
  try {
    const { experiments } = other.engine;
    const asks = (version: { version?: string; label?: string }) => ({
      ...first,
      variants: [{ name: "base", prompt: { langfuse: "support/ferry", ...version }, model: "openai/gpt-base" }],
    });
    const runs = async (setup: ExperimentSetup, earlier?: JoinedEarlier) => {
      const outcome = await experiments.start(setup, false, endless, earlier);
      if (!("summary" in outcome)) throw new Error(JSON.stringify(outcome));
      for await (const { summary } of experiments.changes(outcome.summary.jobId, endless))
        if (summary.state === "done") break;
      return outcome.summary.jobId;
    };
    const jobId = await runs(asks({ version: "2" }));
    expect(sent()).toEqual([1, 2, 3, 4].map((number) => `new q${number} on gpt-base`));
    server.clear();
    await runs(asks({ label: "production" }), { jobId, how: "reuse" });
    expect(sent()).toEqual([]);
    await runs(asks({ version: "1" }), { jobId, how: "reuse" });
    expect(sent()).toEqual([1, 2, 3, 4].map((number) => `old q${number} on gpt-base`));
  } finally {
    await other.close();
  }
});
