import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { identityOf, liesIn } from "@shared/domain/prompt/prompt-key.ts";
import { create } from "zustand";
import { engineClient } from "../client.ts";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";
import { useSettings } from "../settings/settings.ts";
import { useEdits } from "./edits.ts";
import { type LibraryPlace, useLibrary } from "./library.ts";
import { usePrompt } from "./prompt.ts";
import { useSaving } from "./saving.ts";

/** What became of the open prompt's file while it was being edited. */
export interface ChangedOutsideState {
  /** Null: nothing that the edit would meet. */
  change: "changed" | "gone" | null;
  /** Asks what the open edit would meet now. */
  look(): Promise<void>;
}

let looking = new AbortController();

export const useChangedOutside = create<ChangedOutsideState>()((set) => ({
  change: null,
  async look() {
    looking.abort();
    looking = new AbortController();
    const { signal } = looking;
    const request = useSaving.getState().request();
    // A prompt that no library has yet can meet nothing that it was made from.
    if (!request || request.edit.base.version === undefined) {
      set({ change: null });
      return;
    }
    try {
      const { conflict, isThere } = await engineClient().call("prompts.meet", request, { signal });
      if (!signal.aborted) set({ change: conflict ? "changed" : isThere ? null : "gone" });
    } catch {
      // A file that cannot be read now: saving says why.
    }
  },
}));

/** Told that a prompt of a folder changed: asks where it is the one that is edited. */
export function noteChangedPrompt(change: LibraryPlace & { name: string }): void {
  const { open } = useEdits.getState();
  if (open?.changed && liesIn(open.base, change) && open.base.name === change.name) {
    void useChangedOutside.getState().look();
  }
}

function isFile({ library, version }: PromptRef): boolean {
  const found = useSettings.getState().settings?.libraries.find(({ id }) => id === library);
  return version !== undefined && found !== undefined && !found.needsConnection && found.can.write;
}

function forget(): void {
  looking.abort();
  useChangedOutside.setState({ change: null });
}

onOtherPrompt(forget);

useEdits.subscribe(({ open }, before) => {
  if (open === before.open) return;
  // An edit that was kept over a restart may have met a change meanwhile; it is against another version then.
  if (open?.changed && open.key !== before.open?.key) {
    const { stored } = usePrompt.getState();
    if (stored && isFile(open.base) && open.base.version !== stored.prompt.version) {
      void useChangedOutside.getState().look();
    }
  }
  if (useChangedOutside.getState().change === null || open?.changed) return;
  forget();
  // Saved or discarded: what lies in the folder by now is what is read.
  const { ref } = usePrompt.getState();
  if (!ref || useSaving.getState().open) return;
  void usePrompt.getState().open(identityOf(ref), { refresh: true });
  void useLibrary.getState().renew(ref);
});
