import type { PromptLibraryId } from "./prompt.ts";

/** The library that LiteLLM means: by `prompt_id`, and in a `config.yaml`. */
export const litellmLibrary: PromptLibraryId = "langfuse";
