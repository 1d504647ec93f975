import type { ModelFacts } from "@shared/domain/model/model-facts.ts";
import { modelBook } from "./model-book.ts";

/**
 * Providers whose models need no prefix, as in LiteLLM. What its list has without a prefix for others (`gemini-…` for
 * Vertex AI) is not theirs here (`README.md#known-names`).
 */
const providersOfBareNames = ["openai", "anthropic"];

/** The row of a model name without a prefix, or undefined. Fine-tuned names (`ft:gpt-4o-mini:…`) count as OpenAI's. */
export function knownModel(model: string): ModelFacts | undefined {
  if (model.includes("/")) return undefined;
  for (const provider of providersOfBareNames) {
    const found = modelBook().find(provider, model);
    if (found) return found;
  }
  return undefined;
}

/** The provider of a model name without prefix, or undefined. */
export function knownProviderOf(model: string): string | undefined {
  return knownModel(model)?.provider;
}

/** The models of one provider that answer chats and have not ended, for the model picker. */
export function knownModelsOf(provider: string, today: string): ModelFacts[] {
  return modelBook()
    .all()
    .filter((row) => row.provider === provider && row.mode === "chat" && !(row.ends !== undefined && row.ends < today));
}
