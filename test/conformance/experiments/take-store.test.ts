import type { ExperimentStorage } from "@engine/experiments/store/experiment-storage.ts";
import { takeStoreOver } from "@engine/experiments/store/take-store-over.ts";
import { openExperimentStorage } from "@engine/history/experiment-storage.ts";
import { begunJob, type JobOwner } from "@engine/jobs/job-store.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sampleRun } from "../../unit/history/sample-run.ts";
import { temporaryFolder } from "../../unit/store/temporary-folder.ts";

const here: JobOwner = { pid: process.pid, started: null };
/** No process has it. */
const gone: JobOwner = { pid: 2 ** 30, started: null };
const ofCell = (record: RunRecord, cell: string, jobId: string): RunRecord => ({ ...record, job: { jobId, cell } });

describe("the store of a command", () => {
  let command: ExperimentStorage;
  let app: ExperimentStorage;
  const take = () => takeStoreOver({ name: "experiments.db", storage: command }, app, here, 5_000);
  const storesOf = (some: ExperimentStorage) => some.jobs.find("one");

  /** @param ended when; null where it was broken off. */
  async function create(id: string, owner: JobOwner, ended: number | null): Promise<void> {
    const row = begunJob({ id, kind: "experiment", title: "ferry", cells: 2, owner }, id === "one" ? 1_000 : 2_000);
    await command.jobs.create({ ...row, beatAt: Date.now(), spec: { version: 1, body: { title: "ferry", seed: 7 } } });
    await command.runs.finish(ofCell(sampleRun(id === "one" ? 1 : 2), "r1/base/0", id));
    if (ended !== null) {
      await command.jobs.change(id, owner, { state: "done", endedAt: ended, error: null, release: true });
    }
  }

  beforeEach(async () => {
    const folder = await temporaryFolder();
    command = openExperimentStorage(`${folder}/ci/experiments.db`);
    app = openExperimentStorage(folder);
    await Promise.all([command.ready, app.ready]);
  });
  afterEach(() => Promise.all([command.close(), app.close()]));

  it("comes into the app's with spec, runs, scores, ratings and what its fixed test was read of, once", async () => {
    await create("one", here, 3_000);
    const place = { row: "r1", variant: "base", repetition: 0 };
    const result = { ...place, runId: "run", standing: "done" as const, passed: true, scores: [] };
    await command.experiments.keepResults("one", [{ cell: "r1/base/0", result, excerpt: "yes" }]);
    await command.experiments.rate("one", { cell: "r1/base/0", rating: { stars: 4 } }, 1);
    await command.experiments.speakOnce("one", "of these results");

    expect(await take()).toEqual({ taken: ["one"], known: [], running: [] });
    expect(await app.jobs.find("one")).toEqual(await storesOf(command));
    expect(await app.jobs.spec("one")).toEqual(await command.jobs.spec("one"));
    expect(await app.jobs.cells("one", true)).toEqual(await command.jobs.cells("one", true));
    expect(await app.experiments.results("one", "", 9)).toEqual(await command.experiments.results("one", "", 9));
    expect(await app.experiments.ratings("one")).toEqual([{ cell: "r1/base/0", rating: { stars: 4 } }]);
    expect((await app.experiments.notes("one"))?.spoken).toBe("of these results");

    await app.experiments.rate("one", { cell: "r1/base/0", rating: { stars: 1 } }, 2);
    expect(await take()).toEqual({ taken: [], known: ["one"], running: [] });
    expect(await app.experiments.ratings("one")).toEqual([{ cell: "r1/base/0", rating: { stars: 1 } }]);
  });

  it("is taken but for what a command is at work on; what was broken off is stopped here and stays as it is there", async () => {
    await create("one", gone, null);
    await create("two", here, null);
    expect(await take()).toEqual({ taken: ["one"], known: [], running: ["two"] });
    // Going on with it on both sides would pay for its cells twice.
    expect(await app.jobs.find("one")).toMatchObject({ state: "cancelled", owner: null });
    expect(await storesOf(command)).toMatchObject({ state: "running", endedAt: null });
    expect(await app.jobs.find("two")).toBeNull();
  });

  it("that the app broke off taking is taken whole, and one that has more answers since then too", async () => {
    await create("one", here, 3_000);
    const row = { ...begunJob({ id: "one", kind: "experiment", title: "ferry", cells: 2, owner: gone }, 1_000) };
    await app.jobs.create({ ...row, spec: await command.jobs.spec("one") });
    expect((await take()).taken).toEqual(["one"]);
    expect(await app.jobs.cells("one", false)).toHaveLength(1);
    await command.runs.finish(ofCell(sampleRun(4), "r2/base/0", "one"));
    expect((await take()).taken).toEqual(["one"]);
    expect(await app.jobs.cells("one", false)).toHaveLength(2);
  });

  it("without an experiment says so", async () => {
    await expect(take()).rejects.toMatchObject({ error: { code: "invalid_input" } });
  });
});
