import type { ExperimentSetup } from "@shared/domain/experiment/experiment-setup.ts";
import type { ExperimentChange, ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type CountingServer, startCountingServer } from "../../packaging/counting-server.ts";
import { type EngineBench, openEngineBench } from "./open-engine.ts";

/* What another store has run, brought in twice: the second time it has gone on. */

let command: EngineBench;
let app: EngineBench;
let server: CountingServer;
let isRefused = true;

beforeEach(async () => {
  isRefused = true;
  server = await startCountingServer((question) =>
    isRefused && question === "q2" ? { text: "no such key", status: 401 } : { text: `yes to ${question}` },
  );
  const environment = { OPENAI_BASE_URL: server.url };
  [command, app] = [await openEngineBench({ environment }), await openEngineBench({ environment })];
});
afterEach(async () => {
  await Promise.all([command.close(), app.close()]);
  await server.close();
});

const endless = new AbortController().signal;
const setup: ExperimentSetup = {
  name: "ferry answers",
  dataset: { rows: [1, 2, 3].map((number) => ({ variables: { question: `q${number}` } })) },
  variants: [{ name: "base", prompt: { text: "{{question}}" }, model: "openai/gpt-base" }],
  evaluators: [{ type: "contains", value: "yes" }],
};

async function until(bench: EngineBench, jobId: string, holds: (change: ExperimentChange) => boolean) {
  for await (const change of bench.engine.experiments.changes(jobId, endless)) if (holds(change)) return change;
  throw new Error("It was not told to its end.");
}
const isDone = ({ summary }: ExperimentChange) => summary.state === "done";
const shown = ({ counts, state }: ExperimentSummary) => [state, counts.done, counts.open];

it("an experiment that has gone on where it was run is brought in again: an open page and the list say it at once", async () => {
  const begun = await command.engine.experiments.start(setup, false, endless);
  if (!("summary" in begun)) throw new Error(JSON.stringify(begun));
  const { jobId } = begun.summary;
  await until(command, jobId, isDone);
  expect((await app.engine.experiments.takeStore(command.profile)).taken).toEqual([jobId]);
  const first = await until(app, jobId, () => true);
  expect(shown(first.summary)).toEqual(["done", 2, 1]);
  const told = until(app, jobId, ({ summary }) => summary.counts.open === 0);

  isRefused = false;
  await command.engine.experiments.retry(jobId, ["failed"]);
  await until(command, jobId, (change) => isDone(change) && change.summary.counts.open === 0);
  expect((await app.engine.experiments.takeStore(command.profile)).taken).toEqual([jobId]);
  const { summary, revision } = await told;
  expect(shown(summary)).toEqual(["done", 3, 0]);
  // By its revision the page knows that its rows are others.
  expect(revision).toBeGreaterThan(first.revision);
  const view = { filter: { kind: "all" }, sort: { by: "row", descending: false } } as const;
  const { rows } = await app.engine.experiments.rows(jobId, view, 1, 1);
  expect(rows[0]?.cells[0]).toMatchObject({ status: "passed", answer: "yes to q2" });
  expect((await app.engine.experiments.list()).map(shown)).toEqual([["done", 3, 0]]);
  // What was noted of it for the list is of now, too.
  await app.reopen();
  expect((await app.engine.experiments.list()).map(shown)).toEqual([["done", 3, 0]]);
  expect(await app.engine.experiments.takeStore(command.profile)).toEqual({ taken: [], known: [jobId], running: [] });
});
