import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openGuestHistory } from "@engine/history/guest-history.ts";
import { openHistory } from "@engine/history/history.ts";
import type { StartedCell } from "@engine/jobs/drive-job.ts";
import type { JobOwner, JobStore, NewJob } from "@engine/jobs/job-store.ts";
import { createJobs, type JobsOptions } from "@engine/jobs/jobs.ts";
import { systemClock } from "@engine/time/clock.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jobOfRows } from "../../conformance/engine/job-of-rows.ts";
import { sampleRun } from "../history/sample-run.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

/** A process that is there: the tests' own and its parent. Another start tells two owners of one pid apart. */
const here: JobOwner = { pid: process.pid, started: null };
const parent: JobOwner = { pid: process.ppid, started: null };
/** No process has it: pids end far below on every platform. */
const gone: JobOwner = { pid: 2 ** 30, started: null };

/** What a process does with its cells: nothing ends by itself. */
function cells() {
  const begun: string[] = [];
  const cancelled: string[] = [];
  const startCell: JobsOptions["startCell"] = ({ cell }): StartedCell => {
    begun.push(cell);
    const ended = Promise.withResolvers<RunRecord>();
    return {
      runId: `run of ${cell}`,
      ended: ended.promise,
      cancel() {
        cancelled.push(cell);
        ended.resolve(sampleRun(1));
      },
    };
  };
  return { begun, cancelled, startCell };
}

let first: JobStore;
let second: JobStore;
let folder: string;
let close: () => Promise<void>;

beforeEach(async () => {
  folder = await temporaryFolder();
  const history = await openHistory({ folder });
  const guest = openGuestHistory(folder, () => undefined);
  if (!guest) throw new Error("no history");
  first = history.jobs;
  second = guest.jobs().store;
  close = async () => {
    await guest.close();
    await history.close();
  };
});
afterEach(() => close());

const patient = { timeout: 20_000 };
const options = { clock: systemClock, unsaved: () => null };

/** Lets so many stores go on from reading a job's spec, which is done before it is claimed, at the same time. */
function meeting(count: number): (store: JobStore) => JobStore {
  const met = Promise.withResolvers<void>();
  let come = 0;
  return (store) => ({
    ...store,
    async spec(id) {
      const spec = await store.spec(id);
      come += 1;
      if (come >= count) met.resolve();
      await met.promise;
      return spec;
    },
  });
}

/** A job that a process of before has left in the middle. */
async function leave(id: string, owner: JobOwner, more: Partial<NewJob> = {}): Promise<void> {
  const now = Date.now();
  await first.create({
    id,
    kind: "cells",
    title: "left",
    cells: 2,
    state: "running",
    wish: null,
    owner,
    beatAt: now,
    createdAt: now,
    endedAt: null,
    error: null,
    spec: { version: 2, body: jobOfRows(2) },
    ...more,
  });
}

