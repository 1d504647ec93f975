import type { PromptEdit, PromptRef, RunPrompt } from "./prompt.ts";

/* Apart from the schemas of `prompt.ts`, so that the interface can use it without the validator in its bundle. */

/** Whether a run is of changed, unsaved text. */
export function isEdit(prompt: RunPrompt): prompt is PromptEdit {
  return "base" in prompt;
}

/** The version a run is of, or the one its edit was made from. */
export function refOf(prompt: RunPrompt): PromptRef;
export function refOf(prompt: RunPrompt | null): PromptRef | null;
export function refOf(prompt: RunPrompt | null): PromptRef | null {
  return prompt && isEdit(prompt) ? prompt.base : prompt;
}
