import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type History, openHistory } from "@engine/history/history.ts";
import { openDatabase } from "@engine/history/open-database.ts";
import type { JobOwner, NewJob } from "@engine/jobs/job-store.ts";
import { createJobs, type JobsOptions } from "@engine/jobs/jobs.ts";
import { systemClock } from "@engine/time/clock.ts";
import { noNotes } from "@shared/domain/run/history.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jobOfRows } from "../../conformance/engine/job-of-rows.ts";
import { sampleRun } from "../history/sample-run.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

const here: JobOwner = { pid: process.pid, started: null };
const base64 = "iVBORw0KGgo".repeat(2_000);
const picture = `data:image/png;base64,${base64}`;
const hash = createHash("sha256").update(base64).digest("hex");

let folder: string;
let history: History;
beforeEach(async () => {
  folder = await temporaryFolder();
  history = await openHistory({ folder });
});
afterEach(() => history.close());

/** A job whose process has gone. */
async function leave(spec: NewJob["spec"]): Promise<void> {
  const row = { id: "job", kind: "cells", title: "a job", cells: 2, state: "paused" as const, wish: null, owner: null };
  await history.jobs.create({ ...row, beatAt: null, createdAt: 1, endedAt: null, error: null, spec });
}

/** What is sent when it is taken up. */
async function takeUp(): Promise<RunRequest[]> {
  const sent: RunRequest[] = [];
  const startCell: JobsOptions["startCell"] = ({ cell, request }) => {
    sent.push(request);
    return { runId: cell, ended: Promise.resolve(sampleRun(1)), cancel: () => undefined };
  };
  const jobs = createJobs({ clock: systemClock, unsaved: () => null, owner: here, store: history.jobs, startCell });
  await jobs.resume("job");
  await expect.poll(async () => (await jobs.get("job")).job.state, { timeout: 20_000 }).toBe("done");
  await jobs.close();
  return sent;
}

function database<T>(work: (file: DatabaseSync) => T): T {
  const file = new DatabaseSync(join(folder, "history.db"));
  try {
    file.exec("PRAGMA busy_timeout = 5000");
    return work(file);
  } finally {
    file.close();
  }
}

const blobs = () =>
  database((file) =>
    file
      .prepare("SELECT hash FROM blobs")
      .all()
      .map((row) => row["hash"]),
  );

function withPicture() {
  const spec = jobOfRows(2);
  const rows = spec.rows.map((row) => ({ ...row, variables: { ...row.variables, shot: picture } }));
  return { version: 2, body: { ...spec, rows } };
}

describe("the spec of a job", () => {
  it("of an earlier version is brought up to date when it is read (an upgrade in the middle of a pass ended it)", async () => {
    const now = jobOfRows(2);
    const [variant] = now.variants;
    const before = { ...variant, request: { ...variant?.request, prompt: { source: "demo", name: "a", version: 3 } } };
    await leave({ version: 2, body: now });
    database((file) => {
      const spec = JSON.stringify({ title: "a job", cells: 2, body: { ...now, variants: [before] } });
      file.prepare("UPDATE jobs SET spec = ?").run(spec);
    });
    const sent = await takeUp();
    expect(sent.map(({ prompt }) => prompt)).toEqual([
      { library: "demo", name: "a", version: "3" },
      { library: "demo", name: "a", version: "3" },
    ]);
  });

  it("keeps a picture by its hash, once beside the runs', and sends it whole (a row held it for every row of a pass)", async () => {
    await leave(withPicture());
    const sent = await takeUp();
    expect(sent.map(({ variables }) => variables["shot"])).toEqual([picture, picture]);
    const stored = database((file) => file.prepare("SELECT length(spec) AS length FROM jobs").get()?.["length"]);
    expect(stored).toBeLessThan(base64.length / 4);
    const run = sampleRun(1);
    const record = {
      ...run,
      request: { ...run.request, variables: { shot: picture } },
      job: { jobId: "job", cell: "c" },
    };
    await history.add([{ record, notes: noNotes }]);
    expect(blobs()).toEqual([hash]);
    // The run goes, then the job that has ended and has no run left, and with it the picture.
    database((file) => file.exec("UPDATE runs SET deleted_at = 1"));
    await history.close();
    history = await openHistory({ folder });
    expect(blobs()).toEqual([]);
  });

  it("whose picture a run shares keeps it when that run goes (a job that is taken up misses its picture)", async () => {
    const run = sampleRun(1);
    const record = { ...run, request: { ...run.request, variables: { shot: picture } } };
    await history.add([{ record, notes: noNotes }]);
    await leave(withPicture());
    const twoDaysAgo = Date.now() - 2 * 86_400_000;
    database((file) => file.exec(`UPDATE runs SET started_at = ${twoDaysAgo}`));
    await history.retain({ maxAgeDays: 1, maxGigabytes: null });
    await expect(history.get(record.id)).rejects.toThrow();
    expect(blobs()).toEqual([hash]);
    const [sent] = await takeUp();
    expect(sent?.variables["shot"]).toBe(picture);
  });

  it("comes out of a damaged history with its pictures", async () => {
    await leave(withPicture());
    await history.close();
    const path = join(folder, "history.db");
    const page = database((file) => {
      file.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      const row = file.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'runs_by_model'").get();
      return Number(row?.["rootpage"]) - 1;
    });
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xff, page * 4096, page * 4096 + 200));
    const opened = await openDatabase({ folder, now: () => 1 });
    opened.database?.close();
    expect(opened.notices.join()).toContain("damaged");
    history = await openHistory({ folder });
    expect(blobs()).toEqual([hash]);
    expect(await history.jobs.spec("job")).toEqual(withPicture());
  });
});
