import type { HistoryRun } from "@shared/domain/run/history.ts";
import type { ExperimentStorage } from "./experiment-storage.ts";

/** Runs taken over at once; they are whole exchanges. */
const runsAtOnce = 50;
const resultsAtOnce = 1_000;

/** Brings the cells of a job into another store, under a job that is there: runs, results and what people said of them. */
export async function copyCells(
  { storage, jobId }: { storage: ExperimentStorage; jobId: string },
  into: Pick<ExperimentStorage, "add" | "experiments">,
  newJobId: string,
  now: number,
): Promise<void> {
  let some: HistoryRun[] = [];
  const keep = async () => {
    if (some.length > 0) await into.add(some);
    some = [];
  };
  // The latest run of each cell, judgements too, which are of cells by their names.
  for (const { runId, cell } of await storage.jobs.cells(jobId, false)) {
    const { record, notes } = await storage.run(runId);
    // Nobody goes on with what was under way.
    const state = record.state === "running" ? ("interrupted" as const) : record.state;
    some.push({ record: { ...record, state, job: { jobId: newJobId, cell } }, notes });
    if (some.length >= runsAtOnce) await keep();
  }
  await keep();
  let page = await storage.experiments.results(jobId, "", resultsAtOnce);
  while (page.length > 0) {
    await into.experiments.keepResults(newJobId, page);
    page = await storage.experiments.results(jobId, page.at(-1)?.cell ?? "", resultsAtOnce);
  }
  for (const rating of await storage.experiments.ratings(jobId)) await into.experiments.rate(newJobId, rating, now);
}
