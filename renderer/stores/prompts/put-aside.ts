import type { AppError } from "@shared/domain/error/error.ts";
import type { KeptEdit } from "@shared/domain/prompt/kept-edit.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";
import { useEdits } from "./edits.ts";
import { withoutTime } from "./open-edit.ts";

/** The edit of the open prompt that was discarded last, or had to give way to another window's; kept over a restart. */
export interface PutAsideState {
  edit: KeptEdit | null;
  error: AppError | null;
  look(): Promise<void>;
  /** Makes it the edit again; what is edited now takes its place. */
  bringBack(): Promise<void>;
}

let looking = new AbortController();

export const usePutAside = create<PutAsideState>()((set, get) => ({
  edit: null,
  error: null,
  async look() {
    const { open, flush } = useEdits.getState();
    if (!open) return;
    looking.abort();
    looking = new AbortController();
    const { signal } = looking;
    try {
      // What is discarded or typed here is told to the engine behind the hand that does it.
      await flush();
      const { discarded } = await engineClient().call("edits.get", { prompt: identityOf(open.base) }, { signal });
      if (!signal.aborted) set({ edit: discarded, error: null });
    } catch (thrown) {
      if (!signal.aborted) set({ error: asAppError(thrown) });
    }
  },
  async bringBack() {
    const { edit } = get();
    if (!edit) return;
    try {
      await useEdits.getState().take(identityOf(edit.edit.base), withoutTime(edit));
      await get().look();
    } catch (thrown) {
      set({ error: asAppError(thrown) });
    }
  },
}));

onOtherPrompt(() => {
  looking.abort();
  usePutAside.setState({ edit: null, error: null });
});
