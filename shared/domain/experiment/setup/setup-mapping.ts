import type { DatasetWarning } from "../../dataset/dataset.ts";
import { type DatasetMapping, type MappedHow, suggestMapping } from "../../dataset/suggest-mapping.ts";
import { type DatasetTable, datasetOfTable } from "./dataset-table.ts";

/** Where the columns of a table go. */

export type PlainTarget = "expected" | "group" | "facet" | "metadata" | "name" | "nothing";

/** `variable:ticket`, `placeholder:history`, or a role. */
export type ColumnTarget = PlainTarget | `variable:${string}` | `placeholder:${string}`;

/** What the prompts of the variants take. */
export interface WantedNames {
  variables: readonly string[];
  placeholders: readonly string[];
}

/** What a person has settled, which wins over what names suggest. */
export interface ChosenMapping {
  /** By column. */
  columns: Readonly<Record<string, ColumnTarget>>;
  /** By variable: a value of every row. */
  fixed: Readonly<Record<string, string>>;
  /** Placeholders that have no messages in any row. */
  empty?: readonly string[];
}

export interface SetupMapping {
  /** By column; a column that is not here stays with its row. */
  targets: Readonly<Record<string, ColumnTarget>>;
  /** By column: how it was found, where names suggested it. */
  how: Readonly<Record<string, MappedHow>>;
  /** Variables and placeholders nothing fills. */
  unfilled: WantedNames;
  /** Where no column says what is right: a column of messages whose last answer does. */
  expectedFrom: string | null;
  /** A column that may name rows that belong together: offered and never taken by itself. */
  groupOffer: string | null;
  /** Columns scores can be shown by. */
  facetOffers: readonly string[];
  warnings: readonly DatasetWarning[];
}

/**
 * Which column goes where: what a person chose, and for the rest what names suggest. Nothing makes a column the group of
 * the rows but a person: it decides what is counted.
 */
export function mapTable(table: DatasetTable, wanted: WantedNames, chosen: ChosenMapping): SetupMapping {
  const asked = wanted.variables.filter((name) => !Object.hasOwn(chosen.fixed, name));
  const suggested = suggestedFor(table, asked);
  const targets: Record<string, ColumnTarget> = {};
  const how: Record<string, MappedHow> = {};
  const taken = new Set<string>(Object.values(chosen.columns));
  for (const name of Object.keys(chosen.fixed)) taken.add(`variable:${name}`);
  for (const name of chosen.empty ?? []) taken.add(`placeholder:${name}`);
  const suggest = (column: string, target: ColumnTarget, found?: MappedHow) => {
    if (Object.hasOwn(chosen.columns, column) || Object.hasOwn(targets, column)) return;
    if (target !== "metadata" && taken.has(target)) return;
    taken.add(target);
    targets[column] = target;
    if (found) how[column] = found;
  };
  for (const [name, { column, how: found }] of Object.entries(suggested.mapping.map)) {
    suggest(column, `variable:${name}`, found);
  }
  for (const [name, column] of placeholderColumns(table, wanted.placeholders, suggested.mapping)) {
    suggest(column, `placeholder:${name}`);
  }
  const { expected, id, metadata } = suggested.mapping;
  if (typeof expected === "string") suggest(expected, "expected");
  if (id !== null) suggest(id, "name");
  for (const column of metadata) suggest(column, "metadata");
  for (const column of table.columns) {
    const target = chosen.columns[column];
    if (target !== undefined && target !== "nothing") targets[column] = target;
  }
  const filled = new Set<string>(Object.values(targets));
  for (const name of Object.keys(chosen.fixed)) filled.add(`variable:${name}`);
  for (const name of chosen.empty ?? []) filled.add(`placeholder:${name}`);
  const { group, facets } = suggested.mapping;
  return {
    targets,
    how,
    unfilled: {
      variables: wanted.variables.filter((name) => !filled.has(`variable:${name}`)),
      placeholders: wanted.placeholders.filter((name) => !filled.has(`placeholder:${name}`)),
    },
    expectedFrom: expected !== null && typeof expected !== "string" && !filled.has("expected") ? expected.from : null,
    groupOffer: group !== null && !filled.has("group") && chosen.columns[group] === undefined ? group : null,
    facetOffers: facets,
    warnings: suggested.warnings,
  };
}

/** A column named as the placeholder is, the one that was found for it, or the only one of messages. */
function placeholderColumns(
  { columns, shape }: DatasetTable,
  placeholders: readonly string[],
  mapping: DatasetMapping,
): [string, string][] {
  const lists = columns.filter((column) => shape.kinds[column] === "messages");
  const [only, ...others] = lists;
  return placeholders.flatMap((name): [string, string][] => {
    const found =
      lists.find((column) => column === name || column.endsWith(`.${name}`)) ?? mapping.placeholders?.[name];
    if (found !== undefined) return [[name, found]];
    return only !== undefined && others.length === 0 && placeholders.length === 1 ? [[name, only]] : [];
  });
}

type Suggested = ReturnType<typeof suggestMapping>;
/** Looking through all rows takes its time: one answer a table and list of names. */
const known = new WeakMap<DatasetTable, { key: string; suggested: Suggested }>();

function suggestedFor(table: DatasetTable, variables: readonly string[]): Suggested {
  const key = JSON.stringify(variables);
  const before = known.get(table);
  if (before?.key === key) return before.suggested;
  const suggested = suggestMapping(datasetOfTable(table), variables);
  known.set(table, { key, suggested });
  return suggested;
}

/** Sets where a column goes; what went to the same place before goes nowhere by a person's choice. */
export function withTarget(
  chosen: ChosenMapping,
  mapping: SetupMapping,
  column: string,
  target: ColumnTarget,
): ChosenMapping {
  const columns: Record<string, ColumnTarget> = { ...chosen.columns, [column]: target };
  const isShared = target === "metadata" || target === "nothing";
  for (const [other, before] of Object.entries(mapping.targets)) {
    if (!isShared && other !== column && before === target) columns[other] = "nothing";
  }
  const fixed = target.startsWith("variable:") ? without(chosen.fixed, target.slice("variable:".length)) : chosen.fixed;
  const empty = chosen.empty?.filter((name) => target !== `placeholder:${name}`);
  return { columns, fixed, ...(empty && empty.length > 0 ? { empty } : {}) };
}

/** Whether a placeholder has no messages in any row. */
export function withEmpty(chosen: ChosenMapping, name: string, isEmpty: boolean): ChosenMapping {
  const others = (chosen.empty ?? []).filter((one) => one !== name);
  return { ...chosen, empty: isEmpty ? [...others, name] : others };
}

/** A value of all rows for a variable, in place of a column; undefined takes it away. */
export function withFixed(chosen: ChosenMapping, name: string, value: string | undefined): ChosenMapping {
  const target: ColumnTarget = `variable:${name}`;
  const columns = Object.fromEntries(Object.entries(chosen.columns).filter(([, to]) => to !== target));
  const rest = without(chosen.fixed, name);
  return { ...chosen, columns, fixed: value === undefined ? rest : { ...rest, [name]: value } };
}

function without(record: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}
