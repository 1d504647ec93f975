import type { BranchChange, PromptChange } from "@shared/contract/local-routes.ts";
import type { PromptList, PromptRef } from "@shared/domain/prompt/prompt.ts";
import { identityOf, liesIn } from "@shared/domain/prompt/prompt-key.ts";
import { asAppError, engineClient } from "../client.ts";
import { useDraft } from "../draft/draft.ts";
import { noteChangedPrompt } from "./changed-outside.ts";
import { useEdits } from "./edits.ts";
import { useLibrary } from "./library.ts";
import { usePrompt } from "./prompt.ts";

/**
 * Shows what changes outside of the app as soon as it does, until the signal is aborted: one row of the list, the branch
 * of its repository, and the prompt that is open. An edit stays in front and is told.
 */
export async function followPromptChanges(signal: AbortSignal): Promise<void> {
  let isToldBranch = false;
  try {
    for await (const change of engineClient().stream("prompts.changes", {}, { signal })) {
      if (!("branch" in change)) applyPrompt(change);
      else {
        applyBranch(change, isToldBranch);
        isToldBranch = true;
      }
    }
  } catch (thrown) {
    // The list can still be refreshed by hand.
    if (!signal.aborted) console.warn("Changes of files are not followed any more:", asAppError(thrown).message);
  }
}

/** @param isOther it was told before, so that another commit is checked out now, if not another branch. */
function applyBranch(change: BranchChange, isOther: boolean): void {
  const { branch } = change;
  useLibrary.getState().noteChange(change, (list) => ({ ...list, branch }));
  const { ref } = usePrompt.getState();
  // Files that another branch has otherwise are told by themselves; the commits of the open one may be others now.
  if (isOther && ref && liesIn(ref, change)) readAnew(ref);
}

function applyPrompt(change: PromptChange): void {
  useLibrary.getState().noteChange(change, (list) => withChange(list, change));
  noteChangedPrompt(change);
  const { ref } = usePrompt.getState();
  if (ref && liesIn(ref, change) && ref.name === change.name) readAnew(ref);
}

function readAnew(ref: PromptRef): void {
  const { versions } = usePrompt.getState();
  // A version that was chosen stays what it was.
  if (ref.version !== undefined && ref.version !== versions?.[0]?.version) return;
  const { version: _before, ...current } = ref;
  const { open, aside } = useEdits.getState();
  if (open?.changed && !aside) {
    void refreshVersions(current);
    return;
  }
  // The draft says the same, or runs would wait for a version that is read no more.
  if (ref.version !== undefined && useDraft.getState().draft.openPrompt) useDraft.getState().openPrompt(current);
  void usePrompt.getState().open(current, { refresh: true });
}

/** A list by name with one row changed. */
function withChange(list: PromptList, { name, summary }: Pick<PromptChange, "name" | "summary">): PromptList {
  const others = list.prompts.filter((prompt) => prompt.name !== name);
  if (!summary) return { ...list, prompts: others };
  const after = others.findIndex((prompt) => prompt.name > name);
  const prompts = after < 0 ? [...others, summary] : others.toSpliced(after, 0, summary);
  return { ...list, prompts };
}

async function refreshVersions(prompt: Parameters<typeof identityOf>[0]): Promise<void> {
  try {
    const input = { prompt: identityOf(prompt), refresh: true };
    const versions = await engineClient().call("prompts.versions", input);
    const { ref } = usePrompt.getState();
    if (ref && liesIn(ref, prompt) && ref.name === prompt.name) usePrompt.setState({ versions });
  } catch {
    // The file has gone or cannot be read: saving says so.
  }
}
