import type { VariantDraft } from "@shared/domain/prompt/draft.ts";

/** Tools and schemas have an editor of their own and stay with their variant. */
const ownKeys = new Set(["tools", "tool_choice", "parallel_tool_calls", "response_format"]);

/** Whether a parameter follows the others while parameters are linked. */
export function isLinkable(key: string): boolean {
  return !ownKeys.has(key);
}

/** Gives every variant the parameters of one, but for tools and schemas. */
export function linkParameters(variants: readonly VariantDraft[], from: VariantDraft): VariantDraft[] {
  const shared = Object.entries(from.parameters).filter(([key]) => isLinkable(key));
  return variants.map((variant) => {
    const own = Object.entries(variant.parameters).filter(([key]) => !isLinkable(key));
    return { ...variant, parameters: Object.fromEntries([...shared, ...own]) };
  });
}
