import type { ExperimentFile } from "@shared/domain/experiment/experiment-file.ts";
import type { DatasetTable } from "@shared/domain/experiment/setup/dataset-table.ts";
import type { FileRows } from "@shared/domain/experiment/setup/file-rows.ts";
import { experimentOf, type SetupDraft } from "@shared/domain/experiment/setup/setup-draft.ts";
import {
  type ChosenMapping,
  mapTable,
  type SetupMapping,
  type WantedNames,
} from "@shared/domain/experiment/setup/setup-mapping.ts";
import {
  activeRows,
  countFilled,
  type FilledCounts,
  rowAt,
  rowsOf,
  type SetupRow,
} from "@shared/domain/experiment/setup/setup-rows.ts";
import { unfinishedEvaluator } from "@shared/domain/experiment/setup/unfinished-evaluator.ts";
import { useSetup } from "./setup.ts";
import { type SetupPromptsState, useSetupPrompts, wantedNames } from "./setup-prompts.ts";

/** What follows from a draft, its rows and its prompts. */
export interface SetupView {
  wanted: WantedNames;
  /** Null without rows. */
  mapping: SetupMapping | null;
  filled: FilledCounts | null;
  /** The rows of the table that take part, by their place in it. */
  active: readonly number[];
  /** All rows that take part: more, where the table has the first of a long file. */
  count: number;
}

/** An experiment as it is sent; with the rows of a long file beside it, of which it has the first. */
export interface SetupToSend {
  setup: ExperimentFile;
  fileRows?: FileRows;
}

const noWanted: WantedNames = { variables: [], placeholders: [] };
const noRows: readonly number[] = [];

/** The same for the same rows, variants and choices, however often it is asked. */
export function viewOfSetup(
  draft: Pick<SetupDraft, "variants" | "chosen">,
  table: DatasetTable | null,
  views: SetupPromptsState["views"],
): SetupView {
  const { variants, chosen } = draft;
  const found = variants.length === 0 ? noWanted : wantedNames(variants, views);
  if (!table) return { wanted: found, mapping: null, filled: null, active: noRows, count: 0 };
  const mapping = mapTable(table, found, chosen);
  const active = activeRows(table);
  return {
    wanted: found,
    mapping,
    filled: countFilled(table, mapping, chosen, found),
    active,
    count: table.file?.active ?? active.length,
  };
}

/** The experiment with one of its rows, by its place in the table. */
export function experimentOfRow(row: number): ExperimentFile {
  return experimentWith(({ table, mapping, chosen, answers }) => [rowAt(table, mapping, chosen, row, answers)]);
}

/** The experiment with the first of its rows. */
export function experimentOfFirst(most: number): ExperimentFile {
  return experimentWith(({ table, mapping, chosen, answers }) =>
    activeRows(table)
      .slice(0, most)
      .map((row) => rowAt(table, mapping, chosen, row, answers)),
  );
}

/** The experiment as it would start, with all its rows. */
export function experimentNow(): SetupToSend {
  const { draft, table } = useSetup.getState();
  if (!table?.file) {
    return { setup: experimentWith((own) => rowsOf(own.table, own.mapping, own.chosen, own.answers)) };
  }
  const { mapping } = viewOfSetup(draft, table, useSetupPrompts.getState().views);
  const setup = experimentOfFirst(1);
  if (!mapping) return { setup };
  // All of the first rows may be archived; the schema asks for one.
  if (setup.dataset.rows?.length === 0) setup.dataset.rows.push({});
  const { active: _active, lacking: _lacking, ...file } = table.file;
  const { targets, expectedFrom } = mapping;
  const { fixed, empty = [] } = draft.chosen;
  return { setup, fileRows: { ...file, targets, expectedFrom, fixed, empty: [...empty], answers: answersOf(draft) } };
}

/** Columns whose texts are scored as the answers of a variant. */
function answersOf({ variants }: Pick<SetupDraft, "variants">): string[] {
  return variants.flatMap(({ prompt }) => prompt.answers ?? []);
}

interface MappedTable {
  table: DatasetTable;
  mapping: SetupMapping;
  chosen: ChosenMapping;
  answers: readonly string[];
}

function experimentWith(rowsFrom: (mapped: MappedTable) => SetupRow[]): ExperimentFile {
  const { draft, table } = useSetup.getState();
  const { mapping } = viewOfSetup(draft, table, useSetupPrompts.getState().views);
  const { chosen } = draft;
  const answers = answersOf(draft);
  const rows = table && mapping ? rowsFrom({ table, mapping, chosen, answers }) : [];
  return experimentOf(draft, rows);
}

/** What keeps an experiment from starting, as far as it can be seen here. Empty: ask the engine. */
export function setupProblems(draft: SetupDraft, { count }: Pick<SetupView, "count">): string[] {
  const problems: string[] = [];
  if (count === 0) problems.push("There are no rows yet: choose where they come from.");
  if (draft.variants.length === 0) problems.push("There is no variant yet: add one, or take those of the playground.");
  const names = draft.variants.map(({ name }, index) => name ?? String.fromCharCode(65 + index));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) problems.push(`Two variants are called “${twice}”.`);
  const scores = new Set<string>();
  for (const { evaluator } of draft.evaluators) {
    const lacking = unfinishedEvaluator(evaluator);
    const name = String(evaluator["name"] ?? evaluator["type"]);
    if (lacking !== undefined) problems.push(`“${name}” is not finished: ${lacking}.`);
    else if (scores.has(name)) problems.push(`Two evaluators are called “${name}”.`);
    scores.add(name);
  }
  return problems;
}
