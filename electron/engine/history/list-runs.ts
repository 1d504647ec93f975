import type { SQLInputValue } from "node:sqlite";
import type { HistoryFacets, HistoryFilter, HistoryPage, HistoryQuery } from "@shared/domain/run/history.ts";
import { summaryColumns, toSummary, versionColumn } from "./run-row.ts";
import { toMatchQuery } from "./search-text.ts";
import type { Statements } from "./statements.ts";

const states = new Set(["running", "interrupted"]);

/** One page, newest first. Pages go by sequence and not by offset: the last page costs what the first does. */
export function listRuns(sql: Statements, { filter, before, limit }: HistoryQuery): HistoryPage {
  const filtered = filteredRuns(filter);
  if (filtered === null) return { runs: [], next: null };
  const { from, where, values, sequence } = filtered;
  const page = before === undefined ? [] : [before];
  const rows = sql.all(
    `SELECT ${summaryColumns} FROM ${from} WHERE ${where} ${before === undefined ? "" : `AND ${sequence} < ?`}
     ORDER BY ${sequence} DESC LIMIT ?`,
    ...values,
    ...page,
    limit + 1,
  );
  const runs = rows.slice(0, limit).map(toSummary);
  return { runs, next: rows.length > limit ? (runs.at(-1)?.sequence ?? null) : null };
}

/** The values that occur, for the choices of the filters. */
export function listFacets(sql: Statements): HistoryFacets {
  const prompts = new Map<string, HistoryFacets["prompts"][number]>();
  const rows = sql.all(
    `SELECT DISTINCT prompt_library, prompt_connection, prompt_name, ${versionColumn} AS version FROM runs
     WHERE prompt_name IS NOT NULL AND deleted_at IS NULL
     ORDER BY prompt_name, prompt_library, prompt_connection, CAST(${versionColumn} AS INTEGER) DESC, version DESC`,
  );
  for (const row of rows) {
    const [library, name] = [String(row["prompt_library"]), String(row["prompt_name"])];
    const connection = row["prompt_connection"];
    const key = JSON.stringify([library, connection, name]);
    const place = typeof connection === "string" ? { connection } : {};
    const prompt = prompts.get(key) ?? { library, ...place, name, versions: [] };
    prompts.set(key, prompt);
    if (typeof row["version"] === "string") prompt.versions.push(row["version"]);
  }
  const distinct = (column: "model" | "provider") =>
    sql
      .all(`SELECT DISTINCT ${column} AS value FROM runs WHERE ${column} <> '' AND deleted_at IS NULL ORDER BY 1`)
      .map(({ value }) => String(value));
  return { prompts: [...prompts.values()], models: distinct("model"), providers: distinct("provider") };
}

/** The runs a filter leaves, as parts of a statement; null when its text has nothing to search for. */
export function filteredRuns(
  filter: HistoryFilter,
): { from: string; where: string; values: SQLInputValue[]; sequence: string } | null {
  const match = filter.text === undefined || filter.text.trim() === "" ? undefined : toMatchQuery(filter.text);
  if (match === null) return null;
  const { conditions, values } = conditionsOf(filter);
  conditions.push(...cellsOfExperiments(filter));
  const where = ["runs.deleted_at IS NULL", ...(match === undefined ? [] : ["search MATCH ?"]), ...conditions].join(
    " AND ",
  );
  if (match === undefined) return { from: "runs", where, values, sequence: "runs.sequence" };
  // CROSS JOIN keeps the order of the two: search first, already in the order of the sequence.
  const from = "search CROSS JOIN runs ON runs.sequence = search.rowid";
  return { from, where, values: [match, ...values], sequence: "search.rowid" };
}

/** Runs of an experiment: its first stands for all of them, unless something is looked for or all are asked for. */
function cellsOfExperiments({ cells, from: _from, to: _to, ...sought }: HistoryFilter): string[] {
  if (cells === true) return [];
  const isCell = "EXISTS (SELECT 1 FROM jobs WHERE jobs.id = runs.job_id AND jobs.kind = 'experiment')";
  const isFirst = "runs.sequence = (SELECT first FROM experiments WHERE experiments.job_id = runs.job_id)";
  const isSought = Object.values(sought).some((value) => value !== undefined && value !== "");
  return [`(runs.job_id IS NULL OR NOT ${isCell}${isSought ? "" : ` OR ${isFirst}`})`];
}

function addConnection(
  { promptConnection, orUnplaced }: HistoryFilter,
  conditions: string[],
  values: SQLInputValue[],
): void {
  if (promptConnection === undefined) return;
  if (promptConnection === null) {
    conditions.push("runs.prompt_connection IS NULL");
    return;
  }
  conditions.push(`(runs.prompt_connection = ?${orUnplaced ? " OR runs.prompt_connection IS NULL" : ""})`);
  values.push(promptConnection);
}

function conditionsOf(filter: HistoryFilter): { conditions: string[]; values: SQLInputValue[] } {
  const conditions: string[] = [];
  const values: SQLInputValue[] = [];
  const add = (condition: string, value: SQLInputValue | undefined) => {
    if (value === undefined) return;
    conditions.push(condition);
    values.push(value);
  };
  add("runs.prompt_library = ?", filter.promptLibrary);
  add("runs.prompt_name = ?", filter.promptName);
  addConnection(filter, conditions, values);
  add(`${versionColumn} = ?`, filter.promptVersion);
  add("runs.model = ?", filter.model);
  add("runs.provider = ?", filter.provider);
  add("runs.http_status = ?", filter.httpStatus);
  add("runs.rating >= ?", filter.minRating);
  add("runs.pinned = ?", filter.pinned === undefined ? undefined : Number(filter.pinned));
  add("runs.comparison_id = ?", filter.comparisonId);
  add("runs.gateway = ?", filter.gateway === undefined ? undefined : Number(filter.gateway));
  add("runs.started_at >= ?", filter.from);
  add("runs.started_at <= ?", filter.to);
  if (filter.outcomes && filter.outcomes.length > 0) {
    const marks = (count: number) => Array(count).fill("?").join(", ");
    const asked = filter.outcomes.filter((outcome) => states.has(outcome));
    const ended = filter.outcomes.filter((outcome) => !states.has(outcome));
    conditions.push(`(runs.state IN (${marks(asked.length)}) OR runs.outcome IN (${marks(ended.length)}))`);
    values.push(...asked, ...ended);
  }
  return { conditions, values };
}
