/**
 * Model names that need no provider prefix, as in LiteLLM's bundled model list (`README.md#known-names`). Dated and
 * `-latest` forms of a name are found by taking the suffix off. A name that is missing here works with its prefix.
 */
const openai = [
  "gpt-3.5-turbo",
  "gpt-3.5-turbo-16k",
  "gpt-4",
  "gpt-4-turbo",
  "gpt-4-turbo-preview",
  "gpt-4-32k",
  "gpt-4o",
  "gpt-4o-mini",
  "gpt-4o-search-preview",
  "gpt-4o-mini-search-preview",
  "gpt-4.1",
  "gpt-4.1-mini",
  "gpt-4.1-nano",
  "gpt-5",
  "gpt-5-mini",
  "gpt-5-nano",
  "gpt-5-chat",
  "gpt-5-search-api",
  "gpt-5.1",
  "gpt-5.1-chat",
  "gpt-5.2",
  "gpt-5.2-chat",
  "gpt-5.3-chat",
  "gpt-5.3-codex",
  "gpt-5.4",
  "gpt-5.4-mini",
  "gpt-5.4-nano",
  "gpt-5.4-pro",
  "gpt-5.5",
  "gpt-5.5-pro",
  "gpt-5.6",
  "gpt-5.6-sol",
  "gpt-5.6-terra",
  "gpt-5.6-luna",
  "gpt-6-astra",
  "gpt-6-luna",
  "gpt-6-sol",
  "gpt-6.1-sol",
  "chatgpt-4o",
  "o1",
  "o1-mini",
  "o1-preview",
  "o3",
  "o3-mini",
  "o4-mini",
];

const anthropic = [
  "claude-3-haiku",
  "claude-3-sonnet",
  "claude-3-opus",
  "claude-3-5-haiku",
  "claude-3-5-sonnet",
  "claude-3-7-sonnet",
  "claude-sonnet-4",
  "claude-opus-4",
  "claude-opus-4-1",
  "claude-sonnet-4-5",
  "claude-haiku-4-5",
  "claude-opus-4-5",
  "claude-opus-4-6",
  "claude-opus-4-7",
  "claude-opus-4-8",
  "claude-sonnet-4-6",
  "claude-sonnet-5",
  "claude-sonnet-5-5",
  "claude-haiku-5-5",
  "claude-opus-5",
  "claude-opus-5-5",
  "claude-fable-5",
  "claude-fable-5-1",
  "claude-mythos-5",
  "claude-mythos-5-1",
  "claude-mythos-preview",
];

const knownModels = new Map<string, string>([
  ...openai.map((name) => [name, "openai"] as const),
  ...anthropic.map((name) => [name, "anthropic"] as const),
]);

const dateOrLatest = /-(?:\d{4}-\d{2}-\d{2}|\d{8}|\d{4}|latest)$/;

/** A model's name without the date or `-latest` at its end. */
export function withoutDate(model: string): string {
  return model.replace(dateOrLatest, "");
}

/** The provider of a model name without prefix, or undefined. Fine-tuned names (`ft:gpt-4o-mini:…`) count as OpenAI's. */
export function knownProviderOf(model: string): string | undefined {
  const base = model.startsWith("ft:") ? (model.split(":")[1] ?? "") : model;
  return knownModels.get(base) ?? knownModels.get(withoutDate(base));
}

/** The names of one provider's known models, for the model picker. */
export function knownModelsOf(provider: string): string[] {
  return [...knownModels].filter(([, owner]) => owner === provider).map(([name]) => name);
}
