import type { AppError } from "@shared/domain/error/error.ts";
import type { JobState, JobWish } from "@shared/domain/job/job.ts";
import type { CellRun, JobChange, JobClaim, JobOwner, JobRow } from "../jobs/job-store.ts";
import { isSameProcess } from "../store/process-start.ts";
import { blobFinder, blobsOfJob, keepBlobForJob, removeUnusedBlobs } from "./blob-rows.ts";
import type { Blob } from "./blob-text.ts";
import type { PackedJob } from "./history-calls.ts";
import type { PackedSpec } from "./packed-spec.ts";
import type { Row } from "./run-row.ts";
import { closeInterrupted } from "./run-rows.ts";
import type { Statements } from "./statements.ts";

/*
 * Jobs in their table (`electron/engine/jobs/README.md`). Title and number of cells lie in the spec's JSON, beside what the kind made.
 * Pictures and other long texts of a spec are blobs, as those of runs are. A spec that is no JSON any more hides no other job: it is listed by its kind and can be ended.
 */

const columns = `id, kind, state, wish, owner_pid, owner_started, beat_at, created_at, ended_at, error,
  iif(json_valid(spec), json_extract(spec, '$.title'), NULL) AS title,
  iif(json_valid(spec), json_extract(spec, '$.cells'), NULL) AS cells`;

export function createJob(sql: Statements, job: PackedJob): void {
  sql.runNamed(
    `INSERT INTO jobs (id, kind, spec, state, wish, owner_pid, owner_started, beat_at, created_at, ended_at, error)
     VALUES (:id, :kind, :spec, :state, NULL, :pid, :started, :beat, :created, NULL, NULL)`,
    {
      id: job.id,
      kind: job.kind,
      spec: job.spec.text,
      state: job.state,
      pid: job.owner?.pid ?? null,
      started: job.owner?.started ?? null,
      beat: job.beatAt,
      created: job.createdAt,
    },
  );
  job.spec.blobs.forEach(keepBlobForJob(sql, job.id));
}

/** More of a spec that is too long for one message. */
export function addSpecPart(
  sql: Statements,
  id: string,
  { blobs, text }: Pick<PackedSpec, "blobs"> & Partial<PackedSpec>,
): void {
  blobs.forEach(keepBlobForJob(sql, id));
  if (text !== undefined) sql.run("UPDATE jobs SET spec = ? WHERE id = ?", text, id);
}

/** One statement decides who gets it; what its last owner left running is then closed. */
export function claimJob(sql: Statements, { id, owner, at, seen }: JobClaim): boolean {
  const claimed = sql.get(
    `UPDATE jobs SET state = 'running', wish = NULL, ended_at = NULL, error = NULL,
       owner_pid = ?, owner_started = ?, beat_at = ?
     WHERE id = ? AND state = ? AND owner_pid IS ? AND owner_started IS ? AND beat_at IS ? RETURNING id`,
    owner.pid,
    owner.started,
    at,
    id,
    seen.state,
    seen.owner?.pid ?? null,
    seen.owner?.started ?? null,
    seen.beatAt,
  );
  if (claimed) closeInterrupted(sql, (jobId) => jobId === id);
  return claimed !== undefined;
}

const ofOwner = "id = ? AND owner_pid = ? AND owner_started IS ?";

export function beatJob(sql: Statements, id: string, { pid, started }: JobOwner, at: number): boolean {
  return sql.get(`UPDATE jobs SET beat_at = ? WHERE ${ofOwner} RETURNING id`, at, id, pid, started) !== undefined;
}

export function changeJob(sql: Statements, id: string, { pid, started }: JobOwner, change: JobChange): boolean {
  const letGo = change.release ? ", owner_pid = NULL, owner_started = NULL, beat_at = NULL" : "";
  const changed = sql.get(
    `UPDATE jobs SET state = ?, wish = NULL, ended_at = ?, error = ?${letGo} WHERE ${ofOwner} RETURNING id`,
    change.state,
    change.endedAt,
    change.error && JSON.stringify(change.error),
    id,
    pid,
    started,
  );
  return changed !== undefined;
}

export function wishOfJob(sql: Statements, id: string, wish: JobWish): boolean {
  return sql.get("UPDATE jobs SET wish = ? WHERE id = ? AND ended_at IS NULL RETURNING id", wish, id) !== undefined;
}

export function findJob(sql: Statements, id: string): JobRow | null {
  const row = sql.get(`SELECT ${columns} FROM jobs WHERE id = ?`, id);
  return row ? toJob(row) : null;
}

