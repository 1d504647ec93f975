import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { conversationKey } from "../../../stores/draft/values-key.ts";
import { isRunning, type RunView, useRuns } from "../../../stores/run/runs.ts";

/** The last run of a variant, as long as it belongs to the open prompt. */
export function useVariantRun(variantId: string): RunView | undefined {
  const open = useDraft((state) => state.draft.openPrompt);
  return useRuns((state) => runOfPrompt(state.runs[variantId], open));
}

/** The run of another prompt that a variant is still waiting for. */
export function useRunElsewhere(variantId: string): RunView | undefined {
  const open = useDraft((state) => state.draft.openPrompt);
  return useRuns(({ runs }) => {
    const run = runs[variantId];
    return run && isRunning(run) && runOfPrompt(run, open) === undefined ? run : undefined;
  });
}

/** A run as long as it belongs to a prompt, or to none. */
export function runOfPrompt(run: RunView | undefined, open: PromptRef | null): RunView | undefined {
  if (!run) return undefined;
  return conversationKey(open) === conversationKey(run.request.prompt) ? run : undefined;
}
