import type { ExperimentStorage } from "@engine/experiments/store/experiment-storage.ts";
import type { KeptResult } from "@engine/experiments/store/experiment-store.ts";
import type { JobOwner, NewJob } from "@engine/jobs/job-store.ts";
import { LazyRows, type RowList } from "@shared/domain/dataset/row-list.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runningRun, sampleRun } from "../../unit/history/sample-run.ts";
import { temporaryFolder } from "../../unit/store/temporary-folder.ts";
import { storages } from "./storage-suite.ts";

/** No process has it: pids end far below on every platform. */
const gone: JobOwner = { pid: 2 ** 30, started: null };
const here: JobOwner = { pid: process.pid, started: null };

function job(id: string, given: Partial<NewJob> = {}): NewJob {
  return {
    id,
    kind: "experiment",
    title: "ferry",
    cells: 3,
    state: "running",
    wish: null,
    owner: here,
    beatAt: Date.now(),
    createdAt: 1_000,
    endedAt: null,
    error: null,
    spec: { version: 1, body: { title: "ferry", seed: 7 } },
    ...given,
  };
}

function result(cell: string, runId: string, reason = "has no “yes”"): KeptResult {
  const scores = [{ name: "says yes", value: false, passed: false, reason }];
  const place = { row: cell, variant: "base", repetition: 0 };
  return { cell, result: { ...place, runId, standing: "done", passed: false, scores }, excerpt: "no \ud800\u0000" };
}

const ofCell = (record: RunRecord, cell: string, jobId = "one"): RunRecord => ({ ...record, job: { jobId, cell } });

