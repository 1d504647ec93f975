import { type RowsFile, rowsFileOf } from "@shared/domain/dataset/rows-file.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { RowTexts } from "@shared/domain/experiment/setup/rows-patch.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../../client.ts";

/** Rows of a page. */
const rowsOfPage = 100;
/** Pages that are kept; those that were asked for first go first. */
const mostPages = 40;

/** Rows of a long file, as somebody looks at them: the window has only pages of it. */
export interface FilePagesState {
  /** Of which file they are, and as what it was read. */
  of: string;
  /** By number; null while it is on its way. */
  pages: ReadonlyMap<number, readonly RowTexts[] | null>;
  error: AppError | null;
  /** Asks for the pages with these rows, both counted from 0. */
  ask(file: RowsFile, first: number, last: number): void;
}

export const useFilePages = create<FilePagesState>()((set, get) => {
  const read = async (file: RowsFile, of: string, page: number): Promise<void> => {
    const put = (rows: readonly RowTexts[] | null, error: AppError | null) => {
      if (get().of !== of) return;
      const pages = new Map(get().pages);
      if (rows) pages.set(page, rows);
      // It is asked for again when somebody looks there once more.
      else pages.delete(page);
      for (const oldest of [...pages.keys()].slice(0, Math.max(0, pages.size - mostPages))) pages.delete(oldest);
      set({ pages, error });
    };
    try {
      put(await engineClient().call("datasets.rows", { ...file, from: page * rowsOfPage, count: rowsOfPage }), null);
    } catch (thrown) {
      put(null, asAppError(thrown));
    }
  };
  return {
    of: "",
    pages: new Map(),
    error: null,
    ask(file, first, last) {
      const asked = rowsFileOf(file);
      const of = JSON.stringify(asked);
      const known = get().of === of ? get().pages : new Map<number, null>();
      const wanted: number[] = [];
      for (let page = Math.floor(first / rowsOfPage); page * rowsOfPage <= last; page += 1)
        if (!known.has(page)) wanted.push(page);
      if (wanted.length === 0 && get().of === of) return;
      set({ of, pages: new Map([...known, ...wanted.map((page): [number, null] => [page, null])]), error: null });
      for (const page of wanted) void read(asked, of, page);
    },
  };
});

/** The texts of a row as the file has them; undefined while they are on their way. */
export function rowIn(pages: FilePagesState["pages"], row: number): RowTexts | undefined {
  return pages.get(Math.floor(row / rowsOfPage))?.[row % rowsOfPage];
}
