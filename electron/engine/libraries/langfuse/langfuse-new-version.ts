import type { CreatePromptRequest } from "@langfuse/core";
import type { PromptContent } from "@shared/domain/prompt/prompt.ts";
import { asStored } from "@shared/domain/prompt/stored-text.ts";
import type { NewVersion } from "../library-writing.ts";

/**
 * The body of `POST /v2/prompts`, by Langfuse's own type of it. Only what is given is said: absent tags stay, and an
 * absent config becomes `{}`.
 */
export function newVersionBody({ name, prompt, config, labels, tags, commitMessage }: NewVersion): string {
  const common = {
    name,
    config,
    labels: [...labels],
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...(commitMessage === undefined ? {} : { commitMessage }),
  };
  const request: CreatePromptRequest =
    typeof prompt === "string" ? { type: "text", prompt, ...common } : { type: "chat", prompt, ...common };
  return JSON.stringify(request);
}

/** What Langfuse gives back of a text: the type `chatmessage` goes, and a config that is null becomes `{}`. */
export function asLangfuseStores({ type, prompt, config }: PromptContent): PromptContent {
  return { type, prompt: asStored(prompt), config: config ?? {} };
}
