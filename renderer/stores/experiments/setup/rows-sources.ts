import type { RouteInput } from "@shared/contract/routes.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { RunsSource } from "@shared/domain/experiment/dataset-source.ts";
import {
  type DatasetTable,
  firstTableRows,
  mostTableRows,
  tableOfRecords,
  tableOfView,
} from "@shared/domain/experiment/setup/dataset-table.ts";
import type { SetupVariant } from "@shared/domain/experiment/setup/setup-draft.ts";
import { refOfSource } from "@shared/domain/experiment/source-of-prompt.ts";
import { asJson } from "@shared/domain/json/as-json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../../client.ts";
import { useSetup } from "./setup.ts";
import { promptKeyOf, type SetupPromptsState, useSetupPrompts, wantedNames } from "./setup-prompts.ts";

export const nameColumn = "input name";

/** A dataset by its name; `version` is an ISO time: as it was then. */
export type WantedDataset = Omit<RouteInput<"datasets.ofLibrary">, "variables" | "most" | "first">;

export interface RowsSourcesState {
  /** What is being read now, in words. */
  reading: string | null;
  error: AppError | null;
  /** Nothing was there to take rows from. */
  nothing: string | null;
  /** Takes the saved inputs of a prompt as rows. */
  takeInputs(prompt: PromptIdentity): Promise<void>;
  /** Takes the values of the newest runs that a filter leaves as rows, each once, with its answer. @param name what they are called. */
  takeRuns(source: RunsSource, name: string): Promise<void>;
  /** Takes the items of a dataset of a library as rows. */
  takeDataset(dataset: WantedDataset): Promise<void>;
  dismiss(): void;
}

let taking = new AbortController();

export const useRowsSources = create<RowsSourcesState>()((set) => {
  const take = async (what: string, none: string, read: (signal: AbortSignal) => Promise<DatasetTable>) => {
    taking.abort();
    taking = new AbortController();
    const { signal } = taking;
    set({ reading: what, error: null, nothing: null });
    try {
      const table = await read(signal);
      if (signal.aborted) return;
      set({ reading: null, nothing: table.rows.length === 0 ? none : null });
      if (table.rows.length === 0) return;
      const columns = table.columns.includes(nameColumn) ? { [nameColumn]: "name" as const } : {};
      useSetup.getState().setTable(table, columns);
    } catch (thrown) {
      if (!signal.aborted) set({ reading: null, error: asAppError(thrown) });
    }
  };
  return {
    reading: null,
    error: null,
    nothing: null,
    takeInputs: (prompt) =>
      take("Reading the saved inputs", `${prompt.name} has no saved inputs yet.`, async (signal) => {
        const inputs = await engineClient().call("inputs.list", { prompt: identityOf(prompt) }, { signal });
        const records = inputs.map(({ name, variables, placeholders }) => ({
          [nameColumn]: name,
          ...variables,
          ...placeholders,
        }));
        return tableOfRecords(records, { source: "inputs", name: prompt.name, readAt: Date.now() });
      }),
    takeRuns: (source, name) =>
      take("Reading the runs", "No run that is kept fits that.", async (signal) => {
        const records = await engineClient().call("experiments.rowsOfRuns", source, { signal });
        return tableOfRecords(records, { source: "history", name, readAt: Date.now() });
      }),
    takeDataset: (dataset) =>
      take("Reading the dataset", `${dataset.name} has no items.`, async (signal) => {
        const { variants } = useSetup.getState().draft;
        const { variables } = wantedNames(variants, useSetupPrompts.getState().views);
        const taken = { variables: [...variables], most: mostTableRows, first: firstTableRows };
        const input = { ...dataset, ...taken };
        const found = await engineClient().call("datasets.ofLibrary", input, { signal });
        if (found.read === "error") throw new AppFailure("invalid_input", { message: found.error.message });
        const file = { file: found.file ?? "", name: `${dataset.name}.jsonl`, variables: [...variables], readAs: {} };
        return tableOfView(found.view, { source: "langfuse", name: dataset.name, readAt: Date.now() }, file);
      }),
    dismiss: () => set({ error: null, nothing: null }),
  };
});

/** The prompts of the variants that lie in a library, each once, with the project they were found in. */
export function promptsOf(
  variants: readonly Pick<SetupVariant, "prompt">[],
  views: SetupPromptsState["views"],
): PromptIdentity[] {
  const found = new Map<string, PromptIdentity>();
  for (const { prompt } of variants) {
    const ref = views[promptKeyOf(prompt)]?.resolved?.ref ?? refOfSource(prompt);
    if (ref) found.set(stableJson(asJson(identityOf(ref))), identityOf(ref));
  }
  return [...found.values()];
}
