import type { JsonObject, JsonValue } from "../../json/json.ts";
import type { ExperimentFile } from "../experiment-file.ts";
import { type DatasetTable, tableOfRecords } from "./dataset-table.ts";
import { emptySetup, type SetupDraft } from "./setup-draft.ts";
import type { ColumnTarget } from "./setup-mapping.ts";
import type { SetupRow } from "./setup-rows.ts";

/** A draft with its rows, made of an experiment whose rows stand in it: one that was loaded, or is to be run once more. */
export function draftOfExperiment(
  experiment: ExperimentFile,
  about: Pick<DatasetTable, "source" | "name" | "readAt">,
): { draft: SetupDraft; table: DatasetTable | null } {
  const { name, dataset, variants, base, repetitions, seed, evaluators = [], verdict, limits, gates } = experiment;
  const { table, columns } = tableOfRows(dataset.rows ?? [], about);
  const named = variants.map(({ name: own, prompt, model, api, betas, parameters }, index) => ({
    id: `v${index + 1}`,
    ...(own === String.fromCharCode(65 + index) ? {} : { name: own }),
    prompt,
    ...(model === undefined ? {} : { model }),
    ...(api === undefined ? {} : { api }),
    ...(betas === undefined ? {} : { betas }),
    parameters: parameters ?? {},
  }));
  const baseAt = variants.findIndex((variant) => variant.name === base);
  return {
    draft: {
      ...emptySetup,
      name,
      chosen: { columns, fixed: {} },
      variants: named,
      ...(baseAt < 0 ? {} : { base: `v${baseAt + 1}` }),
      repetitions: repetitions ?? 1,
      seed: seed ?? emptySetup.seed,
      evaluators: evaluators.map((evaluator, index) => ({ id: `e${index + 1}`, evaluator: evaluator as JsonObject })),
      verdict: { ...emptySetup.verdict, ...definedOf(verdict ?? {}) },
      limits: { ...emptySetup.limits, ...definedOf(limits ?? {}) },
      gates: gates ?? [],
    },
    table: table.rows.length === 0 ? null : table,
  };
}

function definedOf<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** Rows back as a table: a role in the column that has its texts, which was given it before, else in one of its own. */
function tableOfRows(rows: readonly SetupRow[], about: Pick<DatasetTable, "source" | "name" | "readAt">) {
  const variables = new Set(rows.flatMap((row) => Object.keys(row.variables ?? {})));
  const taken = new Set(variables);
  const columns: Record<string, ColumnTarget> = {};
  const columnFor = (name: string, target: ColumnTarget): string => {
    let own = name;
    for (let again = 2; taken.has(own) && columns[own] !== target; again += 1) own = `${name} (${again})`;
    taken.add(own);
    columns[own] = target;
    return own;
  };
  const byRole = new Map<string, string>();
  /** One column alone has the same text in every row; of several none is known to be it. */
  const find = (role: string, target: ColumnTarget, textOf: (row: SetupRow) => JsonValue | undefined, own?: string) => {
    const values = rows.map(textOf);
    if (!values.every((value) => value === undefined || typeof value === "string")) return;
    if (values.every((value) => value === undefined)) return;
    const alike = [...variables].filter(
      (name) =>
        columns[name] === undefined &&
        (own === undefined || name === own) &&
        // A role without a text is none at all, and its column is empty there.
        rows.every(({ variables: given }, index) => (given?.[name] || undefined) === (values[index] || undefined)),
    );
    const [only, ...others] = alike;
    if (only === undefined || others.length > 0) return;
    columns[only] = target;
    byRole.set(`${target} ${role}`, only);
  };
  find("expected", "expected", ({ expected }) => expected);
  find("group", "group", ({ group }) => group);
  find("facet", "facet", ({ facet }) => facet);
  for (const name of new Set(rows.flatMap(({ metadata }) => Object.keys(metadata ?? {})))) {
    find(`meta.${name}`, "metadata", ({ metadata }) => metadata?.[name], name);
  }
  const put = (record: Record<string, JsonValue>, name: string, target: ColumnTarget, value: JsonValue | undefined) => {
    if (value === undefined) return;
    const key = `${target} ${name}`;
    const column = byRole.get(key) ?? columnFor(name, target);
    byRole.set(key, column);
    record[column] = value;
  };
  const records = rows.map((row) => {
    const record: Record<string, JsonValue> = { ...(row.variables ?? {}) };
    for (const [name, value] of Object.entries(row.placeholders ?? {})) {
      put(record, name, `placeholder:${name}`, value as JsonValue);
    }
    put(record, "expected", "expected", row.expected);
    put(record, "group", "group", row.group);
    put(record, "facet", "facet", row.facet);
    put(record, "name", "name", row.name ?? row.id);
    // Answers that are there already stand under their own name.
    for (const [name, value] of Object.entries(row.answers ?? {})) if (!variables.has(name)) record[name] = value;
    for (const [name, value] of Object.entries(row.metadata ?? {})) put(record, `meta.${name}`, "metadata", value);
    return record;
  });
  return { table: tableOfRecords(records, about), columns };
}
