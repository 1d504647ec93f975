import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { CellsSpec } from "@shared/domain/job/cells-spec.ts";
import { type CellView, hasEnded, type JobEvent, type JobView } from "@shared/domain/job/job.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jobOfRows, rowOf } from "./job-of-rows.ts";
import { type EngineBench, openEngineBench } from "./open-engine.ts";

let bench: EngineBench;
beforeEach(async () => {
  bench = await openEngineBench();
});
afterEach(async () => {
  await bench.close();
});

/** One variant over rows, a row after the other. */
const overRows = (count: number, given: Partial<CellsSpec> = {}) =>
  jobOfRows(count, { rowByRow: true, concurrency: 1_000, ...given });

/** Rows beside each other, as many at once as are found to go. */
function overAll(count: number, given: Partial<CellsSpec> = {}): CellsSpec {
  const { concurrency: _, ...spec } = jobOfRows(count, given);
  return spec;
}

const endless = new AbortController().signal;

/** Hears a job until it has ended, or until `enough`. */
async function hear(id: string, enough: (event: JobEvent) => boolean = () => false): Promise<JobEvent[]> {
  const heard: JobEvent[] = [];
  for await (const { event } of bench.engine.jobs.events(id, -1, endless)) {
    heard.push(event);
    if (enough(event)) break;
  }
  return heard;
}

async function untilState(id: string, state: JobView["state"]): Promise<void> {
  await hear(id, (event) => event.type === "job" && event.job.state === state);
}

const rowsSent = () => bench.provider.requests.map(({ body }) => rowOf(body));
const sql = <T>(work: (database: DatabaseSync) => T): T => {
  const database = new DatabaseSync(join(bench.profile, "history.db"));
  try {
    database.exec("PRAGMA busy_timeout = 5000");
    return work(database);
  } finally {
    database.close();
  }
};

