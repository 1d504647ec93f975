import type { Blob } from "./blob-text.ts";
import type { Statements } from "./statements.ts";

/*
 * Blobs in their table: long strings and pictures, each once, whoever uses it. Runs and the specs of jobs do; a blob
 * goes with the last of them.
 */

/** Keeps the blobs of a run. */
export function keepBlobFor(sql: Statements, sequence: number): (blob: Blob) => void {
  return ({ hash, data }) => {
    keepBlob(sql, hash, data);
    sql.run("INSERT INTO blob_uses VALUES (?, ?) ON CONFLICT DO NOTHING", hash, sequence);
  };
}

/** Keeps the blobs of a job's spec, whose row has to be there. */
export function keepBlobForJob(sql: Statements, jobId: string): (blob: Blob) => void {
  return ({ hash, data }) => {
    keepBlob(sql, hash, data);
    sql.run("INSERT INTO job_blobs VALUES (?, ?) ON CONFLICT DO NOTHING", hash, jobId);
  };
}

function keepBlob(sql: Statements, hash: string, data: Uint8Array): void {
  sql.run("INSERT INTO blobs VALUES (?, ?) ON CONFLICT DO NOTHING", hash, data);
}

/** Finds a blob's bytes; undefined when it is missing. */
export function blobFinder(sql: Statements): (hash: string) => Uint8Array | undefined {
  return (hash) => {
    const data = sql.get("SELECT data FROM blobs WHERE hash = ?", hash)?.["data"];
    return data instanceof Uint8Array ? data : undefined;
  };
}

export function blobsOfRun(sql: Statements, sequence: number): string[] {
  return sql.all("SELECT hash FROM blob_uses WHERE sequence = ?", sequence).map(({ hash }) => String(hash));
}

export function blobsOfJob(sql: Statements, jobId: string): string[] {
  return sql.all("SELECT hash FROM job_blobs WHERE job_id = ?", jobId).map(({ hash }) => String(hash));
}

/** Of these, removes what neither a run nor a job uses any more. */
export function removeUnusedBlobs(sql: Statements, hashes: readonly string[]): void {
  for (const hash of hashes) {
    sql.run(
      `DELETE FROM blobs WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM blob_uses WHERE hash = ?1)
       AND NOT EXISTS (SELECT 1 FROM job_blobs WHERE hash = ?1)`,
      hash,
    );
  }
}
