import type { AppError } from "@shared/domain/error/error.ts";
import type { PromptEdit, PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { useDraft } from "../draft/draft.ts";
import { valuesKey } from "../draft/values-key.ts";
import { useEdits } from "./edits.ts";

/** Keeps a prompt that no library has yet: resolves when it is on the disk. @returns what refused it, or null. */
export async function keepUnsaved(edit: PromptEdit): Promise<AppError | null> {
  try {
    const { keptAt } = await engineClient().call("edits.keep", { edit });
    const prompt = identityOf(edit.base);
    useEdits.getState().noteUnsaved(prompt, { prompt, base: edit.base, type: edit.type, keptAt });
    return null;
  } catch (thrown) {
    return asAppError(thrown);
  }
}

/** The prompt that was begun here, never saved, and discarded last: for its undo. */
export interface DiscardedState {
  prompt: PromptIdentity | null;
  error: AppError | null;
  discard(prompt: PromptIdentity): Promise<void>;
  undo(): Promise<void>;
  dismiss(): void;
}

export const useDiscarded = create<DiscardedState>()((set, get) => ({
  prompt: null,
  error: null,
  async discard(given) {
    const prompt = identityOf(given);
    try {
      await useEdits.getState().flush();
      await engineClient().call("edits.discard", { prompt });
    } catch (thrown) {
      set({ error: asAppError(thrown) });
      return;
    }
    useEdits.getState().noteUnsaved(prompt, null);
    set({ prompt, error: null });
    const { openPrompt } = useDraft.getState().draft;
    if (openPrompt && valuesKey(openPrompt) === valuesKey(prompt)) useDraft.getState().openPrompt(null);
  },
  async undo() {
    const { prompt } = get();
    if (!prompt) return;
    try {
      const { edit } = await engineClient().call("edits.restore", { prompt });
      if (edit) {
        const { base, type } = edit.edit;
        useEdits.getState().noteUnsaved(prompt, { prompt, base, type, keptAt: edit.keptAt });
      }
    } catch (thrown) {
      set({ error: asAppError(thrown) });
      return;
    }
    set({ prompt: null, error: null });
    useDraft.getState().openPrompt(prompt);
  },
  dismiss: () => set({ prompt: null, error: null }),
}));
