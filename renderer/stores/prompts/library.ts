import type { AppError } from "@shared/domain/error/error.ts";
import type { EditSummary } from "@shared/domain/prompt/edit-summary.ts";
import type { PromptIdentity, PromptList, PromptRef, PromptSummary } from "@shared/domain/prompt/prompt.ts";
import { identityOf, liesIn } from "@shared/domain/prompt/prompt-key.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { placeKey } from "../draft/open-prompt.ts";
import { isEmptyFilter, matchesFilter, parseFilter } from "./prompt-filter.ts";
import { buildTree, folderPaths, foldersOf, type TreeRow, visibleRows } from "./prompt-tree.ts";

/** Libraries up to this size start with all folders open. */
const openFoldersUpTo = 60;

/** A library, and the id of its connection where it has one. */
export type LibraryPlace = Pick<PromptIdentity, "library" | "connection">;

/** What is known of the prompts of one place. */
export interface ListedPlace {
  place: LibraryPlace;
  list: PromptList | null;
  loading: boolean;
  /** Why there is no list. A list that could not be renewed is `stale` instead and says so itself. */
  error: AppError | null;
}

/** The prompt lists of the libraries in the tree, each apart from the others, and how they are looked at. */
export interface LibraryState {
  /** The workspace that is open: a library and the connection its prompts lie behind. */
  place: LibraryPlace | null;
  /** By `placeKey`: the places whose list was asked for. Nothing of one is ever under the key of another. */
  lists: Readonly<Record<string, ListedPlace>>;
  filter: string;
  /** Paths of open folders, by `placeKey`. */
  expanded: Readonly<Record<string, ReadonlySet<string>>>;
  /** Makes a place the open one, and asks for its list. */
  open(place: LibraryPlace): Promise<void>;
  /** Asks for a list, past the engine's cache with `refresh`. */
  load(place: LibraryPlace, refresh: boolean): Promise<void>;
  /** Reads the lists of places anew that were read before, as after something was written there. */
  renew(...places: readonly LibraryPlace[]): Promise<void>;
  /** Changes the list of a place where it was read. */
  noteChange(place: LibraryPlace, change: (list: PromptList) => PromptList): void;
  setFilter(filter: string): void;
  toggleFolder(place: LibraryPlace, path: string): void;
  /** Opens the folders a prompt lies in. */
  reveal(prompt: PromptIdentity): void;
}

/** What is being asked for, by `placeKey`. */
const asked = new Map<string, { abort: AbortController; done: Promise<void> }>();

export const useLibrary = create<LibraryState>()((set, get) => {
  const put = (place: LibraryPlace, fields: Partial<ListedPlace>): void => {
    const key = placeKey(place);
    const before = get().lists[key] ?? { place, list: null, loading: false, error: null };
    set({ lists: { ...get().lists, [key]: { ...before, ...fields } } });
  };

  const setFolders = (place: LibraryPlace, paths: Iterable<string>): void =>
    set({ expanded: { ...get().expanded, [placeKey(place)]: new Set(paths) } });

  const foldersOpenIn = (place: LibraryPlace): ReadonlySet<string> => get().expanded[placeKey(place)] ?? new Set();

  const read = async (place: LibraryPlace, refresh: boolean, signal: AbortSignal): Promise<void> => {
    put(place, { loading: true, error: null });
    try {
      const list = await engineClient().call("prompts.list", { ...place, refresh }, { signal });
      if (signal.aborted) return;
      const isFirst = listedIn(get(), place)?.list == null && list.prompts.length <= openFoldersUpTo;
      if (isFirst) setFolders(place, [...foldersOpenIn(place), ...folderPaths(buildTree(list.prompts))]);
      put(place, { list, loading: false });
    } catch (thrown) {
      if (!signal.aborted) put(place, { list: null, error: asAppError(thrown), loading: false });
    }
  };

  return {
    place: null,
    lists: {},
    filter: "",
    expanded: {},

    open(place) {
      set({ place });
      return get().load(place, false);
    },

    load({ library, connection }, refresh) {
      const place: LibraryPlace = { library, ...(connection === undefined ? {} : { connection }) };
      const key = placeKey(place);
      const before = asked.get(key);
      if (before && !refresh && get().lists[key]?.loading) return before.done;
      before?.abort.abort();
      const abort = new AbortController();
      const done = read(place, refresh, abort.signal);
      asked.set(key, { abort, done });
      return done;
    },

    async renew(...places) {
      const known = new Map(places.map((place) => [placeKey(place), place]));
      await Promise.all([...known].map(([key, place]) => (get().lists[key] ? get().load(place, true) : undefined)));
    },

    noteChange(place, change) {
      const list = listedIn(get(), place)?.list;
      if (list) put(place, { list: change(list) });
    },

    setFilter(filter) {
      set({ filter });
    },

    toggleFolder(place, path) {
      const paths = new Set(foldersOpenIn(place));
      if (!paths.delete(path)) paths.add(path);
      setFolders(place, paths);
    },

    reveal(prompt) {
      const folders = foldersOf(prompt.name);
      if (folders.length > 0) setFolders(prompt, [...foldersOpenIn(prompt), ...folders]);
    },
  };
});

/** What is known of a place; undefined where its list was never asked for. */
export function listedIn({ lists }: Pick<LibraryState, "lists">, place: LibraryPlace | null): ListedPlace | undefined {
  return place === null ? undefined : lists[placeKey(place)];
}

/** The list of the workspace that is open; null while there is none. */
export function openList(state: Pick<LibraryState, "place" | "lists">): PromptList | null {
  return listedIn(state, state.place)?.list ?? null;
}

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

/** One list and how it is looked at; `expanded` holds the paths of its open folders. */
export interface LibraryView {
  list: PromptList;
  filter: string;
  expanded: ReadonlySet<string>;
}

/** The rows to show. While a filter is set only what matches is there, with all its folders open. */
export function libraryRows({ list, filter, expanded }: LibraryView): TreeRow[] {
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

/** All labels and tags of the lists, most used first. */
export function libraryTerms(lists: readonly PromptList[]): { labels: LibraryTerm[]; tags: LibraryTerm[] } {
  const prompts = lists.flatMap((list) => list.prompts);
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