describe("a job", () => {
  it("sends every row once, in order, and counts what came of it from its runs", async () => {
    bench.provider.next({ kind: "status", status: 400 });
    const { job, cells } = bench.engine.jobs.start("cells", overRows(3));
    expect(cells.map(({ state }) => state)).toEqual(["running", "waiting", "waiting"]);
    await hear(job.id);
    expect(rowsSent()).toEqual(["r1", "r2", "r3"]);
    const detail = await bench.engine.jobs.get(job.id);
    expect(detail.job).toMatchObject({ state: "done", counts: { failed: 1, answered: 2, waiting: 0 } });
    const rows = sql((database) =>
      database.prepare("SELECT id, cell FROM runs WHERE job_id = ? ORDER BY sequence").all(job.id),
    );
    expect(rows.map((row) => [row["cell"], row["id"]])).toEqual(detail.cells.map(({ cell, runId }) => [cell, runId]));
    expect(sql((database) => database.prepare("SELECT state, owner_pid FROM jobs").all())).toEqual([
      { state: "done", owner_pid: null },
    ]);
  });

  it("is on the disk with its cell before the provider hears of it (a crash that nobody can account for)", async () => {
    bench.provider.next({ kind: "hang_before_headers" });
    const { job } = bench.engine.jobs.start("cells", overRows(1));
    await bench.provider.request(0);
    const row = sql((database) =>
      database.prepare("SELECT runs.cell, runs.state, jobs.state AS job FROM runs JOIN jobs ON jobs.id = job_id").get(),
    );
    expect(row).toEqual({ cell: "r1/a/0", state: "running", job: "running" });
    await bench.engine.jobs.cancel(job.id);
    await hear(job.id);
  });

  it("pauses after what runs, goes on where it was, and is heard again from any point", async () => {
    const held = Promise.withResolvers<void>();
    bench.provider.next({ kind: "hold", after: 1, until: held.promise });
    const { job } = bench.engine.jobs.start("cells", overRows(3));
    await bench.provider.request(0);
    expect(await bench.engine.jobs.pause(job.id)).toMatchObject({ state: "paused" });
    held.resolve();
    await hear(job.id, (event) => event.type === "cell" && event.cell.state === "answered");
    expect(bench.provider.requests).toHaveLength(1);
    expect(await bench.engine.jobs.resume(job.id)).toMatchObject({ state: "running" });
    const whole = await hear(job.id);
    expect(rowsSent()).toEqual(["r1", "r2", "r3"]);
    const again: JobEvent[] = [];
    for await (const { event } of bench.engine.jobs.events(job.id, 2, endless)) again.push(event);
    expect(again).toEqual(whole.slice(3));
  });

  // Eight and sixteen were offered, and the queue of single calls let four through.
  it.each([
    ["rows", overAll(12)],
    ["repetitions", overAll(0, { repetitions: 12 })],
  ])("sends as many calls of %s at once as it is told, with one key", async (_, spec) => {
    bench.provider.next(...Array.from({ length: 9 }, () => ({ kind: "hang", after: 1 }) as const));
    const { job } = bench.engine.jobs.start("cells", { ...spec, concurrency: 9 });
    await bench.provider.request(8);
    const before = await bench.engine.jobs.get(job.id);
    expect(bench.provider.requests).toHaveLength(9);
    // Repetitions are runs from the first, each of which can be stopped; of rows no more begin than are sent.
    expect(before.job.counts.running).toBe(spec.rows.length === 0 ? 12 : 9);
    await bench.engine.jobs.cancel(job.id);
    await hear(job.id);
    expect(bench.provider.requests).toHaveLength(9);
  });

  it("of many rows finds out how many calls a key takes, and begins no more than soon have their turn", async () => {
    bench.provider.next(
      ...Array.from({ length: 4 }, () => ({ kind: "answer", answer: { text: "yes" } }) as const),
      ...Array.from({ length: 5 }, () => ({ kind: "hang", after: 1 }) as const),
    );
    const { job } = bench.engine.jobs.start("cells", overAll(40));
    await bench.provider.request(8);
    await expect
      .poll(async () => (await bench.engine.jobs.get(job.id)).job.counts)
      .toMatchObject({ answered: 4, running: 5 + 8, waiting: 40 - 4 - 13 });
    expect(bench.provider.requests).toHaveLength(9);
    await bench.engine.jobs.cancel(job.id);
    await hear(job.id);
  });

  it("that is cancelled closes its sockets and sends nothing more", async () => {
    bench.provider.next({ kind: "hang", after: 1 }, { kind: "hang", after: 1 });
    const { job } = bench.engine.jobs.start("cells", overRows(3, { repetitions: 2 }));
    const [first, second] = [await bench.provider.request(0), await bench.provider.request(1)];
    await bench.engine.jobs.cancel(job.id);
    await Promise.all([first.closed, second.closed]);
    await hear(job.id);
    expect(bench.provider.requests).toHaveLength(2);
    const { job: ended } = await bench.engine.jobs.get(job.id);
    expect(ended).toMatchObject({ state: "cancelled", counts: { stopped: 2, waiting: 4 } });
  });

  it("sends cells again only when asked for, and only those asked for", async () => {
    bench.provider.next({ kind: "status", status: 400 });
    const { job } = bench.engine.jobs.start("cells", overRows(3));
    await hear(job.id);
    await bench.engine.jobs.retry(job.id, ["failed"]);
    await hear(job.id, (event) => event.type === "job" && hasEnded(event.job));
    await expect.poll(async () => (await bench.engine.jobs.get(job.id)).job.counts.answered).toBe(3);
    expect(rowsSent()).toEqual(["r1", "r2", "r3", "r1"]);
  });

  it("carries out the wish of another process", async () => {
    bench.provider.next({ kind: "hang", after: 1 });
    const { job } = bench.engine.jobs.start("cells", overRows(2));
    await bench.provider.request(0);
    sql((database) => database.prepare("UPDATE jobs SET wish = 'cancel' WHERE id = ?").run(job.id));
    await hear(job.id);
    expect((await bench.engine.jobs.get(job.id)).job).toMatchObject({ state: "cancelled" });
    expect(bench.provider.requests).toHaveLength(1);
  });

  it("of another process is shown with its progress, and gets wishes instead of being taken", async () => {
    const { job } = bench.engine.jobs.start("cells", overRows(1));
    await hear(job.id);
    // A process that is there and is not this one: the parent of the tests.
    sql((database) =>
      database
        .prepare(
          `INSERT INTO jobs (id, kind, spec, state, owner_pid, beat_at, created_at)
           SELECT 'other', kind, spec, 'running', ?, ?, created_at FROM jobs WHERE id = ?`,
        )
        .run(process.ppid, Date.now(), job.id),
    );
    const [other] = (await bench.engine.jobs.list()).filter(({ id }) => id === "other");
    expect(other).toMatchObject({ owner: "other", ownerPid: process.ppid, state: "running", counts: { waiting: 1 } });
    await expect(bench.engine.jobs.retry("other", ["failed"])).rejects.toThrow(`Process ${process.ppid}`);
    expect(await bench.engine.jobs.pause("other")).toMatchObject({ owner: "other", wish: "pause" });
    const heard = hear("other");
    sql((database) => database.prepare("UPDATE jobs SET state = 'cancelled', ended_at = 1 WHERE id = 'other'").run());
    expect((await heard).at(-1)).toMatchObject({ type: "job", job: { state: "cancelled" } });
  });

  it("whose history cannot be written goes on in memory and says so (a job that only seems to be kept)", async () => {
    sql((database) => database.exec("DROP TABLE jobs"));
    const { job } = bench.engine.jobs.start("cells", overRows(2));
    await hear(job.id);
    const [view] = await bench.engine.jobs.list();
    expect(view).toMatchObject({ state: "done", notice: expect.stringContaining("Not kept"), counts: { answered: 2 } });
  });

  it("keeps its runs from the limits as long as it has not ended (a row sent twice since its run was removed)", async () => {
    const held = Promise.withResolvers<void>();
    const { job } = bench.engine.jobs.start("cells", overRows(2));
    bench.provider.next({ kind: "answer", answer: { text: "one" } }, { kind: "hold", after: 1, until: held.promise });
    await bench.provider.request(1);
    sql((database) => database.exec("UPDATE runs SET started_at = 1 WHERE state = 'finished'"));
    await bench.engine.history.retain({ maxAgeDays: 1, maxGigabytes: null });
    const cells: CellView[] = (await bench.engine.jobs.get(job.id)).cells;
    const [first] = cells;
    await expect(bench.engine.history.get(first?.runId ?? "")).resolves.toBeDefined();
    held.resolve();
    await hear(job.id);
    await bench.engine.history.retain({ maxAgeDays: 1, maxGigabytes: null });
    await expect(bench.engine.history.get(first?.runId ?? "")).rejects.toThrow();
  });

  it("is let go by an app that closes, and taken up by the next", async () => {
    bench.provider.next({ kind: "answer", answer: { text: "one" } }, { kind: "hang", after: 1 });
    const { job } = bench.engine.jobs.start("cells", overRows(3));
    await bench.provider.request(1);
    await bench.reopen();
    const [left] = await bench.engine.jobs.list();
    expect(left).toMatchObject({ id: job.id, state: "paused", owner: "none" });
    expect(left?.counts).toMatchObject({ answered: 1, stopped: 1, waiting: 1 });
    await bench.engine.jobs.resume(job.id);
    await untilState(job.id, "done");
    expect(rowsSent()).toEqual(["r1", "r2", "r3"]);
  });
});