/** The spec as it was written; what it refers to by hash is asked for apart, since that may be long. */
export function findSpecText(sql: Statements, id: string): string {
  return String(sql.get("SELECT spec FROM jobs WHERE id = ?", id)?.["spec"]);
}

/** Those of these blobs that are there. */
export function findBlobs(sql: Statements, hashes: readonly string[]): Blob[] {
  const find = blobFinder(sql);
  return hashes.flatMap((hash) => {
    const data = find(hash);
    return data ? [{ hash, data }] : [];
  });
}

export function listJobs(sql: Statements, ended: number): JobRow[] {
  const rows = sql.all(
    `SELECT ${columns} FROM jobs WHERE ended_at IS NULL OR id IN (
       SELECT id FROM jobs WHERE ended_at IS NOT NULL ORDER BY created_at DESC LIMIT ?
     ) ORDER BY created_at DESC`,
    ended,
  );
  return rows.map(toJob);
}

const costColumn = `(SELECT json_extract(document, '$.metrics.cost.usd') FROM documents
  WHERE documents.sequence = runs.sequence AND json_valid(document))`;

/** The latest run of each cell, deleted ones too: what was sent was sent. Costs are read out of every document. */
export function listCells(sql: Statements, id: string, withCosts: boolean): CellRun[] {
  const rows = sql.all(
    `SELECT runs.cell, runs.id, runs.state, runs.outcome,
       runs.state = 'finished' OR EXISTS (
         SELECT 1 FROM exchanges WHERE exchanges.sequence = runs.sequence
           AND (NOT json_valid(exchange) OR json_extract(exchange, '$.kind') = 'provider')
       ) AS sent,
       ${withCosts ? costColumn : "NULL"} AS usd
     FROM runs WHERE runs.job_id = ? AND runs.cell IS NOT NULL ORDER BY runs.sequence`,
    id,
  );
  const latest = new Map<string, CellRun>();
  for (const row of rows) {
    const cell = toCell(row);
    const before = latest.get(cell.cell);
    if (before) cell.earlier = [...(before.earlier ?? []), before.runId];
    latest.set(cell.cell, cell);
  }
  return [...latest.values()];
}

/** Jobs whose process is there and drives them now: their runs are under way, whoever opens the history. */
export function livingJobs(sql: Statements): string[] {
  const rows = sql.all("SELECT id, owner_pid, owner_started FROM jobs WHERE owner_pid IS NOT NULL");
  return rows.flatMap(({ id, owner_pid, owner_started }) =>
    isSameProcess(Number(owner_pid), numberOrNull(owner_started)) ? [String(id)] : [],
  );
}

/** A job that has ended is of no use without any of its runs. It goes with the blobs that nothing else uses. */
export function forgetEmptyJobs(sql: Statements): void {
  const empty = sql.all(
    `SELECT id FROM jobs WHERE ended_at IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.job_id = jobs.id AND runs.job_id IS NOT NULL)`,
  );
  for (const row of empty) removeJob(sql, String(row["id"]));
}

/** With the blobs that nothing else uses, and what it came to. */
export function removeJob(sql: Statements, id: string): void {
  const hashes = blobsOfJob(sql, id);
  sql.run("DELETE FROM jobs WHERE id = ?", id);
  removeUnusedBlobs(sql, hashes);
}

function toJob(row: Row): JobRow {
  const pid = numberOrNull(row["owner_pid"]);
  return {
    id: String(row["id"]),
    kind: String(row["kind"]),
    title: String(row["title"] ?? row["kind"]),
    cells: Number(row["cells"]),
    state: String(row["state"]) as JobState,
    wish: row["wish"] as JobWish | null,
    owner: pid === null ? null : { pid, started: numberOrNull(row["owner_started"]) },
    beatAt: numberOrNull(row["beat_at"]),
    createdAt: Number(row["created_at"]),
    endedAt: numberOrNull(row["ended_at"]),
    error: typeof row["error"] === "string" ? (JSON.parse(row["error"]) as AppError) : null,
  };
}

function toCell(row: Row): CellRun {
  return {
    cell: String(row["cell"]),
    runId: String(row["id"]),
    state: String(row["state"]) as CellRun["state"],
    outcome: typeof row["outcome"] === "string" ? row["outcome"] : null,
    mayHaveLeft: row["sent"] === 1,
    costUsd: numberOrNull(row["usd"]),
  };
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
