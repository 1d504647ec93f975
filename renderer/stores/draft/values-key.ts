import type { PromptRef } from "@shared/domain/prompt/prompt.ts";

/** The key under which a draft keeps what belongs to a prompt, whatever its version. */
export function valuesKey(ref: Pick<PromptRef, "source" | "name">): string {
  return `${ref.source}:${ref.name}`;
}

/** The same for conversations, of which there is one without a prompt too. */
export function conversationKey(ref: Pick<PromptRef, "source" | "name"> | null): string {
  return ref ? valuesKey(ref) : "";
}
