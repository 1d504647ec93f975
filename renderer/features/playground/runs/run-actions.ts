import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { isSetUp } from "../../../stores/draft/variant-list.ts";
import { waitForPrompt } from "../../../stores/prompts/wait-for-prompt.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { buildRunRequest } from "../../../stores/run/run-request.ts";
import { useRuns } from "../../../stores/run/runs.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { useView } from "../../../stores/view.ts";
import { focusedVariant } from "./use-variants.ts";

/** Runs one variant as it is set up now, as often as repetitions say, and shows its answer. */
export function runVariant(variantId: string): void {
  void runVariants((variants) => variants.filter(({ id }) => id === variantId));
}

export function runAll(): void {
  void runVariants((variants) => variants);
}

export function runFocused(): void {
  runVariant(focusedVariant(useDraft.getState().draft.variants, useView.getState().focusedVariant).id);
}

/** How often each variant runs. */
export function repetitionsOf(layout: Record<string, number | boolean | string>): number {
  const kept = layout["repetitions"];
  return typeof kept === "number" && kept >= 1 ? kept : 1;
}

/**
 * Runs the chosen variants side by side, once the open prompt has been read: its sample values must be in before.
 * @returns when all of them have ended.
 */
export async function runVariants(choose: (variants: VariantDraft[]) => VariantDraft[]): Promise<void> {
  const compare = useCompare.getState();
  compare.set({ waitingForPrompt: true });
  await waitForPrompt();
  compare.set({ waitingForPrompt: false });
  const { draft } = useDraft.getState();
  const preferences = useSettings.getState().settings?.preferences;
  if (!preferences || !isSetUp(draft)) return;
  const chosen = choose(draft.variants);
  const repetitions = repetitionsOf(draft.layout);
  const id = chosen.length * repetitions > 1 ? crypto.randomUUID() : undefined;
  useView.getState().chooseExchange(null);
  const ended = chosen.map((variant) => {
    useView.getState().setVariantTab(variant.id, "output");
    const request = buildRunRequest(draft, variant, preferences);
    const comparison = id === undefined ? {} : { comparison: { id, variantId: variant.id, repetition: 0 } };
    return useRuns.getState().start(variant.id, { ...request, ...comparison }, repetitions);
  });
  await Promise.all(ended);
}
