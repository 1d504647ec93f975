import { useDraft } from "./draft.ts";
import { conversationKey } from "./values-key.ts";

/**
 * Tells that another prompt is open, or the one of this name of another project, in the same turn in which it becomes so:
 * a store that clears itself here is never drawn with the texts of one prompt under the name of another. What is still
 * being asked for then must be given up by its own store.
 * @param listener is given the key of what is open now; empty without a prompt.
 */
export function onOtherPrompt(listener: (key: string) => void): void {
  useDraft.subscribe(({ draft }, before) => {
    if (draft.openPrompt === before.draft.openPrompt) return;
    const key = conversationKey(draft.openPrompt);
    if (key !== conversationKey(before.draft.openPrompt)) listener(key);
  });
}
