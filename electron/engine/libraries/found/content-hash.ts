import { createHash } from "node:crypto";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import type { PromptVersion } from "@shared/domain/prompt/prompt.ts";

/**
 * Hex SHA-256 of what a version says: type, text and config, whatever the order of their keys. A version whose hash
 * changes was deleted and made anew under its old name.
 */
export function contentHash({ type, prompt, config }: Pick<PromptVersion, "type" | "prompt" | "config">): string {
  const content = { type, prompt, config } as unknown as JsonValue;
  return createHash("sha256").update(stableJson(content)).digest("hex");
}
