import { closeDocument } from "@shared/domain/edit/editor-document.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { asAppError, engineClient } from "../client.ts";
import { useDraft } from "../draft/draft.ts";
import { valuesKey } from "../draft/values-key.ts";
import { useEdits } from "./edits.ts";
import { useLibrary } from "./library.ts";
import { keptOf, type OpenEdit } from "./open-edit.ts";

/**
 * Gives the open prompt, which no library has yet, another name. Its text, values, pins and conversations go with it;
 * it is kept under the new name before the old one is let go.
 * @returns why not, in words for a person; null when it has that name now.
 */
export async function renameUnsaved(wanted: string): Promise<string | null> {
  const { open, flush, noteUnsaved } = useEdits.getState();
  const name = wanted.trim();
  if (!open || open.base.version !== undefined || name === open.base.name) return null;
  if (name === "") return "A prompt needs a name.";
  const before = identityOf(open.base);
  const prompt = { ...before, name };
  const refused = await refusal(prompt, open);
  if (refused !== null) return refused;
  try {
    await flush();
    const now = useEdits.getState().open ?? open;
    const { keptAt } = await engineClient().call("edits.keep", keptOf({ ...now, base: prompt }));
    noteUnsaved(prompt, { prompt, base: prompt, type: now.editing.now.type, keptAt });
    noteUnsaved(before, null);
    useDraft.getState().rename(before, prompt);
    // It is the one opened last, too.
    useDraft.getState().openPrompt(prompt);
    useLibrary.getState().reveal(prompt);
    await engineClient().call("edits.discard", { prompt: before });
    return null;
  } catch (thrown) {
    return asAppError(thrown).message;
  }
}

/** What the library says of the name. One that cannot be asked hinders nobody: saving asks again. */
async function refusal(prompt: PromptIdentity, { editing }: OpenEdit): Promise<string | null> {
  const taken = "There is a prompt of this name already.";
  if (useEdits.getState().unsaved.has(valuesKey(prompt))) return taken;
  try {
    const edit = { base: prompt, ...closeDocument(editing.now) };
    const { problems, standing } = await engineClient().call("prompts.checkSave", { edit, labels: [] });
    const problem = problems.find(({ path, severity }) => path[0] === "name" && severity === "blocks");
    return problem?.message ?? (standing === null ? null : taken);
  } catch {
    return null;
  }
}
