import type { EditToKeep } from "@shared/domain/prompt/kept-edit.ts";
import type { PromptEdit, PromptRef } from "@shared/domain/prompt/prompt.ts";
import { isEdit } from "@shared/domain/prompt/run-prompt.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { useApp } from "../app.ts";
import { useDraft } from "../draft/draft.ts";
import { conversationKey, valuesKey } from "../draft/values-key.ts";
import { conversationOf, withConversation } from "../draft/variant-list.ts";
import { useEdits } from "../prompts/edits.ts";
import { listedIn, useLibrary } from "../prompts/library.ts";
import { keepUnsaved } from "../prompts/unsaved-prompts.ts";
import { withConnection } from "../settings/libraries.ts";
import { useSettings } from "../settings/settings.ts";
import { useView } from "../view.ts";
import { viewOfRecord } from "./record-view.ts";
import { promptOfRun, variantOfRun } from "./reopened-run.ts";
import { anyRunning, type RunsByVariant, useRuns } from "./runs.ts";

/**
 * Opens a run in the playground as it was: prompt and version, values, model and parameters in the variant last used,
 * and its answer, unless something is running there. A run without a prompt opens with its messages alone. The rules it
 * was made under belong to all runs and to the gateway, so they are not put back unasked: the playground asks when they
 * are others by now. What it takes the place of is kept for `undoOpenRun`.
 * @param note what the playground says about it.
 */
export function openRun(record: RunRecord, note?: string): void {
  const { prompt } = record.request;
  // The text of a set-up or of a file of an experiment: what opens it asks for a prompt that is nowhere.
  if (prompt && isEdit(prompt) && prompt.base.connection === undefined) {
    const base = withConnection(useSettings.getState().settings, prompt.base);
    if (isInNoLibrary(base)) {
      const begun = { ...prompt, base };
      const own = { ...record, request: { ...record.request, prompt: begun } };
      void keepUnsaved(begun).then((error) => (error ? open(record, note, null) : open(own, note, begun)));
      return;
    }
  }
  open(record, note, null);
}

/** @param begun its text, where it was kept for this as a prompt that no library has; it goes when the run is put away. */
function open(record: RunRecord, note: string | undefined, begun: PromptEdit | null): void {
  const asked = promptOfRun(record);
  // A run of before does not say which project it was of: the one that is connected is meant, as it was then.
  const ref = asked && withConnection(useSettings.getState().settings, asked);
  const draft = useDraft.getState();
  const view = useView.getState();
  const { variants, openPrompt, values } = draft.draft;
  const variant = variants.find(({ id }) => id === view.focusedVariant) ?? variants[0];
  if (!variant) return;
  const { repetitions } = useRuns.getState();
  const replaced = {
    openPrompt,
    variants: ref ? [variant] : variants,
    values: ref ? values[valuesKey(ref)] : undefined,
    runs: repetitions,
    reopened: view.reopened,
    ...(begun ? { edit: { prompt: begun.base, before: null } } : {}),
  };
  if (ref) useLibrary.getState().reveal(ref);
  draft.openPrompt(ref);
  draft.changeVariant(variant.id, (current) => variantOfRun(current, record));
  if (ref) draft.setSharedValues({ variables: record.request.variables, placeholders: record.request.placeholders });
  else shareMessages(variant.id);
  view.focusVariant(variant.id);
  view.chooseExchange(null);
  view.setReopened({
    prompt: conversationKey(ref),
    rules: record.request,
    handEdited: record.request.handEditedBody !== undefined,
    replaced,
    ...(note === undefined ? {} : { note }),
  });
  view.setVariantTab(variant.id, "output");
  showRuns({ ...repetitions, [variant.id]: [viewOfRecord(record)] });
  useApp.getState().show("playground");
  const { prompt } = record.request;
  if (ref && prompt && isEdit(prompt) && !begun) void takeText({ ...prompt, base: ref });
}

/** Whether neither a library nor this machine knows a prompt of this name; one of a version is known to its library. */
function isInNoLibrary(base: PromptRef): boolean {
  if (base.version !== undefined || base.label !== undefined) return false;
  const listed = listedIn(useLibrary.getState(), base)?.list?.prompts.some(({ name }) => name === base.name);
  return !listed && !useEdits.getState().unsaved.has(valuesKey(base));
}

/** Makes the text of a run the edit of its prompt; the edit that stood there comes back with `undoOpenRun`. */
export async function takeText(edit: PromptEdit): Promise<void> {
  const before = await useEdits.getState().take(edit.base, { edit });
  const { reopened, setReopened } = useView.getState();
  if (reopened) setReopened({ ...reopened, replaced: { ...reopened.replaced, edit: { prompt: edit.base, before } } });
}

/** Puts back what the run opened last has taken the place of: prompt, values, variant and answers. */
export function undoOpenRun(): void {
  const view = useView.getState();
  if (!view.reopened) return;
  const { openPrompt, variants, values, runs, reopened, edit } = view.reopened.replaced;
  const draft = useDraft.getState();
  if (values) draft.setSharedValues(values);
  if (openPrompt) useLibrary.getState().reveal(openPrompt);
  draft.openPrompt(openPrompt);
  for (const variant of variants) draft.changeVariant(variant.id, () => variant);
  view.setReopened(reopened);
  if (edit) void putTextBack(edit);
  showRuns(runs);
}

async function putTextBack({ prompt, before }: { prompt: PromptRef; before: EditToKeep | null }): Promise<void> {
  await useEdits.getState().take(prompt, before);
  // One that was kept for the run alone is no prompt any more.
  if (before === null) useEdits.getState().noteUnsaved(prompt, null);
}

function showRuns(shown: RunsByVariant): void {
  const runs = useRuns.getState();
  if (!anyRunning(runs)) runs.putBack(shown);
}

/** Without a prompt the messages are what all variants have in common. */
function shareMessages(variantId: string): void {
  const { draft, changeVariants } = useDraft.getState();
  const from = draft.variants.find(({ id }) => id === variantId);
  if (!from) return;
  const conversation = conversationOf(from, null);
  changeVariants((list) => list.map((variant) => withConversation(variant, null, conversation)));
}
