import type { RunsOverLimits } from "@shared/domain/run/history.ts";
import { removeRuns } from "./run-rows.ts";
import type { Statements } from "./statements.ts";

/** How long runs are kept. Pinned ones and running ones always are. */
export interface Retention {
  /** Null: for ever. */
  maxAgeDays: number | null;
  /** Of all runs together but those of experiments, with their blobs. Null: no limit. */
  maxBytes: number | null;
}

const dayMs = 86_400_000;
/** Runs removed in one transaction, so that a write never waits long. */
const batch = 50;
/** What a job that has not ended has sent is known by its runs: without them it would be sent again. */
const ofNoOpenJob = "(job_id IS NULL OR job_id NOT IN (SELECT id FROM jobs WHERE ended_at IS NULL))";
/** Cells of an experiment go with it: what it says rests on them. */
export const ofNoExperiment = `(job_id IS NULL OR job_id NOT IN (SELECT id FROM jobs WHERE kind = 'experiment'))`;
const removable = `pinned = 0 AND state <> 'running' AND ${ofNoOpenJob} AND ${ofNoExperiment}`;

/** Bytes of pages that hold something. */
export function bytesInUse(sql: Statements): number {
  const pragma = (name: string) => Number(Object.values(sql.get(`PRAGMA ${name}`) ?? {})[0] ?? 0);
  return (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
}

/** Told of runs that are about to be removed for good; what it throws keeps them. */
export type NoteRemoved = (ids: readonly string[]) => void;

/** Removes the oldest runs beyond the limits. Gives how many. */
export function applyRetention(sql: Statements, retention: Retention, now: number, note: NoteRemoved): number {
  return removeOlder(sql, retention.maxAgeDays, now, note) + removeOverSize(sql, retention.maxBytes, note);
}

/** What `applyRetention` would remove. Deleted runs go too, but nobody misses them, so they are not counted. */
export function findOverLimits(sql: Statements, { maxAgeDays, maxBytes }: Retention, now: number): RunsOverLimits {
  const oldest = maxAgeDays === null ? 0 : Math.trunc(now - maxAgeDays * dayMs);
  const found: RunsOverLimits = { runs: 0, bytes: 0 };
  const total = maxBytes === null ? 0 : bytesOfRuns(sql);
  const freedBlobs = createBlobCount(sql);
  const rows = sql.all(
    `SELECT sequence, bytes, deleted_at IS NULL AS shown, started_at < ${oldest} AS old FROM runs
     WHERE ${removable} ${maxBytes === null ? `AND started_at < ${oldest}` : ""} ORDER BY old DESC, sequence`,
  );
  for (const row of rows) {
    const tooLarge = maxBytes !== null && total - found.bytes > maxBytes;
    if (row["old"] !== 1 && !tooLarge) break;
    found.runs += Number(row["shown"]);
    found.bytes += Number(row["bytes"]) + freedBlobs(Number(row["sequence"]));
  }
  return found;
}

/** Tells for runs removed one after the other how many bytes of blobs go with each: those of which it is the last user. */
function createBlobCount(sql: Statements): (sequence: number) => number {
  const usersLeft = new Map<string, number>();
  return (sequence) => {
    let freed = 0;
    const used = sql.all(
      `SELECT hash, length(data) AS bytes, (SELECT count(*) FROM blob_uses AS every WHERE every.hash = blobs.hash) AS users
       FROM blob_uses JOIN blobs USING (hash) WHERE blob_uses.sequence = ?`,
      sequence,
    );
    for (const { hash, bytes, users } of used) {
      const left = (usersLeft.get(String(hash)) ?? Number(users)) - 1;
      usersLeft.set(String(hash), left);
      if (left === 0) freed += Number(bytes);
    }
    return freed;
  };
}

/** What was deleted in an earlier session can no longer be brought back. */
export function purgeDeleted(sql: Statements, note: NoteRemoved): number {
  return removeInBatches(sql, `deleted_at IS NOT NULL AND ${ofNoOpenJob}`, everything, note);
}

function removeOlder(sql: Statements, maxAgeDays: number | null, now: number, note: NoteRemoved): number {
  if (maxAgeDays === null) return 0;
  const oldest = Math.trunc(now - maxAgeDays * dayMs);
  return removeInBatches(sql, `started_at < ${oldest} AND ${removable}`, everything, note);
}

/**
 * Counts what runs hold and not the pages of the file: the search index gives its pages back only later, and going by
 * them would remove everything.
 */
function removeOverSize(sql: Statements, maxBytes: number | null, note: NoteRemoved): number {
  if (maxBytes === null) return 0;
  let total = bytesOfRuns(sql);
  const removing: Removing = {
    goOn: () => total > maxBytes,
    before: (sequence) => {
      total -= bytesOfRun(sql, sequence);
    },
  };
  return removeInBatches(sql, removable, removing, note);
}

function bytesOfRuns(sql: Statements): number {
  // A blob that only jobs or experiments use goes with no run, so removing runs would never make room for it.
  const row = sql.get(
    `SELECT (SELECT total(bytes) FROM runs WHERE ${ofNoExperiment}) + (SELECT total(length(data)) FROM blobs
       WHERE EXISTS (
         SELECT 1 FROM blob_uses JOIN runs USING (sequence) WHERE blob_uses.hash = blobs.hash AND ${ofNoExperiment}
       )) AS bytes`,
  );
  return Number(row?.["bytes"] ?? 0);
}

/** With the blobs that no other run uses. */
function bytesOfRun(sql: Statements, sequence: number): number {
  const row = sql.get(
    `SELECT (SELECT bytes FROM runs WHERE sequence = ?1) + (
       SELECT total(length(data)) FROM blobs JOIN blob_uses USING (hash)
       WHERE blob_uses.sequence = ?1
         AND NOT EXISTS (SELECT 1 FROM blob_uses AS other WHERE other.hash = blobs.hash AND other.sequence <> ?1)
     ) AS bytes`,
    sequence,
  );
  return Number(row?.["bytes"] ?? 0);
}

interface Removing {
  goOn(): boolean;
  before(sequence: number): void;
}

const everything: Removing = { goOn: () => true, before: () => undefined };

function removeInBatches(sql: Statements, condition: string, { goOn, before }: Removing, note: NoteRemoved): number {
  let total = 0;
  for (;;) {
    const rows = sql.all(`SELECT sequence, id FROM runs WHERE ${condition} ORDER BY sequence LIMIT ${batch}`);
    const removed = sql.transaction(() => {
      const ids: string[] = [];
      for (const row of rows) {
        if (!goOn()) break;
        const sequence = Number(row["sequence"]);
        before(sequence);
        removeRuns(sql, [sequence]);
        ids.push(String(row["id"]));
      }
      note(ids);
      return ids.length;
    });
    total += removed;
    if (removed < batch) break;
  }
  if (total > 0) sql.all("PRAGMA incremental_vacuum");
  return total;
}
