import { useDraft } from "../../stores/draft.ts";
import { valuesKey } from "../../stores/run-request.ts";
import { isRunning, type RunView, useRuns } from "../../stores/runs.ts";

/** The last run of a variant, as long as it belongs to the open prompt or is still going. */
export function useVariantRun(variantId: string): RunView | undefined {
  const open = useDraft((state) => state.draft.openPrompt);
  const run = useRuns((state) => state.runs[variantId]);
  if (!run || isRunning(run)) return run;
  const { prompt } = run.request;
  return open && prompt && valuesKey(open) === valuesKey(prompt) ? run : undefined;
}
