import { removeRuns } from "./run-rows.ts";
import type { Statements } from "./statements.ts";

/** How long runs are kept. Pinned ones and running ones always are. */
export interface Retention {
  /** Null: for ever. */
  maxAgeDays: number | null;
  /** Of all runs together, with their blobs. Null: no limit. */
  maxBytes: number | null;
}

/** So much is kept unless a person says otherwise: age never removes a run, a full disk is not the app's doing. */
export const defaultRetention: Retention = { maxAgeDays: null, maxBytes: 4 * 1024 ** 3 };

const dayMs = 86_400_000;
/** Runs removed in one transaction, so that a write never waits long. */
const batch = 50;
const removable = "pinned = 0 AND state <> 'running'";

/** Bytes of pages that hold something. */
export function bytesInUse(sql: Statements): number {
  const pragma = (name: string) => Number(Object.values(sql.get(`PRAGMA ${name}`) ?? {})[0] ?? 0);
  return (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
}

/** Removes the oldest runs beyond the limits. Gives how many. */
export function applyRetention(sql: Statements, retention: Retention, now: number): number {
  return removeOlder(sql, retention.maxAgeDays, now) + removeBeyondSize(sql, retention.maxBytes);
}

/** What was deleted in an earlier session can no longer be brought back. */
export function purgeDeleted(sql: Statements): number {
  return removeInBatches(sql, "deleted_at IS NOT NULL", everything);
}

function removeOlder(sql: Statements, maxAgeDays: number | null, now: number): number {
  if (maxAgeDays === null) return 0;
  const oldest = Math.trunc(now - maxAgeDays * dayMs);
  return removeInBatches(sql, `started_at < ${oldest} AND ${removable}`, everything);
}

/**
 * Counts what runs hold and not the pages of the file: the search index gives its pages back only later, and going by
 * them would remove everything.
 */
function removeBeyondSize(sql: Statements, maxBytes: number | null): number {
  if (maxBytes === null) return 0;
  let total = bytesOfRuns(sql);
  return removeInBatches(sql, removable, {
    goOn: () => total > maxBytes,
    before: (sequence) => {
      total -= bytesOfRun(sql, sequence);
    },
  });
}

function bytesOfRuns(sql: Statements): number {
  const row = sql.get("SELECT (SELECT total(bytes) FROM runs) + (SELECT total(length(data)) FROM blobs) AS bytes");
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

function removeInBatches(sql: Statements, condition: string, { goOn, before }: Removing): number {
  let total = 0;
  for (;;) {
    const rows = sql.all(`SELECT sequence FROM runs WHERE ${condition} ORDER BY sequence LIMIT ${batch}`);
    const removed = sql.transaction(() => {
      const index = rows.findIndex((row) => {
        if (!goOn()) return true;
        const sequence = Number(row["sequence"]);
        before(sequence);
        removeRuns(sql, [sequence]);
        return false;
      });
      return index < 0 ? rows.length : index;
    });
    total += removed;
    if (removed < batch) break;
  }
  if (total > 0) sql.all("PRAGMA incremental_vacuum");
  return total;
}
