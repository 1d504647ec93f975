import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Provider } from "../providers/provider.ts";
import { litellmPromptManagers, litellmVersion } from "../routing/litellm-providers.ts";
import { routeModel, stripLangfusePrefix } from "../routing/model-routing.ts";
import { nearestKey } from "./config-keys.ts";
import { type Deployment, type GatewayConfig, isPromptDeployment, placeOf } from "./config-model.ts";
import type { Position, ProblemList } from "./config-problem.ts";
import { litellmModes } from "./names/modes.ts";
import { placeId } from "./read-deployment.ts";
import { fallbackKeys } from "./read-fallbacks.ts";
import type { ReadIo } from "./read-values.ts";
import { leaveOut } from "./unserved.ts";
import { matchWildcard } from "./wildcard.ts";

/** Checks what no single entry shows: names used twice, targets that lead nowhere, keys that go unused. */
export function checkTogether(config: GatewayConfig, root: Position, io: ReadIo): void {
  const { problems } = io;
  const broken = problems.all().some(({ severity }) => severity === "error");
  if (config.models.length === 0 && !broken) {
    problems.error(root, "model_list", {
      code: "no_models",
      message: "The config has no model that can be called.",
      fix: "Add model_list: with at least one entry.",
    });
  }
  checkIds(config, problems);
  checkPromptGroups(config, problems);
  checkGroupAliases(config, root, problems);
  checkFallbacks(config, root, problems);
  for (const entry of config.models) {
    if (entry.unserved) continue;
    if (isPromptDeployment(entry)) checkPromptDeployment(entry, config, io);
    else checkProviderDeployment(entry, io);
  }
}

/** Ids are told by; calls are not drawn by them, so that the second of two is served under another one. */
function checkIds({ models }: GatewayConfig, problems: ProblemList): void {
  for (const [index, entry] of models.entries()) {
    const first = models.findIndex(({ id }) => id === entry.id);
    if (first === index) continue;
    problems.warn(entry.at, `${entry.path}.model_info.id`, {
      code: "duplicate_id",
      message: `The id ${entry.id} is also that of ${models[first]?.path ?? "another entry"}; ${placeId(entry.path)} is used for this one.`,
      fix: "Give each entry an id of its own, or none.",
    });
    entry.id = placeId(entry.path);
  }
}

/**
 * LiteLLM sees no prompt model in a group of several and answers 400 LLM Provider NOT provided
 * (`README.md#prompt-groups`). The first of the name is served.
 */
function checkPromptGroups({ models }: GatewayConfig, problems: ProblemList): void {
  for (const [index, entry] of models.entries()) {
    const first = models.find((other, at) => at < index && other.modelName === entry.modelName && !other.unserved);
    if (!first || entry.unserved) continue;
    if (isPromptDeployment(entry)) {
      leaveOut(
        entry,
        entry.at,
        entry.path,
        {
          code: "two_prompt_entries",
          message: `${entry.modelName} is already the name of ${first.path}, which gets the calls; a langfuse/ entry must be the only one of its name, or LiteLLM calls it without its prompt.`,
          fix: "Give it a model_name of its own; to share the load, put several entries under the name of its target.",
        },
        problems,
      );
    } else if (isPromptDeployment(first)) {
      leaveOut(
        entry,
        entry.at,
        entry.path,
        {
          code: "prompt_entry_mixed",
          message: `${entry.modelName} is also the name of the langfuse/ entry ${first.path}, which gets the calls; here they would go without its prompt.`,
          fix: "Give one of them another model_name.",
        },
        problems,
      );
    }
  }
}

function checkGroupAliases(config: GatewayConfig, root: Position, problems: ProblemList): void {
  const names = new Set(config.models.map(({ modelName }) => modelName));
  for (const [alias, target] of Object.entries(config.groupAliases)) {
    if (names.has(target)) continue;
    const path = `router_settings.model_group_alias.${alias}`;
    problems.warn(config.places[path] ?? root, path, {
      code: "alias_unknown",
      message: `There is no entry with model_name ${target}, so that ${alias} leads nowhere.`,
      fix: names.size === 0 ? "Add an entry for it." : `Use ${oneOf([...names])}.`,
    });
  }
}

