import type { AppError } from "@shared/domain/error/error.ts";
import type {
  ExportedFile,
  ExportFormat,
  HistoryFacets,
  HistoryFilter,
  HistoryLimits,
  HistoryPage,
  HistoryRun,
  HistoryStatus,
  ImportResult,
  RunNotesChange,
  RunSummary,
  RunsOverLimits,
} from "@shared/domain/run/history.ts";
import type { RunPlace } from "@shared/domain/run/run-place.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { type Choosing, chosenAfter } from "./history-choice.ts";
import { mergeNewest } from "./history-pages.ts";

/** Rows of one page; about two screens. */
const pageSize = 100;
/** Typing pauses this long before it is searched for. */
const quietMs = 150;

/** The history: what is shown of it, what is chosen, and what can be done with runs. */
export interface HistoryState {
  filter: HistoryFilter;
  /** Newest first, as far as the list was scrolled. */
  runs: RunSummary[];
  /** Continues the list; null when it is complete. */
  next: RunPlace | null;
  /** How many runs the filter leaves; null until they are counted. */
  found: number | null;
  loading: boolean;
  /** False until the first page of the filter in force has come. */
  fresh: boolean;
  error: AppError | null;
  status: HistoryStatus | null;
  facets: HistoryFacets | null;
  /** Ids, in the order chosen: one is read, two are compared, any number is deleted or exported. */
  chosen: string[];
  /** Chosen runs as far as they were fetched. */
  details: Record<string, HistoryRun>;
  detailError: AppError | null;
  /** In a window with room for one of them, what is chosen is in front of the list. */
  reading: boolean;
  /** What was deleted since the start, by deletion, the last one at the end; all of it can be brought back. */
  deleted: readonly string[][];
  /** The last deletion is told of; putting that away does not take the way back. */
  deletionResult: boolean;
  /** The search field is to have the focus as soon as it is there. */
  searchAsked: boolean;
  /** Changes the filter; what is given as undefined no longer filters. The text waits for a pause in typing. */
  setFilter(change: { [Key in keyof HistoryFilter]?: HistoryFilter[Key] | undefined }): void;
  clearFilter(): void;
  /** Reads the first page anew; rows further down stay. */
  refresh(): Promise<void>;
  loadMore(): Promise<void>;
  loadStatus(): Promise<void>;
  /** Reads what there is to filter by. */
  loadFacets(): Promise<void>;
  /** A run that is chosen alone is read; one more only joins the chosen ones. */
  choose(id: string, how?: Choosing): void;
  /** Brings what is chosen before the list, or the list before it. */
  read(reading: boolean): void;
  /** Every run that was loaded. */
  chooseAll(): void;
  chooseNone(): void;
  /** What limits would remove; removes nothing. */
  findOverLimits(limits: HistoryLimits, signal: AbortSignal): Promise<RunsOverLimits>;
  askForSearch(asked: boolean): void;
  /** Runs of a filter, newest first or those below a place, without a change of the list. */
  find(filter: HistoryFilter, before?: RunPlace): Promise<HistoryPage>;
  /** A run as it is kept, also one that is not in the list. */
  fetchRun(id: string): Promise<HistoryRun>;
  annotate(id: string, change: RunNotesChange): Promise<AppError | null>;
  remove(ids: string[]): Promise<AppError | null>;
  /** Brings back what the last deletion took that has not come back yet. */
  undoRemove(): Promise<AppError | null>;
  hideDeletion(): void;
  exportRuns(
    which: { ids: string[] } | { filter: HistoryFilter },
    format: ExportFormat,
  ): Promise<{ file: ExportedFile } | { error: AppError }>;
  importRuns(text: string): Promise<ImportResult | { error: AppError }>;
}

let listing = new AbortController();
let typing: ReturnType<typeof setTimeout> | undefined;

