import type { RouteInput } from "@shared/contract/routes.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import {
  type DatasetTable,
  mostSetupRows,
  tableOfRecords,
  tableOfView,
} from "@shared/domain/experiment/setup/dataset-table.ts";
import type { SetupVariant } from "@shared/domain/experiment/setup/setup-draft.ts";
import { refOfSource } from "@shared/domain/experiment/source-of-prompt.ts";
import { asJson } from "@shared/domain/json/as-json.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../../client.ts";
import { useSetup } from "./setup.ts";
import { promptKeyOf, type SetupPromptsState, useSetupPrompts, wantedNames } from "./setup-prompts.ts";

/** Runs that are looked through for rows, newest first. */
const mostRunsForRows = 200;
/** Runs that are read at once. */
const readAtOnce = 8;

export const nameColumn = "input name";
const answerColumn = "earlier answer";

/** A dataset by its name; `version` is an ISO time: as it was then. */
export type WantedDataset = Omit<RouteInput<"datasets.ofLibrary">, "variables" | "most">;

export interface RowsSourcesState {
  /** What is being read now, in words. */
  reading: string | null;
  error: AppError | null;
  /** Nothing was there to take rows from. */
  nothing: string | null;
  /** Takes the saved inputs of a prompt as rows. */
  takeInputs(prompt: PromptIdentity): Promise<void>;
  /** Takes the values of a prompt's newest runs as rows, each once, with its answer. */
  takeHistory(prompt: PromptIdentity): Promise<void>;
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
    takeHistory: (prompt) =>
      take("Reading the runs", `No run of ${prompt.name} is kept.`, async (signal) => {
        const records = await valuesOfRuns(prompt, signal);
        return tableOfRecords(records, { source: "history", name: prompt.name, readAt: Date.now() });
      }),
    takeDataset: (dataset) =>
      take("Reading the dataset", `${dataset.name} has no items.`, async (signal) => {
        const { variants } = useSetup.getState().draft;
        const { variables } = wantedNames(variants, useSetupPrompts.getState().views);
        const input = { ...dataset, variables: [...variables], most: mostSetupRows };
        const found = await engineClient().call("datasets.ofLibrary", input, { signal });
        if (found.read === "error") throw new AppFailure("invalid_input", { message: found.error.message });
        return tableOfView(found.view, { source: "langfuse", name: dataset.name, readAt: Date.now() });
      }),
    dismiss: () => set({ error: null, nothing: null }),
  };
});

async function valuesOfRuns(prompt: PromptIdentity, signal: AbortSignal): Promise<Record<string, JsonValue>[]> {
  const { library, connection = null, name } = prompt;
  const filter = { promptLibrary: library, promptConnection: connection, promptName: name };
  const { runs } = await engineClient().call("history.list", { filter, limit: mostRunsForRows }, { signal });
  const seen = new Map<string, Record<string, JsonValue>>();
  for (let at = 0; at < runs.length; at += readAtOnce) {
    const read = runs
      .slice(at, at + readAtOnce)
      .map(({ id }) => engineClient().call("history.get", { runId: id }, { signal }));
    for (const { record } of await Promise.all(read)) {
      const { variables, placeholders } = record.request;
      const key = stableJson({ variables, placeholders } as JsonValue);
      if (seen.has(key)) continue;
      const { text } = record.output;
      seen.set(key, { ...variables, ...placeholders, ...(text === "" ? {} : { [answerColumn]: text }) });
    }
  }
  return [...seen.values()];
}

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