/** The names a call can go to. */
function namesOf({ models, groupAliases }: Pick<GatewayConfig, "models" | "groupAliases">): string[] {
  return [...new Set([...models.map(({ modelName }) => modelName), ...Object.keys(groupAliases)])];
}

function oneOf(names: readonly string[]): string {
  return names.length === 1 ? names.join("") : `one of ${names.slice(0, 5).join(", ")}`;
}

/** A fallback answers the same messages: one with a prompt of its own would answer another question. */
function checkFallbacks(config: GatewayConfig, root: Position, problems: ProblemList): void {
  for (const kind of ["fallbacks", "contextWindowFallbacks", "contentPolicyFallbacks"] as const) {
    for (const [group, targets] of Object.entries(config[kind])) {
      const path = `${fallbackKeys[kind]}.${group}`;
      checkFallback({ group, targets, path, at: config.places[path] ?? root }, config, problems);
    }
  }
}

function checkFallback(
  { group, targets, path, at }: { group: string; targets: string[]; path: string; at: Position },
  { models, groupAliases }: GatewayConfig,
  problems: ProblemList,
): void {
  const names = namesOf({ models, groupAliases });
  const prompts = new Set(models.filter(isPromptDeployment).map(({ modelName }) => modelName));
  const some = names.filter((name) => !prompts.has(name));
  if (group !== "*" && !isCallable(group, names)) {
    problems.warn(at, path, {
      code: "fallback_of_nothing",
      message: `No entry has the model_name ${group}, so these fallbacks are never used.`,
      fix: names.length === 0 ? "" : `Use ${oneOf(names)}.`,
    });
  }
  for (const target of targets) {
    if (isCallable(target, names) && !prompts.has(target)) continue;
    problems.warn(at, path, {
      code: "fallback_unusable",
      message: prompts.has(target)
        ? `${target} is a langfuse/ entry and left out; a fallback answers the messages of the call that failed and can have no prompt of its own.`
        : `The fallback ${target} is no model_name of this config and left out.`,
      fix: some.length > 0 ? `Use ${oneOf(some)}.` : "Add an entry for it.",
    });
  }
}

/** By its name, or by that of an entry with a wildcard. */
function isCallable(name: string, names: readonly string[]): boolean {
  return names.includes(name) || names.some((pattern) => matchWildcard(pattern, name) !== undefined);
}

function checkPromptDeployment(entry: Deployment, config: GatewayConfig, io: ReadIo): void {
  const { problems } = io;
  const target = stripLangfusePrefix(entry.model);
  if (target === "") {
    const text = {
      code: "model_unknown",
      message: `${entry.model} must be followed by a model.`,
      fix: `Write ${entry.model}gpt-6-luna, or ${entry.model} and the model_name of another entry.`,
    };
    leaveOut(entry, placeOf(entry, "model"), `${entry.path}.litellm_params.model`, text, problems);
    return;
  }
  // An entry named as its own target goes to the provider itself.
  const alias = target !== entry.modelName && namesOf(config).includes(target);
  const given = ["api_key", "api_base", "base_url"].filter((key) => Object.hasOwn(entry.places, key));
  if (alias && given.length > 0) {
    problems.warn(placeOf(entry, "api_key", "api_base", "base_url"), `${entry.path}.litellm_params`, {
      code: "key_beside_alias",
      message: `${given.join(" and ")} here ${given.length === 1 ? "is" : "are"} not used: the calls go to the entry ${target}, with its key. LiteLLM from 1.62.2 on loses the prompt from the second call.`,
      fix: `Take ${given.length === 1 ? `it out here; it belongs` : `them out here; they belong`} to ${target}.`,
    });
  }
  if (!alias) checkProviderDeployment(entry, io);
}

