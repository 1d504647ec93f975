import { createHash } from "node:crypto";
import { asJson } from "@shared/domain/json/as-json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import type { PromptVersion } from "@shared/domain/prompt/prompt.ts";
import { asStored } from "@shared/domain/prompt/stored-text.ts";

/**
 * Hex SHA-256 of what a version says: type, text and config, whatever the order of their keys, as Langfuse stores them:
 * without the type `chatmessage`, with `{}` for a config that is null. A version whose hash changes was deleted and made
 * anew under its old name; an edit has the hash that its version will have.
 */
export function contentHash({ type, prompt, config }: Pick<PromptVersion, "type" | "prompt" | "config">): string {
  const content = asJson({ type, prompt: asStored(prompt), config: config ?? {} });
  return createHash("sha256").update(stableJson(content)).digest("hex");
}
