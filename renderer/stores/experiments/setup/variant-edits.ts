import type { PromptSource } from "@shared/domain/experiment/prompt-source.ts";
import {
  baseOf,
  mostSetupVariants,
  type SetupDraft,
  type SetupVariant,
} from "@shared/domain/experiment/setup/setup-draft.ts";

/** Ids that nothing else of the draft has. */
export function freeId(taken: readonly { id: string }[], letter: string): string {
  let number = taken.length + 1;
  while (taken.some(({ id }) => id === `${letter}${number}`)) number += 1;
  return `${letter}${number}`;
}

/** A variant more, of a prompt; a full list stays. */
export function addVariant(draft: SetupDraft, prompt: PromptSource): SetupDraft {
  if (draft.variants.length >= mostSetupVariants) return draft;
  const variant: SetupVariant = { id: freeId(draft.variants, "v"), prompt, parameters: {} };
  return own({ ...draft, variants: [...draft.variants, variant] });
}

/** A copy behind the original, so that one thing can be changed at a time. */
export function duplicateVariant(draft: SetupDraft, variantId: string): SetupDraft {
  const index = draft.variants.findIndex(({ id }) => id === variantId);
  const original = draft.variants[index];
  if (!original || draft.variants.length >= mostSetupVariants) return draft;
  const { name: _, ...rest } = original;
  const copy = { ...rest, id: freeId(draft.variants, "v") };
  // The base stays the base, also where it was so by its place alone.
  const base = baseOf(draft);
  return own({
    ...draft,
    ...(base === undefined ? {} : { base }),
    variants: draft.variants.toSpliced(index + 1, 0, copy),
  });
}

export function removeVariant(draft: SetupDraft, variantId: string): SetupDraft {
  const variants = draft.variants.filter(({ id }) => id !== variantId);
  const { base, ...rest } = draft;
  return own(base === undefined || base === variantId ? { ...rest, variants } : { ...draft, variants });
}

export function changeVariant(
  draft: SetupDraft,
  variantId: string,
  edit: (variant: SetupVariant) => SetupVariant,
): SetupDraft {
  return own({ ...draft, variants: draft.variants.map((one) => (one.id === variantId ? edit(one) : one)) });
}

/** What a person changes is no sample any more. */
function own(draft: SetupDraft): SetupDraft {
  const { sample: _, ...rest } = draft;
  return rest;
}
