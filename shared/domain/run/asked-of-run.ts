import type { Asked } from "./asked-changes.ts";
import type { RunRecord } from "./run.ts";

/**
 * What a person chose for a run that was kept, with the model and parameters that came of it.
 * @param other what it is compared with: a provider is named where it is another one.
 */
export function askedOfRun({ request, resolved, plan }: RunRecord, other: RunRecord): Asked {
  const { api, betas, prompt, variables, placeholders, continuation, compileMode } = request;
  const model = plan?.route.model ?? request.modelOverride ?? (request.model === "" ? null : request.model);
  const isOtherProvider = plan !== undefined && plan.route.provider !== (other.plan ?? plan).route.provider;
  const set = (plan?.parameters ?? []).filter(({ source }) => source !== "preset" && source !== "provider default");
  return {
    prompt,
    version: resolved?.prompt.version,
    text: resolved?.prompt,
    model: isOtherProvider ? `${plan.route.providerLabel} ${model}` : model,
    api,
    betas,
    parameters: plan ? Object.fromEntries(set.map(({ key, value }) => [key, value])) : request.overrides,
    variables,
    placeholders,
    turns: continuation,
    compileMode,
  };
}
