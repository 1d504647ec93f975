import type { PromptRef, PromptVersionSummary, ResolvedPrompt, RunPrompt } from "@shared/domain/prompt/prompt.ts";
import { isEdit } from "@shared/domain/prompt/run-prompt.ts";
import type { Asked } from "@shared/domain/run/asked-changes.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { valuesKey } from "../../../stores/draft/values-key.ts";

/**
 * What a person chose for a request. What the prompt's config decides is not said.
 * @param shown a stored version whose text is known: an edit that says the same is no change.
 */
export function askedBy(
  request: RunRequest,
  versions: readonly PromptVersionSummary[] | null,
  shown: ResolvedPrompt | null = null,
): Asked {
  const { api, betas, prompt, model, modelOverride, overrides, variables, placeholders, continuation, compileMode } =
    request;
  const version = versionBehind(prompt, versions);
  const isShown =
    prompt &&
    shown &&
    !isEdit(prompt) &&
    version === shown.prompt.version &&
    valuesKey(prompt) === valuesKey(shown.ref);
  return {
    prompt,
    version,
    text: isShown ? shown.prompt : undefined,
    model: modelOverride ?? (model === "" ? null : model),
    api,
    betas,
    parameters: overrides,
    variables,
    placeholders,
    turns: continuation,
    compileMode,
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
  // Where nothing has a label, as with files, the newest is what is read.
  const isNewest = label === "latest" || versions.every(({ labels }) => labels.length === 0);
  return (versions.find(({ labels }) => labels.includes(label)) ?? (isNewest ? newest : undefined))?.version;
}