function checkProviderDeployment(entry: Deployment, io: ReadIo): void {
  const { problems, variable } = io;
  if (entry.promptId !== undefined && !isPromptDeployment(entry)) {
    problems.warn(placeOf(entry, "prompt_id"), `${entry.path}.litellm_params.prompt_id`, {
      code: "prompt_without_langfuse",
      message: "prompt_id does nothing here, in LiteLLM as well: the model does not begin with langfuse/.",
      fix: isPromptManager(entry.model) ? "" : `Write model: langfuse/${entry.model}.`,
    });
  }
  const provider = providerOf(entry, io);
  if (!provider) return;
  warnOfMode(entry, provider, problems);
  const { baseVariables } = provider;
  const needsBase = provider.defaultBaseUrl === null && baseVariables.length > 0 && entry.apiBase === null;
  if (needsBase && !baseVariables.some((name) => variable(name) !== undefined)) {
    problems.warn(placeOf(entry, "model"), `${entry.path}.litellm_params`, {
      code: "base_missing",
      message: `${provider.label} needs api_base; without it only ${baseVariables.join(" or ")} in the environment helps.`,
      fix: "Add api_base: with the server's address.",
    });
  }
  if (provider.keyRequired && entry.apiBase !== null && entry.apiKey === null && entry.unsetKeyVariable === undefined) {
    problems.warn(placeOf(entry, "api_base", "base_url"), `${entry.path}.litellm_params`, {
      code: "key_missing",
      message: `api_base is given without api_key; the environment's key is never sent to an address that was set elsewhere.`,
      fix: `Add api_key: os.environ/${provider.keyVariables[0] ?? "MY_KEY"} if it belongs there, or api_key: none.`,
    });
  }
}

function providerOf(entry: Deployment, { problems, providers }: ReadIo): Provider | undefined {
  // The * of a wildcard entry is filled by the request, so that only the prefix can be looked at.
  try {
    return routeModel(stripLangfusePrefix(entry.model), { apiBase: entry.apiBase, providers }).provider;
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    if (entry.model === "*") return undefined;
    reportUnknownModel(entry, error, problems);
    return undefined;
  }
}

/** A langfuse entry may still work: LiteLLM looks at its model only when the prompt's config names none. */
function reportUnknownModel(entry: Deployment, { error }: AppFailure, problems: ProblemList): void {
  const place = placeOf(entry, "model");
  const path = `${entry.path}.litellm_params.model`;
  if (!isPromptDeployment(entry)) {
    leaveOut(entry, place, path, { code: "model_unknown", message: error.message, fix: error.advice ?? "" }, problems);
    return;
  }
  const target = stripLangfusePrefix(entry.model);
  problems.warn(place, path, {
    code: "target_unknown",
    message: `${target} is neither the model_name of another entry nor a model whose provider is known; calls fail unless the prompt's config names a model.`,
    fix: `Add an entry with model_name: ${target}, or name a provider: langfuse/openai/gpt-6-luna.`,
  });
}

function isPromptManager(model: string): boolean {
  return litellmPromptManagers.has(model.split("/")[0] ?? "");
}

/** LiteLLM's name for what a model does, where none of its provider's APIs does it. */
function warnOfMode(entry: Deployment, { apis, label }: Provider, problems: ProblemList): void {
  const { mode } = entry.modelInfo;
  if (typeof mode !== "string" || apis.some((api) => mode === (api.mode ?? "chat"))) return;
  const path = `${entry.path}.model_info.mode`;
  if (!litellmModes.has(mode)) {
    const nearest = nearestKey(mode, [...litellmModes]);
    problems.warn(entry.at, path, {
      code: "mode_unknown",
      message: `mode: ${mode} is kept and does nothing: it is not known to LiteLLM ${litellmVersion}.`,
      fix: nearest === undefined ? "" : `Write mode: ${nearest}.`,
    });
    return;
  }
  problems.warn(entry.at, path, {
    code: "mode_not_answered",
    message: `mode: ${mode} is kept, but ${entry.modelName} cannot be asked for that here: nothing passes ${mode} on to ${label} yet.`,
    fix: "",
  });
}
