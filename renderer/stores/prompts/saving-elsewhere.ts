import type { AppError } from "@shared/domain/error/error.ts";
import type { PromptLibraryView } from "@shared/domain/prompt/library-view.ts";
import type { PromptIdentity, PromptRef } from "@shared/domain/prompt/prompt.ts";
import type { SaveOutcome } from "@shared/domain/prompt/save-outcome.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { editToRun, useEdits } from "./edits.ts";
import { useLibrary } from "./library.ts";
import { useSaving } from "./saving.ts";
import { useWrites } from "./writes.ts";

/** Saving the open edit as a prompt of the same name in another library; where it is edited, it stays as it is. */
export interface SavingElsewhereState {
  /** Where it is saved to. */
  prompt: PromptIdentity | null;
  busy: boolean;
  outcome: SaveOutcome | null;
  error: AppError | null;
  /** @param seen the newest version of a prompt of that name there, which the person means to follow. */
  saveTo(library: PromptLibraryView, seen?: string): Promise<void>;
  forget(): void;
}

const nothing = { prompt: null, busy: false, outcome: null, error: null } as const;

export const useSavingElsewhere = create<SavingElsewhereState>()((set, get) => ({
  ...nothing,
  async saveTo(library, seen) {
    const edit = editToRun({ open: useEdits.getState().open, aside: false });
    if (!edit || get().busy) return;
    const connection = library.connection ? { connection: library.connection.id } : {};
    const base: PromptRef = { library: library.id, ...connection, name: edit.base.name };
    set({ ...nothing, prompt: base, busy: true });
    try {
      // Labels and the message are for the library they were written for.
      const request = { edit: { ...edit, base }, labels: [], ...(seen === undefined ? {} : { seen }) };
      const { outcome, exchanges } = await engineClient().call("prompts.save", request);
      useWrites.getState().note(edit.base, exchanges);
      set({ outcome, busy: false });
      if (outcome.kind === "saved") await useLibrary.getState().renew(base);
    } catch (thrown) {
      set({ error: asAppError(thrown), busy: false });
    }
  },
  forget: () => set({ ...nothing }),
}));

useSaving.subscribe(({ open }, before) => {
  if (open !== before.open) useSavingElsewhere.getState().forget();
});
