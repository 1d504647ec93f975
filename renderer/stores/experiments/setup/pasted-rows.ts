import type { ReadAs } from "@shared/domain/dataset/dataset.ts";
import type { DatasetView } from "@shared/domain/dataset/dataset-view.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { withRows } from "@shared/domain/experiment/setup/dataset-table.ts";
import { mostAddedRows, type RowTexts } from "@shared/domain/experiment/setup/rows-patch.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../../client.ts";
import { handOverFile } from "../../hand-over-file.ts";
import { useSetup } from "./setup.ts";

/** Rows that are pasted behind those that are set up. */
export interface PastedRowsState {
  reading: boolean;
  /** Why nothing was added. */
  problem: string | null;
  /** Adds the rows of a text by the names of their columns, else in the order of the columns. */
  add(text: string): Promise<void>;
  forget(): void;
}

let reading = new AbortController();

export const usePastedRows = create<PastedRowsState>()((set) => ({
  reading: false,
  problem: null,
  async add(text) {
    reading.abort();
    reading = new AbortController();
    const { signal } = reading;
    set({ reading: true, problem: null });
    try {
      const { table: before } = useSetup.getState();
      const rows = before ? await rowsIn(text, before.columns, signal) : [];
      const { table, changeTable } = useSetup.getState();
      if (signal.aborted || !table || table.columns !== before?.columns) return set({ reading: false });
      const more = withRows(table, rows);
      if (more === table) throw tooMany();
      changeTable(more);
      set({ reading: false });
    } catch (thrown) {
      if (!signal.aborted) set({ reading: false, problem: asAppError(thrown).message });
    }
  },
  forget() {
    reading.abort();
    set({ reading: false, problem: null });
  },
}));

/** The rows of a text in the order of the columns. @throws AppFailure `invalid_input` where not all of it has a place. */
async function rowsIn(text: string, columns: readonly string[], signal: AbortSignal): Promise<RowTexts[]> {
  const file = await handOverFile(new Blob([text]), signal);
  const read = async (readAs: ReadAs): Promise<DatasetView> => {
    const asked = { file, name: "Pasted rows", variables: [...columns], readAs, most: mostAddedRows, first: 1 };
    const found = await engineClient().call("datasets.read", asked, { signal });
    if (found.read === "error") throw new AppFailure("invalid_input", { message: found.error.message });
    if (found.view.rows.length < found.view.count) throw tooMany();
    return found.view;
  };
  const isOneLine = !text.trim().includes("\n");
  const first = await read(isOneLine ? { header: false } : {});
  const isNamed = first.shape.header && first.columns.some((name) => columns.includes(name));
  if (isNamed) return rowsByName(first, columns);
  return rowsByPlace(first.shape.header ? await read({ header: false }) : first, columns);
}

function rowsByName(view: DatasetView, columns: readonly string[]): RowTexts[] {
  const others = view.columns.filter((name) => !columns.includes(name) && !view.shape.expanded.includes(name));
  if (others.length > 0) {
    throw new AppFailure("invalid_input", {
      message: `There is no column ${others.join(", ")} here: add it first, or leave it out. Nothing was added.`,
    });
  }
  const places = columns.map((column) => view.columns.indexOf(column));
  return view.rows.map((texts) => places.map((at) => (at < 0 ? null : (texts[at] ?? null))));
}

function rowsByPlace(view: DatasetView, columns: readonly string[]): RowTexts[] {
  const wide = view.columns.length - view.shape.expanded.length;
  if (wide > columns.length) {
    throw new AppFailure("invalid_input", {
      message: `What was pasted has ${wide} columns, and there are ${columns.length} here. Nothing was added.`,
    });
  }
  return view.rows.map((texts) => columns.map((_, at) => (at < wide ? (texts[at] ?? null) : null)));
}

function tooMany(): AppFailure {
  return new AppFailure("invalid_input", {
    message: `No more than ${mostAddedRows} rows can be added here: put them into the file. Nothing was added.`,
  });
}