describe("the owner of a job", () => {
  it("is one process of several that take up what a dead one has left (each sends every call)", async () => {
    for (const round of [1, 2, 3, 4, 5]) {
      await leave(`job ${round}`, gone);
      const [a, b] = [cells(), cells()];
      // Both have seen that it is nobody's before either takes it.
      const both = meeting(2);
      const owners = { ...options, wishMs: 20 };
      const one = createJobs({ ...owners, owner: here, store: both(first), startCell: a.startCell });
      const other = createJobs({ ...owners, owner: parent, store: both(second), startCell: b.startCell });
      const taken = await Promise.allSettled([one.resume(`job ${round}`), other.resume(`job ${round}`)]);
      expect(taken.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect([a.begun.length, b.begun.length].sort()).toEqual([0, 2]);
      await Promise.all([one.cancel(`job ${round}`), other.cancel(`job ${round}`)]).catch(() => undefined);
      await expect.poll(async () => (await first.find(`job ${round}`))?.state, patient).toBe("cancelled");
      await Promise.all([one.close(), other.close()]);
    }
  });

  it("that was silent for too long finds another in its place and stops (both send)", async () => {
    const [a, b] = [cells(), cells()];
    const slow = createJobs({ ...options, owner: here, store: first, startCell: a.startCell, beatMs: 1e6, wishMs: 50 });
    const { job } = slow.start("cells", jobOfRows(2));
    await expect.poll(() => first.find(job.id), patient).not.toBeNull();
    const other = createJobs({ ...options, owner: parent, store: second, startCell: b.startCell, staleMs: -1 });
    await other.resume(job.id);
    expect(b.begun).toHaveLength(2);
    await expect.poll(() => a.cancelled.toSorted(), patient).toEqual(a.begun.toSorted());
    expect((await first.find(job.id))?.owner).toEqual(parent);
    const [seen] = await slow.list();
    expect(seen).toMatchObject({ owner: "other", ownerPid: process.ppid });
    await other.cancel(job.id);
    await Promise.all([slow.close(), other.close()]);
  });

  it("is asked by others and does what they wish; they never begin a cell themselves", async () => {
    const [a, b] = [cells(), cells()];
    const driver = createJobs({ ...options, owner: parent, store: first, startCell: a.startCell, wishMs: 20 });
    const { job } = driver.start("cells", jobOfRows(5, { concurrency: 1 }));
    await expect.poll(() => second.find(job.id), patient).not.toBeNull();
    const other = createJobs({ ...options, owner: here, store: second, startCell: b.startCell, wishMs: 20 });
    expect(await other.pause(job.id)).toMatchObject({ owner: "other", wish: "pause" });
    await expect.poll(async () => (await second.find(job.id))?.state, patient).toBe("paused");
    await other.resume(job.id);
    await expect.poll(async () => (await second.find(job.id))?.state, patient).toBe("running");
    await other.cancel(job.id);
    await expect.poll(async () => (await second.find(job.id))?.state, patient).toBe("cancelled");
    expect(b.begun).toEqual([]);
    expect(a.cancelled).toEqual(a.begun);
    await Promise.all([driver.close(), other.close()]);
  });

  it("pauses when runs can no longer be written down, and says why (what it sends is unknown after a crash)", async () => {
    const begun: string[] = [];
    let problem: string | null = null;
    const jobs = createJobs({
      ...options,
      owner: here,
      store: first,
      unsaved: () => problem,
      startCell({ cell }) {
        begun.push(cell);
        if (begun.length === 2) problem = "The disk is full.";
        return { runId: cell, ended: Promise.resolve(sampleRun(1)), cancel: () => undefined };
      },
    });
    const { job } = jobs.start("cells", jobOfRows(4, { concurrency: 1 }));
    const state = async () => (await jobs.get(job.id)).job;
    await expect.poll(async () => (await state()).state, patient).toBe("paused");
    expect(await state()).toMatchObject({ notice: expect.stringContaining("The disk is full.") });
    expect(begun).toHaveLength(2);
    await jobs.resume(job.id);
    await expect.poll(async () => (await state()).state, patient).toBe("done");
    expect(begun).toHaveLength(4);
    await jobs.close();
  });
});

describe("a job that cannot be read", () => {
  it("is listed, not taken up, and ended (End was refused, and it stayed in the list for ever)", async () => {
    await leave("newer spec", gone, { spec: { version: 3, body: jobOfRows(2) } });
    await leave("newer kind", gone, { kind: "of a newer version" });
    await leave("damaged", gone);
    await leave("whole", gone);
    breakSpec("damaged");
    const { begun, startCell } = cells();
    const jobs = createJobs({ ...options, owner: here, store: first, startCell });
    expect((await jobs.list()).map(({ id }) => id).sort()).toEqual(["damaged", "newer kind", "newer spec", "whole"]);
    for (const id of ["newer spec", "newer kind", "damaged"]) {
      await expect(jobs.resume(id)).rejects.toMatchObject({ error: { code: "invalid_input" } });
      expect(await jobs.cancel(id)).toMatchObject({ id, state: "cancelled", owner: "none" });
      expect(await first.find(id)).toMatchObject({ state: "cancelled", owner: null, endedAt: expect.any(Number) });
      // Once more is no fault: two windows have the button.
      expect(await jobs.cancel(id)).toMatchObject({ state: "cancelled" });
    }
    expect((await jobs.list()).map(({ id }) => id)).toEqual(["whole"]);
    expect(await jobs.cancel("whole")).toMatchObject({ state: "cancelled" });
    expect(await jobs.list()).toEqual([]);
    expect(begun).toEqual([]);
    await jobs.close();
  });
});

function breakSpec(id: string): void {
  const database = new DatabaseSync(join(folder, "history.db"));
  database.prepare("UPDATE jobs SET spec = 'noise' WHERE id = ?").run(id);
  database.close();
}
