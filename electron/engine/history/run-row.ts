import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import type { ToolCall } from "@shared/domain/message/message.ts";
import type { RunNotes, RunSummary } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { RunOutput, Usage } from "@shared/domain/run/stream-event.ts";
import { isEdit, refOf } from "../../../shared/domain/prompt/run-prompt.ts";

/** Rows of before schema 4 have their version as a number. */
export const versionColumn = "coalesce(runs.version, CAST(runs.prompt_version AS TEXT))";

/**
 * The columns of a list row, in the order of `RunSummary`. Earlier versions kept no excerpt of an answer that only
 * calls tools; such calls are read from the run itself.
 */
export const summaryColumns = `runs.sequence, runs.id, runs.started_at, runs.state, runs.outcome, runs.prompt_library,
  runs.prompt_connection, runs.prompt_name, ${versionColumn} AS version, runs.content_hash, runs.edit_id,
  runs.prompt_label, runs.kind, runs.api, runs.compile_mode, runs.model, runs.provider,
  runs.http_status, runs.error_code, runs.total_ms, runs.ttft_ms, runs.usage, runs.comparison_id, runs.replayed,
  runs.gateway, runs.excerpt, runs.job_id, runs.rating, runs.note, runs.pinned, runs.best_blind_of, runs.deleted_at,
  (SELECT iif(json_valid(spec), json_extract(spec, '$.title'), kind) FROM jobs JOIN experiments ON job_id = jobs.id
    WHERE jobs.id = runs.job_id AND first = runs.sequence) AS experiment,
  (SELECT iif(json_valid(spec), json_extract(spec, '$.cells'), 0) FROM jobs JOIN experiments ON job_id = jobs.id
    WHERE jobs.id = runs.job_id AND first = runs.sequence) AS cells,
  CASE WHEN runs.excerpt = '' AND runs.state <> 'running' THEN (
    SELECT json_extract(document, '$.output.toolCalls') FROM documents
    WHERE documents.sequence = runs.sequence AND json_valid(document)
  ) END AS calls`;

/** The columns of what a person has added. */
export const notesNames = "rating, note, pinned, best_blind_of";

export type Row = Record<string, SQLOutputValue>;

const excerptCharacters = 200;

/** What lists and filters need of a record, by column. Lossy where a name holds what SQL text cannot. */
function toColumns(record: RunRecord): Columns {
  const { request, resolved, plan, outcome, metrics } = record;
  const error = outcome && "error" in outcome ? outcome.error : undefined;
  const ref = resolved?.ref ?? refOf(request.prompt);
  const edited = request.prompt !== null && isEdit(request.prompt);
  return {
    id: record.id,
    started_at: Math.trunc(record.startedAt),
    state: record.state,
    outcome: outcome?.kind ?? null,
    prompt_library: ref?.library ?? null,
    prompt_connection: ref?.connection ?? null,
    prompt_project: ref?.project ?? null,
    prompt_name: ref?.name ?? null,
    version: resolved?.prompt.version || (ref?.version ?? null),
    content_hash: resolved?.contentHash ?? null,
    edit_id: edited ? (resolved?.contentHash ?? record.id) : null,
    kind: record.kind,
    api: record.plan?.api ?? null,
    prompt_label: ref?.label ?? null,
    compile_mode: ref ? request.compileMode : null,
    model: plan?.route.model ?? request.modelOverride ?? request.model,
    provider: plan?.route.provider ?? null,
    http_status: metrics?.httpStatus ?? null,
    error_code: error?.code ?? null,
    total_ms: metrics?.totalMs ?? null,
    ttft_ms: metrics?.ttftMs ?? null,
    usage: JSON.stringify(metrics?.usage ?? record.output.usage),
    comparison_id: request.comparison?.id ?? null,
    replayed: record.replay ? 1 : 0,
    gateway: record.gateway ? 1 : 0,
    job_id: record.job?.jobId ?? null,
    cell: record.job?.cell ?? null,
    cost_usd: metrics?.cost?.usd ?? null,
    excerpt: excerptOf(saidIn(record.output) || error?.message || ""),
  };
}

