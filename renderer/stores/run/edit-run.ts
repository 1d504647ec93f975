import { isEdit } from "@shared/domain/prompt/run-prompt.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { useDraft } from "../draft/draft.ts";
import { findVersionHash } from "../prompts/version-hash.ts";
import { useView } from "../view.ts";
import { openRun, takeText } from "./open-run.ts";
import { promptOfRun } from "./reopened-run.ts";

/**
 * Opens a run's prompt to be edited: at the version the run was made with, with its values and the text the run had. That
 * is the version's own, unless the run was of an edit, or the version says something else by now.
 * @param note what the playground says about it.
 */
export async function editRun(record: RunRecord, note?: string): Promise<void> {
  openRun(record, note);
  useView.getState().setPromptTab("messages");
  useDraft.getState().setLayout("asSent", false);
  const ref = promptOfRun(record);
  const { resolved, request } = record;
  if (!ref || !resolved?.contentHash || !request.prompt || isEdit(request.prompt)) return;
  const now = await findVersionHash(ref, new AbortController().signal);
  if (now === undefined || now === resolved.contentHash) return;
  const { type, prompt, config } = resolved.prompt;
  await takeText({ base: ref, type, prompt, config });
}
