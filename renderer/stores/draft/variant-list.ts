import type { ConversationDraft, Draft, VariantDraft } from "@shared/domain/prompt/draft.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { noValues, type PromptValues } from "./prompt-values.ts";
import { conversationKey, valuesKey } from "./values-key.ts";

export const mostVariants = 12;
export const narrowestVariant = 300;

const noConversation: ConversationDraft = { messages: [], next: { text: "", images: [] } };

/** The letter of the place a variant has: A, B, C. */
export function letterAt(index: number): string {
  return String.fromCharCode(65 + Math.max(0, index));
}

/** How a variant is called: by the name it was given, else by its place. */
export function variantTitle(variants: readonly VariantDraft[], id: string): string {
  const index = variants.findIndex((variant) => variant.id === id);
  return variants[index]?.name ?? letterAt(index);
}

/** The list with a copy of a variant behind it, so that one thing can be changed at a time; full lists stay. */
export function withCopy(variants: readonly VariantDraft[], id: string, copyId: string): VariantDraft[] {
  const index = variants.findIndex((variant) => variant.id === id);
  const original = variants[index];
  if (!original || variants.length >= mostVariants) return [...variants];
  const { name: _name, ...rest } = original;
  return variants.toSpliced(index + 1, 0, { ...rest, id: copyId });
}

/** The list without a variant; the last one stays. */
export function withoutVariant(variants: readonly VariantDraft[], id: string): VariantDraft[] {
  return variants.length === 1 ? [...variants] : variants.filter((variant) => variant.id !== id);
}

/** The list with a variant at another place; places beyond the ends mean the ends. */
export function withVariantAt(variants: readonly VariantDraft[], id: string, place: number): VariantDraft[] {
  const moved = variants.find((variant) => variant.id === id);
  if (!moved) return [...variants];
  const others = variants.filter((variant) => variant.id !== id);
  return others.toSpliced(Math.max(0, Math.min(place, others.length)), 0, moved);
}

/** The version or label a variant runs: its own, else the one the panel shows. */
export function promptOfVariant(variant: VariantDraft, open: PromptRef | null): PromptRef | null {
  const pin = open ? variant.pins?.[valuesKey(open)] : undefined;
  if (!open || !pin) return open;
  const prompt = identityOf(open);
  if (pin.version !== undefined) return { ...prompt, version: pin.version };
  return pin.label === undefined ? prompt : { ...prompt, label: pin.label };
}

/** Whether a variant keeps to a version or label of the open prompt, whatever is shown or edited. */
export function isPinned(variant: VariantDraft, open: PromptRef | null): boolean {
  return open !== null && variant.pins?.[valuesKey(open)] !== undefined;
}

/** A variant kept to a version or label of a prompt; undefined lets it follow the panel again. */
export function withPin(
  variant: VariantDraft,
  open: PromptRef,
  pin: { version: string } | { label: string } | undefined,
): VariantDraft {
  return { ...variant, pins: withEntry(variant.pins ?? {}, valuesKey(open), pin) };
}

/** The values a variant runs with: its own where it is unlinked, else the shared ones. */
export function valuesOfVariant(draft: Draft, variant: VariantDraft | undefined): PromptValues {
  const key = draft.openPrompt ? valuesKey(draft.openPrompt) : "";
  return variant?.values?.[key] ?? draft.values[key] ?? noValues;
}

export function isUnlinked(variant: VariantDraft | undefined, open: PromptRef | null): boolean {
  return open !== null && variant?.values?.[valuesKey(open)] !== undefined;
}

/** A variant with values of its own for a prompt; undefined links it to the shared ones again. */
export function withOwnValues(variant: VariantDraft, open: PromptRef, values: PromptValues | undefined): VariantDraft {
  return { ...variant, values: withEntry(variant.values ?? {}, valuesKey(open), values) };
}

/** Whether there is something to run: an open prompt, or messages without one. */
export function isSetUp({ openPrompt, variants }: Draft): boolean {
  return openPrompt !== null || variants.some((variant) => conversationOf(variant, null).messages.length > 0);
}

/** What follows a variant's compiled messages for the open prompt; without a prompt it is all that is sent. */
export function conversationOf(variant: VariantDraft, open: PromptRef | null): ConversationDraft {
  return variant.conversations?.[conversationKey(open)] ?? noConversation;
}

/** A variant with another conversation; an empty one is not kept. */
export function withConversation(
  variant: VariantDraft,
  open: PromptRef | null,
  conversation: ConversationDraft,
): VariantDraft {
  const { messages, next } = conversation;
  const isEmpty = messages.length === 0 && next.text === "" && next.images.length === 0;
  const kept = isEmpty ? undefined : conversation;
  return { ...variant, conversations: withEntry(variant.conversations ?? {}, conversationKey(open), kept) };
}

/** A copy with one entry set, or taken away by undefined. */
export function withEntry<T>(record: Record<string, T>, key: string, value: T | undefined): Record<string, T> {
  if (value !== undefined) return { ...record, [key]: value };
  const { [key]: _removed, ...rest } = record;
  return rest;
}
