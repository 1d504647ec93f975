import type { PromptIdentity, RunPrompt } from "@shared/domain/prompt/prompt.ts";
import { promptKey } from "@shared/domain/prompt/prompt-key.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";

/** The key under which a draft keeps what belongs to a prompt, whatever its version. */
export function valuesKey(prompt: PromptIdentity): string {
  return promptKey(prompt);
}

/** The same for conversations, of which there is one without a prompt too. */
export function conversationKey(prompt: RunPrompt | null): string {
  const ref = refOf(prompt);
  return ref ? valuesKey(ref) : "";
}
