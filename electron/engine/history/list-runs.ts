import type { SQLInputValue } from "node:sqlite";
import type { HistoryFacets, HistoryFilter, HistoryPage, HistoryQuery } from "@shared/domain/run/history.ts";
import { matchingRuns, runsInOrder } from "./matching-runs.ts";
import { summaryColumns, toSummary, versionColumn } from "./run-row.ts";
import { toMatchQuery } from "./search-text.ts";
import type { Statements } from "./statements.ts";

const states = new Set(["running", "interrupted"]);

/** One page, newest first. Pages go by place and not by offset: the last page costs what the first does. */
export function listRuns(sql: Statements, { filter, before, limit }: HistoryQuery): HistoryPage {
  const match = matchOf(filter);
  if (match === null) return { runs: [], next: null };
  const conditions = keptRuns(filter);
  const rows =
    match === undefined
      ? runsInOrder(sql, summaryColumns, conditions, before, limit + 1)
      : matchingRuns(sql, match, conditions, before, limit + 1);
  const runs = rows.slice(0, limit).map(toSummary);
  const last = runs.at(-1);
  const next = last && rows.length > limit ? { startedAt: last.startedAt, sequence: last.sequence } : null;
  return { runs, next };
}

/** How many runs a filter leaves. */
export function countRuns(sql: Statements, filter: HistoryFilter): number {
  const filtered = filteredRuns(filter);
  if (filtered === null) return 0;
  const [row] = sql.all(`SELECT count(*) AS runs FROM ${filtered.from} WHERE ${filtered.where}`, ...filtered.values);
  return Number(row?.["runs"] ?? 0);
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
export function filteredRuns(filter: HistoryFilter): { from: string; where: string; values: SQLInputValue[] } | null {
  const match = matchOf(filter);
  if (match === null) return null;
  const { where, values } = keptRuns(filter);
  if (match === undefined) return { from: "runs", where, values };
  // CROSS JOIN keeps the order of the two: search first.
  const from = "search CROSS JOIN runs ON runs.sequence = search.rowid";
  return { from, where: `search MATCH ? AND ${where}`, values: [match, ...values] };
}

/** The full-text query of a filter: undefined without a text, null where the text has nothing to search for. */
function matchOf({ text }: HistoryFilter): string | null | undefined {
  return text === undefined || text.trim() === "" ? undefined : toMatchQuery(text);
}

/** What is not deleted and fits all of a filter but its text. */
function keptRuns(filter: HistoryFilter): { where: string; values: SQLInputValue[] } {
  const { conditions, values } = conditionsOf(filter);
  return { where: ["runs.deleted_at IS NULL", ...conditions, ...cellsOfExperiments(filter)].join(" AND "), values };
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
