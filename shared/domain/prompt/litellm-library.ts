import type { PromptLibraryId } from "./prompt.ts";

/** The library that LiteLLM means: by a model's prefix `langfuse/`, by `prompt_id`, and in a `config.yaml`. */
export const litellmLibrary: PromptLibraryId = "langfuse";

export const langfusePrefix = "langfuse/";

/**
 * The library of a prompt by how the model of its call begins. `dotprompt/` is LiteLLM's word for prompts that lie in a
 * folder, `local/` is ours for the same.
 */
export const promptLibraryOfPrefix: Readonly<Record<string, PromptLibraryId>> = {
  [langfusePrefix]: litellmLibrary,
  "local/": "local",
  "dotprompt/": "local",
};

/** How the model of a call begins that goes through a prompt; undefined for any other. */
export function promptPrefixOf(model: string): string | undefined {
  return Object.keys(promptLibraryOfPrefix).find((prefix) => model.startsWith(prefix));
}
