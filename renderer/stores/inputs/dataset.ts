import type { DatasetView } from "@shared/domain/dataset/dataset-view.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { SavedInput } from "@shared/domain/prompt/saved-input.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";
import { handOverFile } from "../hand-over-file.ts";

/** What a prompt takes. */
export interface WantedValues {
  variables: readonly string[];
  placeholders: readonly string[];
}

/** A file of rows that was chosen or dropped, and which column fills what. */
export interface OpenDataset {
  name: string;
  wanted: WantedValues;
  view: DatasetView;
  /** By variable or placeholder; null leaves it to the values typed. */
  columns: Record<string, string | null>;
}

export interface DatasetState {
  dataset: OpenDataset | null;
  reading: boolean;
  /** Why a file was not read, with its name. */
  problem: { name: string; message: string } | null;
  error: AppError | null;
  /** Rows that a run goes over in place of the saved inputs. */
  rowsToRun: SavedInput[] | null;
  read(name: string, content: Blob, wanted: WantedValues): Promise<void>;
  choose(name: string, column: string | null): void;
  setRowsToRun(rows: SavedInput[] | null): void;
  close(): void;
}

let reading = new AbortController();

export const useDataset = create<DatasetState>()((set, get) => ({
  dataset: null,
  reading: false,
  problem: null,
  error: null,
  rowsToRun: null,
  async read(name, content, wanted) {
    reading.abort();
    reading = new AbortController();
    const { signal } = reading;
    set({ dataset: null, reading: true, problem: null, error: null });
    try {
      const variables = [...wanted.variables];
      const file = await handOverFile(content, signal);
      const found = await engineClient().call("datasets.read", { file, name, variables, readAs: {} }, { signal });
      if (signal.aborted) return;
      if (found.read === "error") set({ reading: false, problem: { name, message: found.error.message } });
      else
        set({ reading: false, dataset: { name, wanted, view: found.view, columns: suggestedFor(wanted, found.view) } });
    } catch (thrown) {
      if (!signal.aborted) set({ reading: false, error: asAppError(thrown) });
    }
  },
  choose(name, column) {
    const { dataset } = get();
    if (dataset) set({ dataset: { ...dataset, columns: { ...dataset.columns, [name]: column } } });
  },
  setRowsToRun: (rowsToRun) => set({ rowsToRun }),
  close() {
    reading.abort();
    set({ dataset: null, reading: false, problem: null, error: null });
  },
}));

// Its columns were chosen for the prompt that was open.
onOtherPrompt(() => useDataset.setState({ rowsToRun: null }));
onOtherPrompt(() => useDataset.getState().close());

/** A file was chosen, and not yet closed. */
export function isDatasetOpen({ dataset, reading, problem, error }: DatasetState): boolean {
  return dataset !== null || reading || problem !== null || error !== null;
}

function suggestedFor({ variables, placeholders }: WantedValues, view: DatasetView): OpenDataset["columns"] {
  const { map, placeholders: lists } = view.mapping;
  const [only, ...others] = view.messageColumns;
  return Object.fromEntries([
    ...variables.map((name) => [name, map[name]?.column ?? null]),
    ...placeholders.map((name) => {
      const named = view.messageColumns.find((column) => column === name) ?? lists[name];
      return [name, named ?? (others.length === 0 && placeholders.length === 1 ? (only ?? null) : null)];
    }),
  ]);
}

/** The rows as inputs of the prompt. A cell that a row does not have leaves its variable unset. */
export function inputsOf({ name, wanted, view, columns }: OpenDataset): SavedInput[] {
  const at = (column: string | null | undefined) => (column ? view.columns.indexOf(column) : -1);
  const idAt = at(view.mapping.id);
  return view.rows.map((row, index) => {
    const filled = (names: readonly string[]) =>
      names.flatMap((one) => {
        const cell = row[at(columns[one])];
        return cell === undefined || cell === null ? [] : [[one, cell] as const];
      });
    const variables = Object.fromEntries(filled(wanted.variables));
    const lists = filled(wanted.placeholders).map(([one, text]) => [one, messagesOf(text)]);
    const id = row[idAt];
    const inOrder = wanted.variables.toSorted((a, b) => at(columns[a]) - at(columns[b]));
    const first = inOrder.map((one) => variables[one]).find((text) => text) ?? "";
    const title = `${id ? id : `Row ${index + 1}`} ${first}`.replace(/\s+/g, " ").trim().slice(0, 60);
    return {
      id: `row-${index + 1}`,
      name: title || `${name} ${index + 1}`,
      variables,
      placeholders: Object.fromEntries(lists),
    };
  });
}

/** What is no JSON stays text, and compiling says what becomes of it. */
function messagesOf(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
