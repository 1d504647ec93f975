import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { PromptSummary, PromptVersion } from "@shared/domain/prompt/prompt.ts";
import { facts as langfuseFacts } from "./facts.ts";
import type { LangfusePrompt, LangfuseRow } from "./langfuse-schemas.ts";

/** @throws AppFailure `prompt_invalid` when type and form contradict each other. */
export function toPromptVersion(prompt: LangfusePrompt): PromptVersion {
  const type = typeof prompt.prompt === "string" ? "text" : "chat";
  if (prompt.type !== undefined && prompt.type !== type) {
    const message = `The ${prompt.type} prompt “${prompt.name}” has the form of a ${type} prompt.`;
    throw new AppFailure("prompt_invalid", { message });
  }
  const { name, version, config, labels, tags, commitMessage, createdAt, updatedAt, createdBy } = prompt;
  return {
    library: langfuseFacts.id,
    name,
    version: String(version),
    type,
    prompt: prompt.prompt,
    config: config ?? {},
    labels: labels ?? [],
    tags: tags ?? [],
    ...(commitMessage ? { commitMessage } : {}),
    ...(createdAt ? { createdAt } : {}),
    ...(updatedAt ? { updatedAt } : {}),
    ...(createdBy ? { createdBy } : {}),
    resolutionGraph: prompt.resolutionGraph ?? null,
  };
}

export function toSummary({
  name,
  type,
  versions,
  labels,
  tags,
  lastUpdatedAt,
  lastConfig,
}: LangfuseRow): PromptSummary {
  return {
    name,
    versions: [...versions].sort((a, b) => a - b).map(String),
    labels: labels ?? [],
    tags: tags ?? [],
    ...(type ? { type } : {}),
    ...(lastUpdatedAt ? { lastUpdatedAt } : {}),
    ...(lastConfig === undefined ? {} : { lastConfig }),
  };
}
