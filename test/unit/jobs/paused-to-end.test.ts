import { openExperimentStorage } from "@engine/history/experiment-storage.ts";
import type { StartedCell } from "@engine/jobs/drive-job.ts";
import type { JobOwner } from "@engine/jobs/job-store.ts";
import { createJobs, type JobsOptions } from "@engine/jobs/jobs.ts";
import { systemClock } from "@engine/time/clock.ts";
import type { JobState } from "@shared/domain/job/job.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { jobOfRows } from "../../conformance/engine/job-of-rows.ts";
import { answeredRun } from "../experiments/virtual-experiment.ts";
import { runningRun, sampleRun } from "../history/sample-run.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

/* A job whose last answers come while nobody sends anything: all of it is there, and nothing is left to be resumed. */

/** No process has it: pids end far below on every platform. */
const gone: JobOwner = { pid: 2 ** 30, started: null };
const here: JobOwner = { pid: process.pid, started: null };
const patient = { timeout: 20_000 };

let storage: ReturnType<typeof openExperimentStorage>;
beforeEach(async () => {
  storage = openExperimentStorage(`${await temporaryFolder()}/experiments.db`);
  await storage.ready;
});
afterEach(() => storage.close());

const stopped: RunRecord = {
  ...answeredRun,
  outcome: { kind: "cancelled", error: { code: "cancelled", stage: "request", message: "Stopped.", actions: [] } },
};

/** Cells that end when the test says so. */
function cells() {
  const flying = new Map<string, (record: RunRecord) => void>();
  const startCell: JobsOptions["startCell"] = ({ cell }): StartedCell => {
    const ended = Promise.withResolvers<RunRecord>();
    flying.set(cell, ended.resolve);
    return { runId: `run of ${cell}`, ended: ended.promise, cancel: () => ended.resolve(stopped) };
  };
  const answer = () => {
    for (const end of flying.values()) end(answeredRun);
    flying.clear();
  };
  return { startCell, answer };
}

function jobsOf(startCell: JobsOptions["startCell"], isSpared?: JobsOptions["isSpared"]) {
  const store = storage.jobs;
  const options = { clock: systemClock, owner: here, store, unsaved: () => null, startCell };
  return createJobs(isSpared ? { ...options, isSpared } : options);
}

const kept = async (id: string) => (await storage.jobs.find(id))?.state;

it("that is paused while its last calls are under way ends as done, on the disk too (“Paused at 80 of 80” stood until Resume)", async () => {
  const { startCell, answer } = cells();
  const jobs = jobsOf(startCell);
  const { job } = jobs.start("cells", jobOfRows(3));
  await jobs.kept(job.id);
  expect(await jobs.pause(job.id)).toMatchObject({ state: "paused", counts: { running: 3 } });
  answer();
  await expect.poll(() => kept(job.id), patient).toBe("done");
  expect((await jobs.get(job.id)).job).toMatchObject({ state: "done", counts: { answered: 3 } });
  expect((await jobs.get(job.id)).job.endedAt).not.toBeNull();
  await jobs.close();
});

it("that is paused stays so while something of it was not sent, or was stopped; what is spared is nothing to wait for", async () => {
  const paused = async (rows: number, given: { isSpared?: JobsOptions["isSpared"]; stops?: string } = {}) => {
    const { startCell, answer } = cells();
    const jobs = jobsOf((cell, mark) => {
      const started = startCell(cell, mark);
      if (cell.cell === given.stops) started.cancel();
      return started;
    }, given.isSpared);
    const { job } = jobs.start("cells", jobOfRows(rows));
    await jobs.kept(job.id);
    await jobs.pause(job.id);
    answer();
    await expect.poll(async () => (await jobs.get(job.id)).job.counts.running, patient).toBe(0);
    const { state } = (await jobs.get(job.id)).job;
    await jobs.close();
    return [state, await kept(job.id)];
  };
  expect(await paused(4)).toEqual(["paused", "paused"]);
  expect(await paused(3, { stops: "r2/a/0" })).toEqual(["paused", "paused"]);
  expect(await paused(4, { isSpared: (_, cell) => cell === "r4/a/0" })).toEqual(["done", "done"]);
});

it("whose last answer was written before a crash is ended by whoever reads it, and by nobody while somebody drives it", async () => {
  const leave = async (id: string, owner: JobOwner, state: JobState, answered: number) => {
    const now = Date.now();
    const row = { id, kind: "cells", title: "left", cells: 2, wish: null, createdAt: now, endedAt: null, error: null };
    const spec = { version: 2, body: jobOfRows(2) };
    await storage.jobs.create({ ...row, state, owner, beatAt: now, spec });
    for (const at of [1, 2]) {
      const run = at <= answered ? sampleRun(at) : runningRun(at);
      const record = { ...run, id: `${id} ${at}`, job: { jobId: id, cell: `r${at}/a/0` } };
      await (at <= answered ? storage.runs.finish(record) : storage.runs.begin(record));
    }
  };
  await leave("all", gone, "running", 2);
  await leave("paused", gone, "paused", 2);
  await leave("one missing", gone, "running", 1);
  await leave("driven", { pid: process.ppid, started: null }, "running", 2);
  const jobs = jobsOf(cells().startCell);
  const states = Object.fromEntries((await jobs.list()).map(({ id, state }) => [id, state]));
  expect(states).toEqual({ all: "done", paused: "done", "one missing": "running", driven: "running" });
  expect(await storage.jobs.find("all")).toMatchObject({ state: "done", owner: null, endedAt: expect.any(Number) });
  expect(await kept("driven")).toBe("running");
  await jobs.close();
});
