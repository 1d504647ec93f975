import type { Draft, VariantDraft } from "@shared/domain/prompt/draft.ts";
import type { PromptIdentity, PromptRef } from "@shared/domain/prompt/prompt.ts";
import { conversationKey } from "./values-key.ts";
import { withEntry } from "./variant-list.ts";

/*
 * What opening a prompt means for the draft. A model and parameters chosen over a prompt's config are chosen for that
 * prompt: another one starts from its own config, or with what was chosen for it before.
 */

/** A library, and whose where it has connections: the key under which it is kept what was open there last. */
export function placeKey({ library, connection }: Pick<PromptIdentity, "library" | "connection">): string {
  return connection === undefined ? library : `${library}@${connection}`;
}

/** The draft with another prompt open, or another version of the same one, or none. */
export function withOpenPrompt(draft: Draft, ref: PromptRef | null): Draft {
  const { openPrompt: before } = draft;
  const places = [before, ref].flatMap((one) => (one ? [[placeKey(one), one] as const] : []));
  const opened = { ...draft, openPrompt: ref, lastOpened: { ...draft.lastOpened, ...Object.fromEntries(places) } };
  const [from, to] = [conversationKey(before), conversationKey(ref)];
  if (from === to || isSameFromBefore(before, ref)) return opened;
  return { ...opened, variants: draft.variants.map((variant) => withChoiceOf(variant, from, to)) };
}

/** A prompt of a draft that did not say whose it was, found in its connection. */
function isSameFromBefore(before: PromptRef | null, ref: PromptRef | null): boolean {
  return (
    before?.library === ref?.library &&
    before?.name === ref?.name &&
    before?.connection === undefined &&
    ref?.connection !== undefined
  );
}

function withChoiceOf(variant: VariantDraft, from: string, to: string): VariantDraft {
  const { modelOverride, parameters, api, betas, ...rest } = variant;
  const now = {
    modelOverride,
    parameters,
    ...(api === undefined ? {} : { api }),
    ...(betas === undefined ? {} : { betas }),
  };
  const isNone = modelOverride === null && Object.keys(parameters).length === 0 && Object.keys(now).length === 2;
  const kept = withEntry(variant.chosen ?? {}, from, isNone ? undefined : now);
  const { [to]: own = { modelOverride: null, parameters: {} }, ...chosen } = kept;
  return { ...rest, ...own, chosen };
}
