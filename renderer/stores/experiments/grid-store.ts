import type { AppError } from "@shared/domain/error/error.ts";
import type { CountedFilter, GridRow, GridView } from "@shared/domain/experiment/grid.ts";
import { createStore, type StoreApi, useStore } from "zustand";
import { asAppError } from "../client.ts";
import { keepSameRows } from "./keep-same-rows.ts";
import type { RowSource } from "./row-source.ts";

/** Rows of one request; about four screens. */
const pageSize = 60;
/** Typing pauses this long before it is searched for. */
const quietMs = 150;

const pageOf = (row: number) => Math.floor(row / pageSize);

/** The cell that keys mean. */
export interface ActiveCell {
  /** Of the view, from 0. */
  index: number;
  /** The row's id: what is at an index changes while an experiment runs. */
  row: string;
  variant: number;
}

export interface GridState {
  view: GridView;
  /** Rows of the view; null until the first page has come. */
  total: number | null;
  counts: Record<CountedFilter, number> | null;
  /** What was fetched, by page. */
  pages: ReadonlyMap<number, readonly GridRow[]>;
  error: AppError | null;
  active: ActiveCell | null;
  /** Shows other rows, from their top. What is given as undefined is taken back. Text waits for a pause in typing. */
  show(change: { [Key in keyof GridView]?: GridView[Key] | undefined }): void;
  /** Says which rows are in sight, the last included. */
  look(first: number, last: number): void;
  /** Rows are others than they were: what is in sight is asked for anew. */
  refresh(): void;
  retry(): void;
  activate(index: number, variant: number): void;
  rowAt(index: number): GridRow | undefined;
  /** Ends what is under way. */
  close(): void;
}

export type GridStore = StoreApi<GridState>;

/** What a component shows of a grid. */
export function useGrid<Part>(store: GridStore, select: (state: GridState) => Part): Part {
  return useStore(store, select);
}

const firstView: GridView = { filter: { kind: "all" }, sort: { by: "row", descending: false } };

/** Rows of a grid as far as they were in sight. Older ones stay until newer have come, so that nothing blinks. */
export function createGridStore(source: RowSource): GridStore {
  /** Grows with each change of what rows say; pages of an older one are asked for again when they are seen. */
  let version = 0;
  const versions = new Map<number, number>();
  let sight = { first: 0, last: 0 };
  let stop = new AbortController();
  let fetching: AbortController | null = null;
  let typing: ReturnType<typeof setTimeout> | undefined;

  return createStore<GridState>()((set, get) => {
    /** What is in sight first; then, where nothing is known of it, a page on either side: who scrolls there finds it. */
    function nextPage(): number | null {
      const { total } = get();
      const end = total === null ? 1 : Math.max(1, total);
      const [first, last] = [pageOf(sight.first), pageOf(Math.min(sight.last, end - 1))];
      // The oldest first: rows that change faster than pages come would else be asked for on the first page alone.
      const stale = Array.from({ length: last - first + 1 }, (_, index) => first + index)
        .filter((page) => versions.get(page) !== version)
        .sort((one, other) => (versions.get(one) ?? -1) - (versions.get(other) ?? -1));
      if (stale[0] !== undefined) return stale[0];
      const beside = [last + 1, first - 1].filter((page) => page >= 0 && page * pageSize < end);
      return beside.find((page) => !versions.has(page)) ?? null;
    }

    async function fetchSight(): Promise<void> {
      if (fetching === stop) return;
      const own = stop;
      fetching = own;
      try {
        for (let page = nextPage(); page !== null && !own.signal.aborted; page = nextPage()) {
          const asked = version;
          const found = await source.page(get().view, page * pageSize, pageSize, own.signal);
          if (own.signal.aborted) return;
          take(page, found.rows, found.total, found.counts);
          versions.set(page, asked);
        }
        set({ error: null });
      } catch (thrown) {
        if (!own.signal.aborted) set({ error: asAppError(thrown) });
      } finally {
        if (fetching === own) fetching = null;
      }
    }

    function take(page: number, rows: readonly GridRow[], total: number, counts: GridState["counts"]): void {
      // The first page of another view takes the place of all that was there.
      const kept = versions.size === 0 ? new Map<number, readonly GridRow[]>() : new Map(get().pages);
      const before = get().pages.get(page);
      kept.set(page, before ? keepSameRows(before, rows) : rows);
      for (const one of kept.keys()) if (one * pageSize >= total) kept.delete(one);
      set({ pages: kept, total, counts, active: movedWith(get().active, kept) });
    }

    function startAnew(): void {
      stop.abort();
      stop = new AbortController();
      versions.clear();
      void fetchSight();
    }

    return {
      view: firstView,
      total: null,
      counts: null,
      pages: new Map(),
      error: null,
      active: null,
      show(change) {
        const view = { ...get().view };
        for (const [key, value] of Object.entries(change)) {
          if (value === undefined) delete (view as Record<string, unknown>)[key];
          else Object.assign(view, { [key]: value });
        }
        set({ view, active: null });
        sight = { first: 0, last: 0 };
        clearTimeout(typing);
        if ("text" in change) typing = setTimeout(startAnew, quietMs);
        else startAnew();
      },
      look(first, last) {
        sight = { first, last };
        void fetchSight();
      },
      refresh() {
        version += 1;
        void fetchSight();
      },
      retry: startAnew,
      activate(index, variant) {
        const row = get().rowAt(index);
        if (row) set({ active: { index, row: row.id, variant } });
      },
      rowAt: (index) => get().pages.get(pageOf(index))?.[index % pageSize],
      close() {
        clearTimeout(typing);
        stop.abort();
      },
    };
  });
}

/** The active cell where its row is by now; where it was, when that is not known. */
function movedWith(active: ActiveCell | null, pages: ReadonlyMap<number, readonly GridRow[]>): ActiveCell | null {
  if (active === null) return null;
  const isThere = pages.get(pageOf(active.index))?.[active.index % pageSize]?.id === active.row;
  if (isThere) return active;
  for (const [page, rows] of pages) {
    const at = rows.findIndex(({ id }) => id === active.row);
    if (at >= 0) return { ...active, index: page * pageSize + at };
  }
  return active;
}
