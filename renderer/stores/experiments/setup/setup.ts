import type { AppError } from "@shared/domain/error/error.ts";
import type { DatasetTable } from "@shared/domain/experiment/setup/dataset-table.ts";
import { keptDraft, keptTable } from "@shared/domain/experiment/setup/kept-setup.ts";
import { emptySetup, type SetupDraft } from "@shared/domain/experiment/setup/setup-draft.ts";
import { asJson } from "@shared/domain/json/as-json.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../../client.ts";

/** Under these the set-up and its rows are kept: rows are large and change seldom. */
const draftId = "new";
const rowsId = "new-rows";
const saveDelayMs = 400;

export interface SetupContent {
  draft: SetupDraft;
  table: DatasetTable | null;
}

/** The experiment that is being set up. What is changed here is on disk half a second later. */
export interface SetupState extends SetupContent {
  /** False until what was kept has been read; nothing is saved before. */
  loaded: boolean;
  error: AppError | null;
  /** The last save failed; the next change tries again. */
  saveError: AppError | null;
  /** What another set-up, or other rows alone, have taken the place of, and how they are called. */
  replaced: (SetupContent & { by: string; what: "set-up" | "rows" }) | null;
  /** What is to be said of what was loaded last: parts of it that could not come along. */
  notes: readonly string[];
  load(): Promise<void>;
  change(edit: (draft: SetupDraft) => SetupDraft): void;
  /** Other rows; what was settled of the columns of those before is forgotten. Rows in which somebody typed can be brought back. */
  setTable(table: DatasetTable | null, columns?: SetupDraft["chosen"]["columns"]): void;
  /** The same rows, cells of which were changed. */
  changeTable(table: DatasetTable): void;
  /** Puts a whole set-up in place. @param by how it is called. */
  replace(content: SetupContent, by: string, notes?: readonly string[]): void;
  bringBack(): void;
  dismissNotes(): void;
  /** Saves now what is waiting to be saved. */
  flush(): Promise<void>;
}

let timer: ReturnType<typeof setTimeout> | undefined;
let reading: Promise<void> | undefined;

export const useSetup = create<SetupState>()((set, get) => {
  /** What is on disk. */
  let kept: SetupContent = { draft: emptySetup, table: null };

  const saveSoon = () => {
    if (get().loaded) timer ??= setTimeout(() => void save(), saveDelayMs);
  };

  const save = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const { draft, table } = get();
    try {
      if (table !== kept.table) {
        if (table)
          await engineClient().call("experiments.keepSetup", {
            id: rowsId,
            title: "",
            setup: asJson(table),
          });
        else await engineClient().call("experiments.forgetSetup", { id: rowsId });
      }
      if (draft !== kept.draft) {
        await engineClient().call("experiments.keepSetup", {
          id: draftId,
          title: draft.name,
          setup: asJson(draft),
        });
      }
      kept = { draft, table };
      if (get().saveError) set({ saveError: null });
      if (get().draft !== draft || get().table !== table) saveSoon();
    } catch (thrown) {
      set({ saveError: asAppError(thrown) });
    }
  };

  const read = async (): Promise<void> => {
    if (get().loaded) return;
    try {
      const setups = await engineClient().call("experiments.setups", {});
      const of = (id: string) => setups.find((setup) => setup.id === id)?.setup;
      kept = { draft: keptDraft(of(draftId)) ?? emptySetup, table: keptTable(of(rowsId)) ?? null };
      set({ ...kept, loaded: true, error: null });
    } catch (thrown) {
      set({ error: asAppError(thrown) });
    }
  };

  return {
    draft: emptySetup,
    table: null,
    loaded: false,
    error: null,
    saveError: null,
    replaced: null,
    notes: [],

    load() {
      // Twice at once could put what was kept over what was typed in between.
      reading ??= read().finally(() => {
        reading = undefined;
      });
      return reading;
    },

    change(edit) {
      set({ draft: edit(get().draft) });
      saveSoon();
    },

    setTable(table, columns = {}) {
      const { draft, table: before } = get();
      const isOfSample = draft.sample === true;
      const isTyped = before !== null && table !== null && before.edited;
      if (isTyped) set({ replaced: { draft, table: before, by: table.name, what: "rows" } });
      const { sample: _, ...own } = draft;
      set({ table, draft: { ...(isOfSample ? own : draft), chosen: { ...draft.chosen, columns } } });
      saveSoon();
    },

    changeTable(table) {
      set({ table });
      saveSoon();
    },

    replace({ draft, table }, by, notes = []) {
      const before = { draft: get().draft, table: get().table };
      const wasEmpty = before.table === null && before.draft.variants.length === 0;
      set({ draft, table, notes, replaced: wasEmpty ? null : { ...before, by, what: "set-up" } });
      saveSoon();
    },

    bringBack() {
      const { replaced } = get();
      if (!replaced) return;
      // With rows alone comes what was settled of their columns; the rest was changed since by a person.
      const draft = replaced.what === "rows" ? { ...get().draft, chosen: replaced.draft.chosen } : replaced.draft;
      set({ draft, table: replaced.table, replaced: null, notes: [] });
      saveSoon();
    },

    dismissNotes: () => set({ replaced: null, notes: [] }),
    flush: () => save(),
  };
});

/** Nothing was set up yet. */
export function isEmptySetup({ draft, table }: SetupContent): boolean {
  return table === null && draft.variants.length === 0 && draft.evaluators.length === 0;
}