describe.each(storages)("experiments in $name", ({ open }) => {
  let folder: string;
  let storage: ExperimentStorage;
  const openOn = async (place: string) => {
    const opened = open(place);
    await opened.ready;
    return opened;
  };
  beforeEach(async () => {
    folder = await temporaryFolder();
    storage = await openOn(folder);
  });
  afterEach(() => storage.close());

  async function reopen(): Promise<void> {
    await storage.close();
    storage = await openOn(folder);
  }

  it("a cell is claimed before its request leaves, done after its answer, and uncertain where its owner died between", async () => {
    await storage.jobs.create(job("one", { owner: gone, beatAt: 0 }));
    await storage.runs.begin(ofCell(runningRun(1), "r1/base/0"));
    await storage.runs.finish(ofCell(sampleRun(2), "r2/base/0"));
    const states = async () =>
      (await storage.jobs.cells("one", false)).map(({ cell, state, mayHaveLeft }) => [cell, state, mayHaveLeft]);
    expect(await states()).toEqual([
      ["r1/base/0", "running", expect.any(Boolean)],
      ["r2/base/0", "finished", true],
    ]);
    const seen = { state: "running" as const, owner: gone, beatAt: 0 };
    expect(await storage.jobs.claim({ id: "one", owner: here, at: 5, seen })).toBe(true);
    // Of two that saw it ownerless one gets it.
    expect(await storage.jobs.claim({ id: "one", owner: here, at: 6, seen })).toBe(false);
    expect((await states())[0]?.[1]).toBe("interrupted");
  });

  it("keeps a frozen spec as it was written, and results with their reasons, over a restart", async () => {
    await storage.jobs.create(job("one"));
    const some = ["r1/base/0", "r2/base/0", "r3/base/0"].map((cell, index) => result(cell, `run-${index}`));
    await storage.experiments.keepResults("one", some);
    await reopen();
    expect(await storage.jobs.spec("one")).toEqual({ version: 1, body: { title: "ferry", seed: 7 } });
    expect(await storage.experiments.results("one", "", 10)).toEqual(some);
    expect(await storage.experiments.result("one", "r2/base/0")).toEqual(some[1]);
    expect(await storage.experiments.result("one", "r9/base/0")).toBe(null);
    // By pages, each once.
    expect((await storage.experiments.results("one", "r1/base/0", 1)).map(({ cell }) => cell)).toEqual(["r2/base/0"]);
    expect(await storage.experiments.results("one", "r3/base/0", 1)).toEqual([]);
  });

  it("scoring again writes new scores in place of the old ones, all of a batch or none", async () => {
    await storage.jobs.create(job("one"));
    await storage.experiments.keepResults("one", [result("r1/base/0", "run-1")]);
    await storage.experiments.keepResults("one", [result("r1/base/0", "run-1", "scored again")]);
    expect(await storage.experiments.results("one", "", 10)).toEqual([result("r1/base/0", "run-1", "scored again")]);
    await expect(storage.experiments.keepResults("none", [result("r1/base/0", "x")])).rejects.toThrow();
    expect(await storage.experiments.results("none", "", 10)).toEqual([]);
  });

  it("keeps what people say apart from what checks say, and takes it back", async () => {
    await storage.jobs.create(job("one"));
    await storage.experiments.rate("one", { cell: "r1/base/0", rating: { passed: true, stars: 5 } }, 1);
    await storage.experiments.rate("one", { cell: "r1/base/0", rating: { passed: false, label: "rude" } }, 2);
    await storage.experiments.rate("one", { cell: "r2/base/0", rating: { stars: 1 } }, 3);
    await reopen();
    expect(await storage.experiments.ratings("one")).toEqual([
      { cell: "r1/base/0", rating: { passed: false, label: "rude" } },
      { cell: "r2/base/0", rating: { stars: 1 } },
    ]);
    await storage.experiments.rate("one", { cell: "r2/base/0", rating: null }, 4);
    expect(await storage.experiments.ratings("one")).toHaveLength(1);
  });

  it("lets a fixed test be read of the first results only, also over a restart", async () => {
    await storage.jobs.create(job("one"));
    expect(await storage.experiments.speakOnce("one", "first")).toBe("first");
    await reopen();
    expect(await storage.experiments.speakOnce("one", "second")).toBe("first");
    await storage.experiments.keepSummary("one", { title: "ferry" });
    expect(await storage.experiments.notes("one")).toEqual({ summary: { title: "ferry" }, spoken: "first" });
  });

  it("keeps rows by the thousand, which come in parts, behind a job that is there from the first", async () => {
    const rowAt = (index: number) => ({ id: String(index + 1), variables: { text: `row ${index} \ud800` } });
    const rows = new LazyRows(5_003, rowAt);
    const creating = storage.jobs.create(job("many", { cells: rows.length, spec: { version: 1, body: { rows } } }));
    // What begins meanwhile is written behind its job.
    expect(await storage.jobs.find("many")).toMatchObject({ title: "ferry", cells: 5_003, state: "running" });
    await creating;
    await reopen();
    const { version, body } = await storage.jobs.spec("many");
    const kept = (body as { rows: RowList<unknown> }).rows;
    expect({ version, rows: kept.slice() }).toEqual({ version: 1, rows: rows.slice() });
  });

  it("finds words of whole answers within one experiment", async () => {
    await storage.jobs.create(job("one"));
    await storage.jobs.create(job("two"));
    await storage.runs.finish(ofCell(sampleRun(1), "r1/base/0"));
    await storage.runs.finish(ofCell(sampleRun(2), "r1/base/0", "two"));
    const [word = ""] = sampleRun(1).output.text.split(/\W+/);
    expect(await storage.experiments.findAnswers("one", word.slice(0, 4))).toEqual(["r1/base/0"]);
    expect(await storage.experiments.findAnswers("one", "nothinglikethis")).toEqual([]);
  });

  it("takes an experiment away with its runs, results and ratings, but none that has not ended", async () => {
    await storage.jobs.create(job("one"));
    await storage.runs.finish(ofCell(sampleRun(1), "r1/base/0"));
    await storage.experiments.keepResults("one", [result("r1/base/0", "run-1")]);
    await storage.experiments.rate("one", { cell: "r1/base/0", rating: { stars: 1 } }, 1);
    await expect(storage.experiments.remove("one")).rejects.toThrow(/ended/);
    await storage.jobs.change("one", here, { state: "done", endedAt: 9, error: null, release: true });
    await storage.experiments.remove("one");
    expect(await storage.jobs.find("one")).toBe(null);
    expect(await storage.experiments.results("one", "", 10)).toEqual([]);
    expect(await storage.experiments.ratings("one")).toEqual([]);
    await expect(storage.run("run-1")).rejects.toBeInstanceOf(AppFailure);
  });
});
