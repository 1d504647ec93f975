import { useDraft } from "../../../stores/draft/draft.ts";
import { useCompare } from "../../../stores/run/compare.ts";

/** The id of the variant the others are compared with: the chosen one, else the first. */
export function useBase(): string {
  const variants = useDraft((state) => state.draft.variants);
  const chosen = useCompare((state) => state.base);
  return variants.some(({ id }) => id === chosen) && chosen !== null ? chosen : (variants[0]?.id ?? "");
}
