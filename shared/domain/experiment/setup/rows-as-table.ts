import type { ColumnKind, Dataset, DatasetCell, DatasetRow } from "../../dataset/dataset.ts";
import { LazyRows, type RowList } from "../../dataset/row-list.ts";
import type { JsonValue } from "../../json/json.ts";
import { isMessageList } from "./message-list.ts";
import type { ColumnTarget } from "./setup-mapping.ts";
import type { SetupRow } from "./setup-rows.ts";

/*
 * Rows of an experiment as a table, the way back from `rowAt`: a role stands in the column that has its texts, which was
 * given it before, else in one of its own. Which that is takes one look at every row, and none has to be kept.
 */

/** Which column has what of a row. */
export interface RowColumns {
  /** In the order of first sight. */
  columns: string[];
  /** Where they go. */
  targets: Record<string, ColumnTarget>;
  /** Columns with values that are no texts, and those with lists of messages. */
  valueColumns: string[];
  kinds: Record<string, ColumnKind>;
  /** By `keyOf`: the column of a role. */
  byRole: ReadonlyMap<string, string>;
  /** Names that are variables of some row. */
  variables: ReadonlySet<string>;
}

/** Something of a row beside its variables. */
interface Part {
  name: string;
  target: ColumnTarget;
  value: JsonValue | undefined;
}

/** What is known of a role so far. */
interface Role extends Omit<Part, "value"> {
  /** Which variables have another text in some row; a role without a text is none at all, and its column is empty there. */
  unlike: Set<string>;
  isText: boolean;
  hasText: boolean;
}

/** Rows that are looked at between two steps. */
const rowsOfStep = 500;

/** Finds out which column has what. Goes over the rows once, with a step after every few hundred. */
export function* columnsOfRows(rows: RowList<SetupRow>): Generator<void, RowColumns> {
  const roles = new Map<string, Role>();
  const variables = new Set<string>();
  /** Variables that have had a text. */
  const written = new Set<string>();
  /** Names of variables, keys of roles and names of answers, in the order of first sight. */
  const seen = new Map<string, { variable: string } | { role: string } | { answer: string }>();
  const values = new Set<string>();
  const messages = new Set<string>();
  const see = (key: string, what: { variable: string } | { role: string } | { answer: string }, value: unknown) => {
    if (!seen.has(key)) seen.set(key, what);
    if (typeof value === "string") return;
    values.add(key);
    if (isMessageList(value)) messages.add(key);
  };
  for (const [index, row] of rows.entries()) {
    if (index % rowsOfStep === rowsOfStep - 1) yield;
    const given = row.variables ?? {};
    for (const [name, value] of Object.entries(given)) {
      see(`variable ${name}`, { variable: name }, value);
      if (variables.has(name)) continue;
      variables.add(name);
      // In rows before it was not there.
      for (const role of roles.values()) if (role.hasText) role.unlike.add(name);
    }
    const own = new Map<string, JsonValue>();
    for (const { name, target, value } of partsOf(row)) {
      if (value === undefined) continue;
      const key = keyOf(name, target);
      own.set(key, value);
      see(key, { role: key }, value);
      // Rows before did not have it.
      if (!roles.has(key)) roles.set(key, { name, target, unlike: new Set(written), isText: true, hasText: false });
    }
    for (const [key, role] of roles) {
      const value = own.get(key);
      if (value !== undefined && typeof value !== "string") role.isText = false;
      for (const name of variables) {
        if (!role.unlike.has(name) && (given[name] || undefined) !== (value || undefined)) role.unlike.add(name);
      }
      role.hasText ||= Boolean(value);
    }
    for (const [name, value] of Object.entries(given)) if (value) written.add(name);
    for (const [name, value] of Object.entries(row.answers ?? {})) see(`answer ${name}`, { answer: name }, value);
  }
  const { byRole, targets } = placeRoles(roles, variables);
  const columnOf = (what: { variable: string } | { role: string } | { answer: string }): string => {
    if ("variable" in what) return what.variable;
    return "answer" in what ? what.answer : (byRole.get(what.role) ?? what.role);
  };
  const columnsAmong = (keys: Iterable<string>) => [
    ...new Set([...keys].map((key) => columnOf(seen.get(key) ?? { variable: key }))),
  ];
  return {
    columns: columnsAmong(seen.keys()),
    targets,
    valueColumns: columnsAmong(values),
    kinds: Object.fromEntries(columnsAmong(messages).map((column) => [column, "messages"])),
    byRole,
    variables,
  };
}

