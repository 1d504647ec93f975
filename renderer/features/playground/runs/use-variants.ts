import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { emptyDraft } from "@shared/domain/prompt/empty-draft.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { useView } from "../../../stores/view.ts";

const fallback: VariantDraft = emptyDraft.variants[0] ?? { id: "a", modelOverride: null, parameters: {} };

/** The variant that keys, the formatted messages and the inspector mean: the one last focused, else the first. */
export function focusedVariant(variants: readonly VariantDraft[], focused: string | null): VariantDraft {
  return variants.find((variant) => variant.id === focused) ?? variants[0] ?? fallback;
}

export function useFocusedVariant(): VariantDraft {
  const variants = useDraft((state) => state.draft.variants);
  const focused = useView((state) => state.focusedVariant);
  return focusedVariant(variants, focused);
}
