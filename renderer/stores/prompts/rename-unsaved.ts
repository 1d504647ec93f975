import { closeDocument } from "@shared/domain/edit/editor-document.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { asAppError, engineClient } from "../client.ts";
import { useDraft } from "../draft/draft.ts";
import { renameInPlace } from "../draft/on-other-prompt.ts";
import { valuesKey } from "../draft/values-key.ts";
import { useEdits } from "./edits.ts";
import { useLibrary } from "./library.ts";
import { useNaming } from "./naming.ts";
import { useNewPrompt } from "./new-prompt.ts";
import type { OpenEdit } from "./open-edit.ts";
import { usePrompt } from "./prompt.ts";
import { useSaving } from "./saving.ts";

const taken = "There is a prompt of this name already.";

/**
 * Takes the typed name for the open prompt, which no library has yet. It stands in the head at once, and one types on in
 * the text: the library is asked behind it. Until it has answered, what is typed is kept under the old name, since the
 * new one may be another prompt's.
 * @returns whether one can go on; false where the name cannot be, which is said, and while saving asks for it itself.
 */
export function enterName(): boolean {
  const { typed, ask, refuse, end } = useNaming.getState();
  const { open, edited } = useEdits.getState();
  if (typed === null || useSaving.getState().open) return false;
  const name = typed.trim();
  if (!open || open.base.version !== undefined || name === open.base.name) {
    end();
    return true;
  }
  const prompt = { ...identityOf(open.base), name };
  const reason = name === "" ? "A prompt needs a name." : edited.has(valuesKey(prompt)) ? taken : null;
  if (reason !== null) {
    refuse(typed, reason);
    return false;
  }
  ask(name);
  void rename(open, prompt);
  return true;
}

/** Asks for the name, and gives it. Who has opened another prompt meanwhile has this one renamed all the same. */
async function rename(begun: OpenEdit, prompt: PromptIdentity): Promise<void> {
  const before = identityOf(begun.base);
  const reason = await refusal(prompt, begun);
  const { open, unsaved } = useEdits.getState();
  const isHere = open?.key === begun.key && open.base.version === undefined;
  const { asked, refuse, type } = useNaming.getState();
  if (!isHere) {
    if (reason === null && unsaved.has(begun.key)) await renameClosed(before, prompt);
  } else if (asked === prompt.name) {
    if (reason !== null) refuse(prompt.name, reason);
    // The dialog has the name, and asks for it.
    else if (useSaving.getState().open) type(prompt.name);
    else await renameOpen(before, prompt);
  }
}

/** Text, values, pins and conversations go with the name, in one turn; the old one is let go when the new one is kept. */
async function renameOpen(before: PromptIdentity, prompt: PromptIdentity): Promise<void> {
  const { renamed, noteUnsaved, open, flush } = useEdits.getState();
  const begun = useNewPrompt.getState().begun === valuesKey(before) ? { begun: valuesKey(prompt) } : {};
  renameInPlace(before, prompt);
  usePrompt.getState().renamed(prompt);
  renamed(prompt);
  const keptAt = Date.now();
  noteUnsaved(prompt, { prompt, base: prompt, type: open?.editing.now.type ?? "text", keptAt });
  noteUnsaved(before, null);
  useNewPrompt.setState(begun);
  useNaming.getState().end();
  // It is the one opened last, too.
  useDraft.getState().openPrompt(prompt);
  useLibrary.getState().reveal(prompt);
  if (await flush()) await letGo(before);
}

/** One that is not open any more: what is kept of it is what it says. */
async function renameClosed(before: PromptIdentity, prompt: PromptIdentity): Promise<void> {
  try {
    await useEdits.getState().flush();
    const { edit: kept } = await engineClient().call("edits.get", { prompt: before });
    // Saved or thrown away meanwhile.
    if (!kept || kept.edit.base.version !== undefined) return;
    const { edit, configText } = kept;
    const named = { edit: { ...edit, base: prompt }, ...(configText === undefined ? {} : { configText }) };
    const { keptAt } = await engineClient().call("edits.keep", named);
    const { noteUnsaved } = useEdits.getState();
    noteUnsaved(prompt, { prompt, base: prompt, type: edit.type, keptAt });
    noteUnsaved(before, null);
    useDraft.getState().rename(before, prompt);
  } catch (thrown) {
    useEdits.setState({ keepError: asAppError(thrown) });
    return;
  }
  await letGo(before);
}

async function letGo(before: PromptIdentity): Promise<void> {
  try {
    await engineClient().call("edits.discard", { prompt: before });
  } catch (thrown) {
    useEdits.setState({ keepError: asAppError(thrown) });
  }
}

/** What the library says of the name. One that cannot be asked hinders nobody: saving asks again. */
async function refusal(prompt: PromptIdentity, { editing }: OpenEdit): Promise<string | null> {
  try {
    const edit = { base: prompt, ...closeDocument(editing.now) };
    const { problems, standing } = await engineClient().call("prompts.checkSave", { edit, labels: [] });
    const problem = problems.find(({ path, severity }) => path[0] === "name" && severity === "blocks");
    return problem?.message ?? (standing === null ? null : taken);
  } catch {
    return null;
  }
}