/** The column of each role: a variable that has its texts, where one alone has them, else a new one. */
function placeRoles(
  roles: ReadonlyMap<string, Role>,
  variables: ReadonlySet<string>,
): { byRole: Map<string, string>; targets: Record<string, ColumnTarget> } {
  const byRole = new Map<string, string>();
  const targets: Record<string, ColumnTarget> = {};
  const lookFor = (key: string, own?: string) => {
    const role = roles.get(key);
    if (!role?.isText) return;
    const alike = [...variables].filter(
      (name) => targets[name] === undefined && (own === undefined || name === own) && !role.unlike.has(name),
    );
    const [only, ...others] = alike;
    // Of several none is known to be it.
    if (only === undefined || others.length > 0) return;
    targets[only] = role.target;
    byRole.set(key, only);
  };
  for (const role of ["expected", "group", "facet"] as const) lookFor(keyOf(role, role));
  for (const [key, { name, target }] of roles) if (target === "metadata") lookFor(key, name.slice(metadataMark.length));
  // What rows are called is often a number, which other columns have too: only one that is called so is taken for it.
  for (const own of ["name", "title", "id"])
    if (!byRole.has(keyOf("name", "name"))) lookFor(keyOf("name", "name"), own);
  const taken = new Set(variables);
  for (const [key, { name, target }] of roles) {
    if (byRole.has(key)) continue;
    let column = name;
    for (let again = 2; taken.has(column) && targets[column] !== target; again += 1) column = `${name} (${again})`;
    taken.add(column);
    targets[column] = target;
    byRole.set(key, column);
  }
  return { byRole, targets };
}

const metadataMark = "meta.";

function partsOf({ placeholders = {}, expected, group, facet, name, id, metadata = {} }: SetupRow): Part[] {
  return [
    ...Object.entries(placeholders).map(
      ([own, value]): Part => ({ name: own, target: `placeholder:${own}`, value: value as JsonValue }),
    ),
    { name: "expected", target: "expected", value: expected },
    { name: "group", target: "group", value: group },
    { name: "facet", target: "facet", value: facet },
    { name: "name", target: "name", value: name ?? id },
    ...Object.entries(metadata).map(([own, value]): Part => ({ name: metadataMark + own, target: "metadata", value })),
  ];
}

function keyOf(name: string, target: ColumnTarget): string {
  return `${target} ${name}`;
}

/** A row by column. */
export function recordOfRow(row: SetupRow, { byRole, variables }: RowColumns): Record<string, JsonValue> {
  const record: Record<string, JsonValue> = { ...(row.variables ?? {}) };
  for (const { name, target, value } of partsOf(row)) {
    const column = byRole.get(keyOf(name, target));
    if (value !== undefined && column !== undefined) record[column] = value;
  }
  // Answers that are there already stand under their own name.
  for (const [name, value] of Object.entries(row.answers ?? {})) if (!variables.has(name)) record[name] = value;
  return record;
}

/** Rows as a file of them is read, each made when it is asked for. */
export function datasetOfRows(rows: RowList<SetupRow>, found: RowColumns): Dataset {
  return {
    ...{ format: "jsonl", encoding: "utf-8", newline: "lf", header: true, warnings: [], expanded: [] },
    ...{ images: [], badLines: 0 },
    columns: found.columns,
    kinds: found.kinds,
    valueColumns: found.valueColumns,
    rows: LazyRows.of(rows, (row): DatasetRow => {
      const record = recordOfRow(row, found);
      const cells = found.columns.flatMap((column): [string, DatasetCell][] => {
        const value = record[column];
        if (value === undefined) return [];
        return [[column, typeof value === "string" ? value : { value, text: JSON.stringify(value) }]];
      });
      return { cells: new Map(cells) };
    }),
  };
}
