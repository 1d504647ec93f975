import type { AppError } from "@shared/domain/error/error.ts";
import type { EditSummary } from "@shared/domain/prompt/edit-summary.ts";
import type { PromptList, PromptRef, PromptSummary } from "@shared/domain/prompt/prompt.ts";
import { identityOf, liesIn } from "@shared/domain/prompt/prompt-key.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { isEmptyFilter, matchesFilter, parseFilter } from "./prompt-filter.ts";
import { buildTree, folderPaths, foldersOf, type TreeRow, visibleRows } from "./prompt-tree.ts";

/** Libraries up to this size start with all folders open. */
const openFoldersUpTo = 60;

/** A library, and the id of its connection where it has one. */
export type LibraryPlace = Pick<PromptList, "library" | "connection">;

/** The prompt list of one library and how it is looked at. */
export interface LibraryState {
  /** What is shown: a library and the connection its prompts lie behind. */
  place: LibraryPlace | null;
  list: PromptList | null;
  loading: boolean;
  /** Why there is no list. A list that could not be renewed is `stale` instead and says so itself. */
  error: AppError | null;
  filter: string;
  /** Paths of open folders. */
  expanded: ReadonlySet<string>;
  /** Shows a library; its list is asked for anew when `refresh`, else it may come from the engine's cache. */
  load(place: LibraryPlace, refresh: boolean): Promise<void>;
  setFilter(filter: string): void;
  toggleFolder(path: string): void;
  /** Opens the folders a prompt lies in. */
  reveal(name: string): void;
}

let current: AbortController | undefined;

export const useLibrary = create<LibraryState>()((set, get) => ({
  place: null,
  list: null,
  loading: false,
  error: null,
  filter: "",
  expanded: new Set(),

  async load(place, refresh) {
    current?.abort();
    const own = new AbortController();
    current = own;
    const before = get().place;
    const isSame = before !== null && before.library === place.library && before.connection === place.connection;
    // Another connection is another project: nothing of the one before may be seen under its name.
    set({ place, loading: true, error: null, ...(isSame ? {} : { list: null, filter: "", expanded: new Set() }) });
    try {
      const list = await engineClient().call(
        "prompts.list",
        {
          library: place.library,
          ...(place.connection === undefined ? {} : { connection: place.connection }),
          refresh,
        },
        { signal: own.signal },
      );
      if (own.signal.aborted) return;
      const first = get().list === null && list.prompts.length <= openFoldersUpTo;
      set({ list, loading: false, ...(first ? { expanded: new Set(folderPaths(buildTree(list.prompts))) } : {}) });
    } catch (thrown) {
      if (!own.signal.aborted) set({ error: asAppError(thrown), loading: false });
    }
  },

  setFilter(filter) {
    set({ filter });
  },

  toggleFolder(path) {
    const expanded = new Set(get().expanded);
    if (!expanded.delete(path)) expanded.add(path);
    set({ expanded });
  },

  reveal(name) {
    set({ expanded: new Set([...get().expanded, ...foldersOf(name)]) });
  },
}));

/**
 * What opening a prompt means: its `production` version, or its latest when no version has that label. Where versions are
 * not listed, there are no labels either, or nothing is stored yet.
 */
export function refToOpen(
  list: Pick<PromptList, "library" | "connection" | "project">,
  prompt: PromptSummary,
): PromptRef {
  const { name } = prompt;
  if (prompt.versions.length === 0) return identityOf({ ...list, name });
  return { ...identityOf({ ...list, name }), label: prompt.labels.includes("production") ? "production" : "latest" };
}

/** The rows to show. While a filter is set only what matches is there, with all its folders open. */
export function libraryRows({ list, filter, expanded }: Pick<LibraryState, "list" | "filter" | "expanded">): TreeRow[] {
  if (list === null) return [];
  const parsed = parseFilter(filter);
  if (isEmptyFilter(parsed)) return visibleRows(buildTree(list.prompts), (path) => expanded.has(path));
  const matching = list.prompts.filter((prompt) => matchesFilter(prompt, parsed));
  return visibleRows(buildTree(matching), () => true);
}

/** The list with the prompts that were begun here and that the library does not have yet. */
export function withUnsaved(list: PromptList, unsaved: Iterable<EditSummary>): PromptList {
  const known = new Set(list.prompts.map(({ name }) => name));
  const begun = [...unsaved].filter(({ prompt }) => liesIn(prompt, list) && !known.has(prompt.name));
  if (begun.length === 0) return list;
  const rows = begun.map(({ prompt, type }) => ({ name: prompt.name, type, versions: [], labels: [], tags: [] }));
  return { ...list, prompts: [...list.prompts, ...rows] };
}

/** A label or tag with the number of prompts that have it. */
export interface LibraryTerm {
  value: string;
  count: number;
}

/** All labels and tags of the list, most used first. */
export function libraryTerms(list: PromptList | null): { labels: LibraryTerm[]; tags: LibraryTerm[] } {
  const prompts = list?.prompts ?? [];
  return {
    labels: countTerms(prompts.flatMap((prompt) => prompt.labels)),
    tags: countTerms(prompts.flatMap((prompt) => prompt.tags)),
  };
}

function countTerms(values: string[]): LibraryTerm[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
