import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import type { KeptSetup } from "@shared/domain/experiment/experiment-setup.ts";
import type { HumanRating } from "@shared/domain/experiment/human-rating.ts";
import type { ExperimentNotes, KeptRating, KeptResult } from "../experiments/store/experiment-store.ts";
import { removeJob } from "./job-rows.ts";
import type { Row } from "./run-row.ts";
import { removeRuns } from "./run-rows.ts";
import { toMatchQuery } from "./search-text.ts";
import type { Statements } from "./statements.ts";

/*
 * Results, ratings and set-ups are JSON texts, in which a lone surrogate and a NUL survive. What cannot be read any more
 * is not there: a result is made anew from its run.
 */

export function keepResults(sql: Statements, jobId: string, results: readonly KeptResult[]): void {
  // Of a job whose row could not be written nothing is kept.
  if (!hasJob(sql, jobId)) throw new Error("There is no such experiment any more.");
  for (const { cell, result, excerpt } of results) {
    sql.run(
      `INSERT INTO results (job_id, cell, result) VALUES (?, ?, ?)
       ON CONFLICT (job_id, cell) DO UPDATE SET result = excluded.result`,
      jobId,
      cell,
      JSON.stringify({ result, excerpt }),
    );
  }
}

export function listResults(sql: Statements, jobId: string, after: string, most: number): KeptResult[] {
  const rows = sql.all(
    "SELECT cell, result FROM results WHERE job_id = ? AND cell > ? ORDER BY cell LIMIT ?",
    jobId,
    after,
    most,
  );
  return rows.map(toResult);
}

export function findResult(sql: Statements, jobId: string, cell: string): KeptResult | null {
  const row = sql.get("SELECT cell, result FROM results WHERE job_id = ? AND cell = ?", jobId, cell);
  return row ? toResult(row) : null;
}

function toResult(row: Row): KeptResult {
  const kept = parsed(row["result"]) as { result: CellResult; excerpt: string } | null;
  return { cell: String(row["cell"]), result: kept?.result ?? unread, excerpt: kept?.excerpt ?? "" };
}

/** Stands for a result that cannot be read: its cell is judged anew. */
const unread: CellResult = {
  row: "",
  variant: "",
  repetition: 0,
  runId: null,
  standing: "waiting",
  passed: null,
  scores: [],
};

export function keepRating(sql: Statements, jobId: string, { cell, rating }: KeptRating, at: number): void {
  if (!hasJob(sql, jobId)) throw new Error("There is no such experiment any more.");
  if (rating === null) sql.run("DELETE FROM ratings WHERE job_id = ? AND cell = ?", jobId, cell);
  else {
    sql.run(
      `INSERT INTO ratings (job_id, cell, rating, rated_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (job_id, cell) DO UPDATE SET rating = excluded.rating, rated_at = excluded.rated_at`,
      jobId,
      cell,
      JSON.stringify(rating),
      at,
    );
  }
}

export function listRatings(sql: Statements, jobId: string): KeptRating[] {
  const rows = sql.all("SELECT cell, rating FROM ratings WHERE job_id = ? ORDER BY rated_at, cell", jobId);
  return rows.map((row) => ({ cell: String(row["cell"]), rating: parsed(row["rating"]) as HumanRating | null }));
}

export function findAnswers(sql: Statements, jobId: string, words: string): string[] {
  const match = toMatchQuery(words);
  if (match === null) return [];
  const rows = sql.all(
    `SELECT DISTINCT runs.cell FROM search CROSS JOIN runs ON runs.sequence = search.rowid
     WHERE search MATCH ? AND runs.job_id = ? AND runs.cell IS NOT NULL`,
    `output : (${match})`,
    jobId,
  );
  return rows.map((row) => String(row["cell"]));
}

export function experimentNotes(sql: Statements, jobId: string): ExperimentNotes | null {
  const row = sql.get("SELECT summary, spoken FROM experiments WHERE job_id = ?", jobId);
  if (!row) return null;
  const spoken = row["spoken"];
  return { summary: parsed(row["summary"]), spoken: typeof spoken === "string" ? spoken : null };
}

export function keepSummary(sql: Statements, jobId: string, summary: unknown): void {
  if (!hasJob(sql, jobId)) return;
  sql.run(
    `INSERT INTO experiments (job_id, summary) VALUES (?, ?)
     ON CONFLICT (job_id) DO UPDATE SET summary = excluded.summary`,
    jobId,
    JSON.stringify(summary),
  );
}

export function speakOnce(sql: Statements, jobId: string, mark: string): string {
  if (!hasJob(sql, jobId)) return mark;
  sql.run(
    `INSERT INTO experiments (job_id, spoken) VALUES (?, ?)
     ON CONFLICT (job_id) DO UPDATE SET spoken = coalesce(spoken, excluded.spoken)`,
    jobId,
    mark,
  );
  return String(sql.get("SELECT spoken FROM experiments WHERE job_id = ?", jobId)?.["spoken"] ?? mark);
}

export function removeExperiment(sql: Statements, jobId: string): void {
  const job = sql.get("SELECT ended_at FROM jobs WHERE id = ?", jobId);
  if (!job) return;
  if (job["ended_at"] === null) throw new Error("It has not ended: stop it first.");
  const user = sql.get(
    `SELECT json_extract(spec, '$.title') AS title FROM jobs,
       json_each(iif(json_valid(jobs.spec), jobs.spec, '{}'), '$.body.reused') AS taken
     WHERE jobs.kind = 'experiment' AND jobs.id <> ? AND taken.value IN (SELECT id FROM runs WHERE job_id = ?) LIMIT 1`,
    jobId,
    jobId,
  );
  if (user) throw new Error(`“${String(user["title"])}” has taken answers of it over: delete that one first.`);
  const runs = sql.all("SELECT sequence FROM runs WHERE job_id = ?", jobId);
  removeRuns(
    sql,
    runs.map((row) => Number(row["sequence"])),
  );
  removeJob(sql, jobId);
}

export function listSetups(sql: Statements): KeptSetup[] {
  const rows = sql.all("SELECT id, title, setup, changed_at FROM setups ORDER BY changed_at DESC, id");
  return rows.map((row) => ({
    id: String(row["id"]),
    title: String(parsed(row["title"]) ?? ""),
    changedAt: Number(row["changed_at"]),
    setup: parsed(row["setup"]),
  }));
}

export function keepSetup(sql: Statements, { id, title, changedAt, setup }: KeptSetup): void {
  sql.run(
    `INSERT INTO setups (id, title, setup, changed_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, setup = excluded.setup, changed_at = excluded.changed_at`,
    id,
    JSON.stringify(title),
    JSON.stringify(setup),
    changedAt,
  );
}

export function forgetSetup(sql: Statements, id: string): void {
  sql.run("DELETE FROM setups WHERE id = ?", id);
}

function hasJob(sql: Statements, jobId: string): boolean {
  return sql.get("SELECT 1 FROM jobs WHERE id = ?", jobId) !== undefined;
}

function parsed(text: unknown): unknown {
  if (typeof text !== "string") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
