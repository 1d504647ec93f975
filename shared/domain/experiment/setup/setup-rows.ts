import type { JsonObject, JsonValue } from "../../json/json.ts";
import type { ExperimentFile } from "../experiment-file.ts";
import { type DatasetTable, jsonIn, textAt, valueAt } from "./dataset-table.ts";
import type { ChosenMapping, SetupMapping, WantedNames } from "./setup-mapping.ts";

/** Rows of an experiment out of a table and its mapping. */

export type SetupRow = NonNullable<ExperimentFile["dataset"]["rows"]>[number];

/** Langfuse's archived items stay out unless asked for. */
function isArchived(table: DatasetTable, row: number): boolean {
  return table.shape.dialect === "langfuse" && textAt(table, row, "status") === "ARCHIVED";
}

/** The numbers of the rows in the table that take part, in their order. */
export function activeRows(table: DatasetTable): number[] {
  const all = table.rows.map((_, index) => index);
  return table.shape.dialect === "langfuse" && table.columns.includes("status")
    ? all.filter((row) => !isArchived(table, row))
    : all;
}

/** One row as an experiment has it. Every column has its name in texts of evaluators, besides what the prompts ask for. */
export function rowAt(
  table: DatasetTable,
  mapping: Pick<SetupMapping, "targets" | "expectedFrom">,
  chosen: ChosenMapping,
  row: number,
  answers: readonly string[] = [],
): SetupRow {
  const variables: JsonObject = {};
  const placeholders: Record<string, JsonValue> = {};
  const metadata: JsonObject = {};
  const rest: { expected?: JsonValue; group?: string; facet?: string; name?: string } = {};
  const inner = new Set(table.shape.expanded);
  for (const column of table.columns) {
    const text = textAt(table, row, column);
    if (text === null) continue;
    if (!inner.has(column) && !column.startsWith("__")) variables[column] = text;
  }
  Object.assign(variables, chosen.fixed);
  for (const name of chosen.empty ?? []) placeholders[name] = [];
  for (const [column, target] of Object.entries(mapping.targets)) {
    const text = textAt(table, row, column);
    if (text === null) continue;
    if (target === "expected") rest.expected = valueAt(table, row, column) ?? text;
    else if (target === "metadata")
      metadata[column.replace(/^(?:metadata[._]|__metadata:|meta\.)/, "")] = valueAt(table, row, column) ?? text;
    else if (target === "group" || target === "facet") {
      if (text !== "") rest[target] = text.slice(0, 1_000);
    } else if (target === "name") {
      if (text !== "") rest.name = text.slice(0, 200);
    } else if (target.startsWith("variable:")) variables[target.slice("variable:".length)] = text;
    else if (target.startsWith("placeholder:"))
      placeholders[target.slice("placeholder:".length)] = jsonIn(text) ?? text;
  }
  if (rest.expected === undefined && mapping.expectedFrom !== null) {
    const last = lastAnswer(table, row, mapping.expectedFrom);
    if (last !== undefined) rest.expected = last;
  }
  const given = answers.flatMap((column): [string, string][] => {
    const text = textAt(table, row, column);
    return text === null ? [] : [[column, text]];
  });
  return {
    ...rest,
    ...(given.length > 0 ? { answers: Object.fromEntries(given) } : {}),
    variables,
    ...(Object.keys(placeholders).length > 0 ? { placeholders } : {}),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  };
}

function lastAnswer(table: DatasetTable, row: number, column: string): JsonValue | undefined {
  const text = textAt(table, row, column);
  const messages = text === null ? undefined : jsonIn(text);
  const last = Array.isArray(messages) ? messages.at(-1) : undefined;
  return typeof last === "object" && last !== null && !Array.isArray(last) ? last["content"] : undefined;
}

/** All rows of the table that take part. */
export function rowsOf(
  table: DatasetTable,
  mapping: SetupMapping,
  chosen: ChosenMapping,
  answers: readonly string[] = [],
): SetupRow[] {
  return activeRows(table).map((row) => rowAt(table, mapping, chosen, row, answers));
}

export interface FilledCounts {
  rows: number;
  /** Rows in which every wanted value is there; of a long file, at most. */
  whole: number;
  /** By name: rows without a value for it, of those names that some row lacks. */
  missing: Readonly<Record<string, number>>;
}

/** In how many rows the variables and placeholders have a value. An empty text is a value. */
export function countFilled(
  table: DatasetTable,
  mapping: SetupMapping,
  chosen: ChosenMapping,
  wanted: WantedNames,
): FilledCounts {
  const columns = new Map<string, number>();
  for (const [column, target] of Object.entries(mapping.targets)) columns.set(target, table.columns.indexOf(column));
  const sources: [string, number | undefined][] = [
    ...wanted.variables
      .filter((name) => !Object.hasOwn(chosen.fixed, name))
      .map((name): [string, number | undefined] => [name, columns.get(`variable:${name}`)]),
    ...wanted.placeholders
      .filter((name) => chosen.empty?.includes(name) !== true)
      .map((name): [string, number | undefined] => [name, columns.get(`placeholder:${name}`)]),
  ];
  const missing: Record<string, number> = {};
  const { file } = table;
  if (file) {
    for (const [name, at] of sources) {
      const lacking = at === undefined ? file.active : (file.lacking[table.columns[at] ?? ""]?.rows ?? 0);
      if (lacking > 0) missing[name] = Math.min(lacking, file.active);
    }
    return { rows: file.active, whole: file.active - Math.max(0, ...Object.values(missing)), missing };
  }
  const rows = activeRows(table);
  let whole = 0;
  for (const row of rows) {
    const cells = table.rows[row];
    let isWhole = true;
    for (const [name, at] of sources) {
      if (at !== undefined && cells?.[at] !== null && cells?.[at] !== undefined) continue;
      isWhole = false;
      missing[name] = (missing[name] ?? 0) + 1;
    }
    if (isWhole) whole += 1;
  }
  return { rows: rows.length, whole, missing };
}