export const useHistory = create<HistoryState>()((set, get) => {
  const reload = async (): Promise<void> => {
    listing.abort();
    listing = new AbortController();
    const { signal } = listing;
    const { filter } = get();
    set({ loading: true });
    try {
      const page = await engineClient().call("history.list", { filter, limit: pageSize }, { signal });
      if (signal.aborted) return;
      set({ ...page, loading: false, fresh: true, error: null });
      await count(filter, page, signal);
    } catch (thrown) {
      if (!signal.aborted) set({ loading: false, error: asAppError(thrown) });
    }
  };

  /** All that the filter leaves; of one page they are on it, and without a filter it is all that are kept. */
  const count = async (filter: HistoryFilter, { runs, next }: HistoryPage, signal: AbortSignal): Promise<void> => {
    if (Object.keys(filter).length === 0) return;
    const found = next === null ? runs.length : await engineClient().call("history.count", filter, { signal });
    if (get().filter === filter) set({ found });
  };

  const loadDetail = async (id: string): Promise<void> => {
    try {
      const run = await get().fetchRun(id);
      set({ details: { ...get().details, [id]: run }, detailError: null });
    } catch (thrown) {
      if (get().chosen.includes(id)) set({ detailError: asAppError(thrown) });
    }
  };

  /** Does something, then reads what it may have changed. */
  const act = async (work: () => Promise<void>): Promise<AppError | null> => {
    try {
      await work();
      return null;
    } catch (thrown) {
      return asAppError(thrown);
    } finally {
      await Promise.all([get().refresh(), get().loadStatus()]);
    }
  };

  return {
    filter: {},
    runs: [],
    next: null,
    found: null,
    loading: false,
    fresh: false,
    error: null,
    status: null,
    facets: null,
    chosen: [],
    details: {},
    detailError: null,
    reading: false,
    deleted: [],
    deletionResult: false,
    searchAsked: false,

    setFilter(change) {
      const entries = Object.entries({ ...get().filter, ...change }).filter(([, value]) => value !== undefined);
      set({ filter: Object.fromEntries(entries), fresh: false, found: null });
      clearTimeout(typing);
      typing = setTimeout(() => void reload(), "text" in change ? quietMs : 0);
    },
    clearFilter() {
      set({ filter: {}, fresh: false, found: null });
      clearTimeout(typing);
      void reload();
    },
    async refresh() {
      if (!get().fresh) return reload();
      const { filter } = get();
      try {
        const page = await engineClient().call("history.list", { filter, limit: pageSize });
        if (get().filter !== filter) return;
        set({ ...mergeNewest(get(), page), error: null });
        await count(filter, page, listing.signal);
      } catch (thrown) {
        set({ error: asAppError(thrown) });
      }
    },
    async loadMore() {
      const { next, loading, filter, runs } = get();
      if (next === null || loading) return;
      const { signal } = listing;
      set({ loading: true });
      try {
        const page = await engineClient().call("history.list", { filter, before: next, limit: pageSize }, { signal });
        if (!signal.aborted) set({ runs: [...runs, ...page.runs], next: page.next, loading: false });
      } catch (thrown) {
        if (!signal.aborted) set({ loading: false, error: asAppError(thrown) });
      }
    },
    async loadStatus() {
      try {
        set({ status: await engineClient().call("history.status", {}) });
      } catch (thrown) {
        set({ error: asAppError(thrown) });
      }
    },
    async loadFacets() {
      try {
        set({ facets: await engineClient().call("history.facets", {}) });
      } catch (thrown) {
        set({ error: asAppError(thrown) });
      }
    },
    choose(id, how = "alone") {
      const { chosen, runs } = get();
      const next = chosenAfter(chosen, id, how, runs);
      set({ chosen: next, detailError: null, reading: how === "alone" });
      if (next.length > 2) return;
      for (const wanted of next) void loadDetail(wanted);
    },
    read: (reading) => set({ reading }),
    chooseAll() {
      const [first, last] = [get().runs[0], get().runs.at(-1)];
      if (!first || !last) return;
      get().choose(first.id);
      get().choose(last.id, "through");
    },
    chooseNone: () => set({ chosen: [], detailError: null }),
    findOverLimits: (limits, signal) => engineClient().call("history.overLimits", limits, { signal }),
    askForSearch: (searchAsked) => set({ searchAsked }),
    find: (filter, before) =>
      engineClient().call("history.list", { filter, limit: 50, ...(before === undefined ? {} : { before }) }),
    fetchRun: (id) => engineClient().call("history.get", { runId: id }),
    annotate: (id, change) =>
      act(async () => {
        await engineClient().call("history.update", { runId: id, change });
        await loadDetail(id);
      }),
    remove: (ids) =>
      act(async () => {
        const removed = await engineClient().call("history.delete", { runIds: ids });
        const { runs, chosen, deleted } = get();
        set({
          ...(removed.length > 0 ? { deleted: [...deleted, removed], deletionResult: true } : {}),
          runs: runs.filter(({ id }) => !removed.includes(id)),
          chosen: chosen.filter((id) => !removed.includes(id)),
        });
      }),
    undoRemove: () =>
      act(async () => {
        const last = get().deleted.at(-1);
        if (!last) return;
        await engineClient().call("history.undoDelete", { runIds: last });
        // What comes back may lie anywhere in the list.
        set({ deleted: get().deleted.filter((ids) => ids !== last), fresh: false });
      }),
    hideDeletion: () => set({ deletionResult: false }),
    async exportRuns(which, format) {
      try {
        return { file: await engineClient().call("history.export", { which, format }) };
      } catch (thrown) {
        return { error: asAppError(thrown) };
      }
    },
    async importRuns(text) {
      try {
        const result = await engineClient().call("history.import", { text });
        // Imported runs may lie anywhere in the list.
        set({ fresh: false });
        await Promise.all([get().refresh(), get().loadStatus()]);
        return result;
      } catch (thrown) {
        return { error: asAppError(thrown) };
      }
    },
  };
});
