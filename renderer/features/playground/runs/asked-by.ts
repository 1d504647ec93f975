import type { PromptRef, PromptVersionSummary, RunPrompt } from "@shared/domain/prompt/prompt.ts";
import { isEdit } from "@shared/domain/prompt/run-prompt.ts";
import type { Asked } from "@shared/domain/run/asked-changes.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";

/** What a person chose for a request. What the prompt's config decides is not said. */
export function askedBy(request: RunRequest, versions: readonly PromptVersionSummary[] | null): Asked {
  const { prompt, model, modelOverride, overrides, variables, placeholders } = request;
  return {
    prompt,
    version: versionBehind(prompt, versions),
    model: modelOverride ?? (model === "" ? null : model),
    parameters: overrides,
    variables,
    placeholders,
  };
}

/**
 * The same with the model and parameters that come of it, whoever decided them; only what a person set is among them.
 * @param others what it is compared with: a provider is named where it is another one.
 */
export function plannedOf(
  request: RunRequest,
  plan: RequestPlan,
  others: RequestPlan,
  versions: readonly PromptVersionSummary[] | null,
): Asked {
  const { providerLabel, model } = plan.route;
  const set = plan.parameters.filter(({ source }) => source !== "preset" && source !== "provider default");
  return {
    ...askedBy(request, versions),
    model: providerLabel === others.route.providerLabel ? model : `${providerLabel} ${model}`,
    parameters: Object.fromEntries(set.map(({ key, value }) => [key, value])),
  };
}

function versionBehind(prompt: RunPrompt | null, versions: readonly PromptVersionSummary[] | null): string | undefined {
  if (!prompt || isEdit(prompt) || !versions) return undefined;
  const { version, label = "production" }: PromptRef = prompt;
  if (version !== undefined) return version;
  const [newest] = versions;
  return (versions.find(({ labels }) => labels.includes(label)) ?? (label === "latest" ? newest : undefined))?.version;
}
