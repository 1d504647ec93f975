import type { ExperimentChange } from "@shared/domain/experiment/experiment-summary.ts";
import type { GridView } from "@shared/domain/experiment/grid.ts";
import { hasEnded } from "@shared/domain/job/job.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { jobOfRows } from "./job-of-rows.ts";
import { type EngineBench, openEngineBench } from "./open-engine.ts";

/* A run over inputs of the playground, as rows of the experiments' grid. */

let bench: EngineBench;
beforeEach(async () => {
  bench = await openEngineBench();
});
afterEach(async () => {
  await bench.close();
});

const endless = new AbortController().signal;
const all: GridView = { filter: { kind: "all" }, sort: { by: "row", descending: false } };
const [first] = jobOfRows(1).variants;
if (!first) throw new Error("no variant");
const spec = jobOfRows(5, {
  variants: [first, { ...first, id: "3f0c", request: { ...first.request, modelOverride: "openai/fake-small" } }],
});

async function untilEnded(jobId: string): Promise<ExperimentChange> {
  for await (const change of bench.engine.experiments.changes(jobId, endless)) {
    if (hasEnded(change.summary) && change.running === 0) return change;
  }
  throw new Error("It was not told to its end.");
}

it("is followed to its end, its variants by letters, its inputs by their names; it judges nothing and is in no list", async () => {
  const { experiments, jobs } = bench.engine;
  const { job } = jobs.start("cells", spec);
  const { summary } = await untilEnded(job.id);
  expect(summary).toMatchObject({ isPass: true, rows: 5, variants: ["A", "B"], counts: { done: 10 }, state: "done" });
  expect(await experiments.columns(job.id)).toMatchObject({
    variants: [
      { name: "A", model: "openai/fake-large", prompt: "movie-critic" },
      { name: "B", model: "openai/fake-small" },
    ],
    scores: [],
  });
  const page = await experiments.rows(job.id, all, 0, 10);
  expect(page.rows.map(({ name }) => name)).toEqual([1, 2, 3, 4, 5].map((number) => `row ${number}`));
  expect(page.rows[2]?.cells.map((cell) => [cell?.status, cell?.answer !== ""])).toEqual([
    ["passed", true],
    ["passed", true],
  ]);
  expect(await experiments.list()).toEqual([]);
  const place = { row: "r2", variant: "B", repetition: 0 };
  await experiments.rate(job.id, place, { stars: 4 });
  const cell = await experiments.cell(job.id, place);
  expect(cell).toMatchObject({ rating: { stars: 4 }, others: { A: expect.any(String) } });
  expect((await bench.engine.runs.get(cell.result.runId ?? "")).request.modelOverride).toBe("openai/fake-small");
});

it("that was over before is shown after a restart, with its search; one call alone is no grid", async () => {
  const { job } = bench.engine.jobs.start("cells", spec);
  await untilEnded(job.id);
  await bench.reopen();
  const { experiments } = bench.engine;
  const found = await experiments.rows(job.id, { ...all, text: "row 4" }, 0, 10);
  expect(found.rows.map(({ id }) => id)).toEqual(["r4"]);
  const answer = (await experiments.cell(job.id, { row: "r1", variant: "A", repetition: 0 })).answer ?? "";
  const [word = ""] = answer.split(" ");
  expect((await experiments.rows(job.id, { ...all, text: word }, 0, 10)).total).toBeGreaterThan(0);
  const { job: alone } = bench.engine.jobs.start("cells", { ...spec, rows: [] });
  await expect(experiments.columns(alone.id)).rejects.toMatchObject({ error: { code: "not_found" } });
});
