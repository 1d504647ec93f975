import type { Draft, VariantDraft } from "@shared/domain/prompt/draft.ts";
import type { PromptIdentity, PromptRef } from "@shared/domain/prompt/prompt.ts";
import { promptKey } from "@shared/domain/prompt/prompt-key.ts";
import { noValues } from "./prompt-values.ts";

/*
 * What was kept for a prompt of a name before it was noted whose prompt it was. It may be another project's: it is
 * offered, and fills nothing by itself.
 */

/** The key it waits under; null for a prompt that has no connection, whose key has not changed. */
function keyFromBefore({ library, connection, name }: PromptIdentity): string | null {
  return connection === undefined ? null : promptKey({ library, name });
}

/** Whether values, a pin or a conversation wait for a prompt of this name. */
export function hasFromBefore({ values, variants }: Draft, ref: PromptIdentity): boolean {
  const key = keyFromBefore(ref);
  if (key === null) return false;
  const kept = [values, ...variants.flatMap((one) => [one.pins, one.values, one.conversations])];
  return kept.some((byPrompt) => byPrompt !== undefined && Object.hasOwn(byPrompt, key));
}

/** The draft with all of it made this prompt's. What has been typed for it meanwhile wins. */
export function takenFromBefore(draft: Draft, ref: PromptRef): Draft {
  const from = keyFromBefore(ref);
  if (from === null) return draft;
  return withKeptMoved(draft, from, promptKey(ref));
}

/** The draft with all that is kept for one prompt, by its key, made another's. What has been typed for that one wins. */
export function withKeptMoved(draft: Draft, from: string, to: string): Draft {
  const before = draft.values[from] ?? noValues;
  const typed = draft.values[to] ?? noValues;
  const values = {
    variables: { ...before.variables, ...typed.variables },
    placeholders: { ...before.placeholders, ...typed.placeholders },
  };
  const { [from]: _moved, ...others } = draft.values;
  return {
    ...draft,
    values: { ...others, [to]: values },
    variants: draft.variants.map((variant) => taken(variant, from, to)),
  };
}

function taken(variant: VariantDraft, from: string, to: string): VariantDraft {
  const { pins, values, conversations } = variant;
  return {
    ...variant,
    ...(pins ? { pins: moved(pins, from, to) } : {}),
    ...(values ? { values: moved(values, from, to) } : {}),
    ...(conversations ? { conversations: moved(conversations, from, to) } : {}),
  };
}

function moved<T>(byPrompt: Record<string, T>, from: string, to: string): Record<string, T> {
  const { [from]: before, ...others } = byPrompt;
  return before === undefined ? byPrompt : { [to]: before, ...others };
}