/** The names of `toColumns`, in its order. */
export const columnNames = [
  "id",
  "started_at",
  "state",
  "outcome",
  "prompt_library",
  "prompt_connection",
  "prompt_project",
  "prompt_name",
  "version",
  "content_hash",
  "edit_id",
  "kind",
  "api",
  "prompt_label",
  "compile_mode",
  "model",
  "provider",
  "http_status",
  "error_code",
  "total_ms",
  "ttft_ms",
  "usage",
  "comparison_id",
  "replayed",
  "gateway",
  "job_id",
  "cell",
  "cost_usd",
  "excerpt",
] as const;

export type Columns = Record<(typeof columnNames)[number], SQLInputValue>;

/** Values alone: names cost as much on their way to another thread. */
export function columnValues(record: RunRecord): SQLInputValue[] {
  const columns = toColumns(record);
  return columnNames.map((name) => columns[name]);
}

export function toSummary(row: Row): RunSummary {
  return {
    id: String(row["id"]),
    sequence: Number(row["sequence"]),
    startedAt: Number(row["started_at"]),
    state: row["state"] as RunSummary["state"],
    outcome: row["outcome"] as RunSummary["outcome"],
    promptLibrary: textOrNull(row["prompt_library"]),
    promptConnection: textOrNull(row["prompt_connection"]),
    promptName: textOrNull(row["prompt_name"]),
    promptVersion: textOrNull(row["version"]),
    contentHash: textOrNull(row["content_hash"]),
    edited: row["edit_id"] !== null,
    kind: row["kind"] as RunSummary["kind"],
    api: textOrNull(row["api"]),
    promptLabel: textOrNull(row["prompt_label"]),
    compileMode: row["compile_mode"] as RunSummary["compileMode"],
    model: String(row["model"]),
    provider: textOrNull(row["provider"]),
    httpStatus: numberOrNull(row["http_status"]),
    errorCode: textOrNull(row["error_code"]),
    totalMs: numberOrNull(row["total_ms"]),
    ttftMs: numberOrNull(row["ttft_ms"]),
    usage: JSON.parse(String(row["usage"])) as Usage,
    comparisonId: textOrNull(row["comparison_id"]),
    replayed: row["replayed"] === 1,
    gateway: row["gateway"] === 1,
    excerpt: String(row["excerpt"]) || excerptOfCalls(row["calls"]),
    experiment: experimentOf(row),
    deleted: row["deleted_at"] !== null,
    ...toNotes(row),
  };
}

function experimentOf(row: Row): RunSummary["experiment"] {
  const title = row["experiment"];
  if (typeof title !== "string") return null;
  return { jobId: String(row["job_id"]), title, cells: Number(row["cells"]) };
}

export function toNotes(row: Row): RunNotes {
  const note = row["note"];
  return {
    rating: numberOrNull(row["rating"]),
    note: typeof note === "string" ? (JSON.parse(note) as string) : null,
    pinned: row["pinned"] === 1,
    bestBlindOf: numberOrNull(row["best_blind_of"]),
  };
}

/** A note is kept as JSON text, like all words of a person: SQL text would change a lone surrogate. */
export function notesColumns({ rating, note, pinned, bestBlindOf }: RunNotes): Record<string, SQLInputValue> {
  const text = note === null ? null : JSON.stringify(note);
  return { rating, note: text, pinned: pinned ? 1 : 0, best_blind_of: bestBlindOf };
}

/** What an answer says: its text, or the tools it calls, or that it refuses. */
function saidIn({ text, refusal, toolCalls }: RunOutput): string {
  return text || toolCalls.map(callText).join(" ") || refusal;
}

function callText({ function: { name, arguments: given } }: ToolCall): string {
  return `→ ${name}(${given})`;
}

function excerptOfCalls(calls: SQLOutputValue | undefined): string {
  if (typeof calls !== "string") return "";
  // Arguments long enough to be kept apart are a mark here, and too long for a row anyway.
  const known = (JSON.parse(calls) as ToolCall[]).filter((call) => !call.function.arguments.startsWith("\u0001"));
  return excerptOf(known.map(callText).join(" "));
}

function excerptOf(text: string): string {
  const start = text.slice(0, excerptCharacters * 2);
  // Nearly every text has single blanks only.
  const line = /\s\s|[^\S ]/.test(start) ? start.replace(/\s+/g, " ") : start;
  return line.trim().slice(0, excerptCharacters).toWellFormed();
}

export function textOrNull(value: SQLOutputValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

export function numberOrNull(value: SQLOutputValue | undefined): number | null {
  return typeof value === "number" ? value : null;
}
