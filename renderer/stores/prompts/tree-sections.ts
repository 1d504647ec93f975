import type { AppError } from "@shared/domain/error/error.ts";
import type { Draft } from "@shared/domain/prompt/draft.ts";
import type { EditSummary } from "@shared/domain/prompt/edit-summary.ts";
import type { PromptList } from "@shared/domain/prompt/prompt.ts";
import type { SettingsView } from "@shared/domain/settings.ts";
import { placeKey } from "../draft/open-prompt.ts";
import { libraryName, openLibrary, placeOf, shownLibraries } from "../settings/libraries.ts";
import { type LibraryPlace, type LibraryState, libraryRows, withUnsaved } from "./library.ts";
import type { FolderRow, PromptRow, RowPlace } from "./prompt-tree.ts";

/** A library as a root of the tree. */
export interface TreeSection {
  /** `placeKey` of its place. */
  key: string;
  place: LibraryPlace;
  label: string;
  /** Its address or folder. */
  detail: string;
  isOpen: boolean;
  canWrite: boolean;
  /** Where its settings are. */
  settings: "langfuse" | "local" | null;
  /** What its repository has checked out; null where there is none, or none is known yet. */
  branch: string | null;
  /** With the prompts that were begun here; null before it was read. */
  list: PromptList | null;
  loading: boolean;
  error: AppError | null;
}

/** A visible row of the whole tree. */
export type LibraryRow = SectionRow | EmptyRow | ((FolderRow | PromptRow) & { list: PromptList });

export interface SectionRow extends RowPlace {
  kind: "section";
  section: TreeSection;
  expanded: boolean;
  /** Prompts in it, or of them those that match the filter; null before its list is here. */
  count: number | null;
}

/** Stands in an open library that has no prompts. */
export interface EmptyRow extends RowPlace {
  kind: "empty";
  section: TreeSection;
}

/** The name under which the layout keeps whether a library is open in the tree. */
export function sectionLayout(library: string): string {
  return `tree.open.${library}`;
}

interface Shown {
  settings: SettingsView;
  layout: Draft["layout"];
  lists: LibraryState["lists"];
  unsaved: readonly EditSummary[];
}

/** The roots of the tree. Until a person opens or closes one, the library of the open workspace is open. */
export function treeSections({ settings, layout, lists, unsaved }: Shown): TreeSection[] {
  const open = openLibrary(settings);
  return shownLibraries(settings).map((library) => {
    const { id, can, samples, needsConnection, connection } = library;
    const place = placeOf(library);
    const key = placeKey(place);
    const { list = null, loading = false, error = null } = lists[key] ?? {};
    const kept = layout[sectionLayout(id)];
    return {
      key,
      place,
      label: libraryName(library),
      detail: samples ? "sample answers, no key" : (connection?.label ?? ""),
      isOpen: typeof kept === "boolean" ? kept : id === open?.id,
      canWrite: can.write,
      settings: needsConnection ? "langfuse" : samples ? null : "local",
      branch: list?.branch ?? null,
      list: list && withUnsaved(list, unsaved),
      loading,
      error,
    };
  });
}

/** All rows of the tree; a filter looks through every library that is open in it. */
export function treeRows(
  sections: readonly TreeSection[],
  { filter, expanded }: Pick<LibraryState, "filter" | "expanded">,
): LibraryRow[] {
  return sections.flatMap((section, index): LibraryRow[] => {
    const { key, list, isOpen, label } = section;
    const folders = expanded[key] ?? new Set<string>();
    const below = list && isOpen ? libraryRows({ list, filter, expanded: folders }) : [];
    const isFiltered = filter.trim() !== "" && isOpen;
    const count = isFiltered ? below.filter(({ kind }) => kind === "prompt").length : (list?.prompts.length ?? null);
    const head: SectionRow = {
      kind: "section",
      key,
      label,
      depth: 0,
      position: index + 1,
      siblings: sections.length,
      section,
      expanded: isOpen,
      count: list === null ? null : count,
    };
    if (list === null || !isOpen) return [head];
    if (list.prompts.length === 0) {
      return [head, { kind: "empty", key: `${key} `, label: "", depth: 1, position: 1, siblings: 1, section }];
    }
    const rows = below.map((row) => ({ ...row, key: rowKey(key, row.key), depth: row.depth + 1, list }));
    return [head, ...rows];
  });
}

/** The key of a row: the same prompt name lies in several libraries. */
export function rowKey(section: string, name: string): string {
  return `${section} ${name}`;
}
