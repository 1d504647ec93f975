import type { ExperimentFile } from "@shared/domain/experiment/experiment-file.ts";
import type { DatasetTable } from "@shared/domain/experiment/setup/dataset-table.ts";
import { experimentOf, type SetupDraft } from "@shared/domain/experiment/setup/setup-draft.ts";
import { mapTable, type SetupMapping, type WantedNames } from "@shared/domain/experiment/setup/setup-mapping.ts";
import {
  activeRows,
  countFilled,
  type FilledCounts,
  rowAt,
  rowsOf,
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
  /** The rows that take part, by their place in the table. */
  active: readonly number[];
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
  if (!table) return { wanted: found, mapping: null, filled: null, active: noRows };
  const mapping = mapTable(table, found, chosen);
  return {
    wanted: found,
    mapping,
    filled: countFilled(table, mapping, chosen, found),
    active: activeRows(table),
  };
}

/** The experiment as it would start, with all rows, or with one of them (by its place in the table). */
export function experimentNow(only?: number): ExperimentFile {
  const { draft, table } = useSetup.getState();
  const { mapping } = viewOfSetup(draft, table, useSetupPrompts.getState().views);
  const { chosen } = draft;
  // Columns whose texts are scored as the answers of a variant.
  const answers = draft.variants.flatMap(({ prompt }) => prompt.answers ?? []);
  const rows =
    !table || !mapping
      ? []
      : only === undefined
        ? rowsOf(table, mapping, chosen, answers)
        : [rowAt(table, mapping, chosen, only, answers)];
  return experimentOf(draft, rows);
}

/** What keeps an experiment from starting, as far as it can be seen here. Empty: ask the engine. */
export function setupProblems(draft: SetupDraft, { active }: Pick<SetupView, "active">): string[] {
  const problems: string[] = [];
  if (active.length === 0) problems.push("There are no rows yet: choose where they come from.");
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
