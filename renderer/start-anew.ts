import { useDraft } from "./stores/draft/draft.ts";
import { useEdits } from "./stores/prompts/edits.ts";

/**
 * Loads the page again on the host that has just admitted it; what was typed while none answered is written first.
 * @param reload loads it.
 */
export async function startAnew(reload: () => void): Promise<void> {
  await Promise.all([useDraft.getState().flush(), useEdits.getState().flush()]);
  reload();
}
