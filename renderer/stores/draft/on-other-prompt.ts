import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { useDraft } from "./draft.ts";
import { conversationKey } from "./values-key.ts";

/** The open prompt is getting another name, and stays what it is. */
let isNaming = false;

/**
 * Tells that another prompt is open, or the one of this name of another project, in the same turn in which it becomes so:
 * a store that clears itself here is never drawn with the texts of one prompt under the name of another. What is still
 * being asked for then must be given up by its own store.
 * @param listener is given the key of what is open now; empty without a prompt.
 */
export function onOtherPrompt(listener: (key: string) => void): void {
  useDraft.subscribe(({ draft }, before) => {
    if (isNaming || draft.openPrompt === before.draft.openPrompt) return;
    const key = conversationKey(draft.openPrompt);
    if (key !== conversationKey(before.draft.openPrompt)) listener(key);
  });
}

/**
 * The open prompt has another name, and it is no other prompt: what is on screen stays, so that one types on. A store that
 * holds the name is told by who calls this, in the same turn.
 */
export function renameInPlace(before: PromptIdentity, after: PromptIdentity): void {
  isNaming = true;
  try {
    useDraft.getState().rename(before, after);
  } finally {
    isNaming = false;
  }
}
