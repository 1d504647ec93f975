import { useDraft } from "../../stores/draft.ts";
import { buildRunRequest } from "../../stores/run-request.ts";
import { isRunning, useRuns } from "../../stores/runs.ts";
import { useSettings } from "../../stores/settings.ts";
import { useView } from "../../stores/view.ts";
import { focusedVariant } from "./use-variants.ts";

/** Runs one variant as it is set up now and shows its answer. */
export function runVariant(variantId: string): void {
  const { draft } = useDraft.getState();
  const preferences = useSettings.getState().settings?.preferences;
  const variant = draft.variants.find((candidate) => candidate.id === variantId);
  if (!variant || !preferences || !draft.openPrompt) return;
  useView.getState().setVariantTab(variantId, "output");
  useView.getState().chooseExchange(null);
  void useRuns.getState().start(variantId, buildRunRequest(draft, variant, preferences));
}

export function runAll(): void {
  for (const variant of useDraft.getState().draft.variants) runVariant(variant.id);
}

export function runFocused(): void {
  runVariant(focusedVariant(useDraft.getState().draft.variants, useView.getState().focusedVariant).id);
}

/** Whether any variant's run is still going. */
export function anyRunning(): boolean {
  return Object.values(useRuns.getState().runs).some(isRunning);
}
