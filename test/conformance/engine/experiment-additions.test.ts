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

beforeEach(async () => {
  server = await startCountingServer((question, model) => ({ text: `${model} says yes to ${question}` }));
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
  const read = await bench.engine.experiments.setupOf(jobId);
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

  it("may be evaluators alone, which calls no model, and of a paused one it sends what was left", async () => {
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
