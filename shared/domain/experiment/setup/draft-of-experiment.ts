import type { JsonObject } from "../../json/json.ts";
import { atOnce } from "../../late/at-once.ts";
import type { ExperimentFile } from "../experiment-file.ts";
import { type DatasetTable, tableOfRecords } from "./dataset-table.ts";
import { columnsOfRows, recordOfRow } from "./rows-as-table.ts";
import { emptySetup, type SetupDraft } from "./setup-draft.ts";
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

/** Rows back as a table, each in the columns it had. */
function tableOfRows(rows: readonly SetupRow[], about: Pick<DatasetTable, "source" | "name" | "readAt">) {
  const found = atOnce(columnsOfRows(rows));
  return {
    table: tableOfRecords(
      rows.map((row) => recordOfRow(row, found)),
      about,
    ),
    columns: found.targets,
  };
}
