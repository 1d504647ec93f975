import type { GatewayDecision } from "@shared/domain/gateway/gateway.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { ModelSource } from "@shared/domain/model/model.ts";
import { litellmLibrary } from "@shared/domain/prompt/litellm-library.ts";
import type { PromptLibraryId, PromptRef } from "@shared/domain/prompt/prompt.ts";
import { remember } from "@shared/domain/remember.ts";
import { libraryOfModel, promptPrefixOf } from "../libraries/listed-libraries.ts";
import { type ConfigPrompt, type Deployment, type GatewayConfig, isPromptDeployment } from "../litellm/config-model.ts";
import type { Unserved } from "../litellm/unserved.ts";
import { stripLangfusePrefix } from "../routing/model-routing.ts";
import { GatewayFailure } from "./body/gateway-failure.ts";
import { findAskedGroup, findGroup, type ModelGroup } from "./deployments.ts";
import type { ClientCall } from "./read-call.ts";

/** What a call asks for, before the prompt is known. */
export interface CallSelection {
  /** The entries behind the model the client named. */
  group: ModelGroup;
  /** The langfuse entry, when the call goes through a prompt. */
  promptDeployment: Deployment | null;
  /** The entry of `prompts`, when the call goes through one of the config's own. */
  configPrompt?: ConfigPrompt;
  prompt: { ref: PromptRef; variables: JsonObject } | null;
  decisions: GatewayDecision[];
}

/** Where a call goes once its prompt is known. */
export interface CallTarget {
  group: ModelGroup;
  /** The model string the decision started from. */
  requested: string;
  source: ModelSource;
  /** True when the group was reached through a prompt: its parameters then count least. */
  isAlias: boolean;
  decisions: GatewayDecision[];
}

/**
 * Finds the entry and the prompt a body asks for. `prompt_id`, label and version come from the body or else the entry;
 * variables are replaced whole, never merged (`README.md#what-a-call-takes-from-where`).
 * @throws GatewayFailure 400: unknown model, no prompt id, a prompt id for a model without a prompt.
 */
export function selectCall(
  call: ClientCall,
  config: GatewayConfig,
  { fixedModel, promptLibrary = litellmLibrary }: { fixedModel?: string; promptLibrary?: PromptLibraryId } = {},
): CallSelection {
  const name = fixedModel ?? call.model;
  if (name === "") throw new GatewayFailure(400, "model is missing.", { param: "model" });
  const group = findAskedGroup(config, name);
  if (!group) throw unknownModel(call, config);
  if (group.unserved) throw notServed(group.name, group.unserved);
  const because = fixedModel === undefined ? "the request's model" : "--model answers every request";
  const decisions: GatewayDecision[] = [{ subject: "model", value: group.name, because }];
  const promptDeployment = group.deployments.find(isPromptDeployment) ?? null;
  if (call.form.kind !== "generate" && (promptDeployment || call.promptId !== undefined))
    throw promptForNoChat(call, group);
  if (!promptDeployment) {
    if (call.promptId !== undefined) return withConfigPrompt(call, call.promptId, group, config, decisions);
    if (call.messages.length === 0 && call.form.kind === "generate") {
      throw new GatewayFailure(400, "messages is missing.", { param: "messages" });
    }
    return { group, promptDeployment: null, prompt: null, decisions };
  }
  const {
    ref,
    variables,
    because: why,
  } = choosePrompt(call, promptDeployment, libraryOf(promptDeployment, promptLibrary));
  decisions.push({ subject: "prompt", value: promptText(ref), because: why.prompt });
  decisions.push({ subject: "variables", value: Object.keys(variables).join(", ") || "none", because: why.variables });
  return { group, promptDeployment, prompt: { ref, variables }, decisions };
}

/** A prompt of the config itself goes with any model that is not a prompt's (LiteLLM `_process_prompt_template`). */
function withConfigPrompt(
  { promptVersion, promptLabel, promptVariables: variables = {} }: ClientCall,
  promptId: string,
  group: ModelGroup,
  { prompts }: GatewayConfig,
  decisions: GatewayDecision[],
): CallSelection {
  if (!Object.hasOwn(prompts, promptId)) throw promptForPlainModel(group);
  const id = promptVersion === undefined ? promptId : `${promptId}.v${promptVersion}`;
  const configPrompt = Object.hasOwn(prompts, id) ? prompts[id] : undefined;
  if (!configPrompt) {
    const message = `The config's prompt ${promptId} has no version ${promptVersion}: it would stand there as ${id}.`;
    throw new GatewayFailure(400, message, { param: "prompt_version" });
  }
  const { name, file = name, path } = configPrompt;
  const ref: PromptRef = {
    library: libraryOfModel("dotprompt/")?.library.id ?? litellmLibrary,
    name: configPrompt.text === undefined ? file : name,
    ...(promptLabel === undefined ? {} : { label: promptLabel }),
  };
  decisions.push({ subject: "prompt", value: id, because: `prompt_id of the request, which is ${path}` });
  const named = Object.keys(variables).join(", ") || "none";
  decisions.push({ subject: "variables", value: named, because: "prompt_variables of the request" });
  return { group, promptDeployment: null, configPrompt, prompt: { ref, variables }, decisions };
}

/** Entries of `langfuse/` are filled from the workspace that is open, which may be the samples. */
function libraryOf({ model }: Deployment, workspace: PromptLibraryId): PromptLibraryId {
  const library = libraryOfModel(model)?.library.id ?? litellmLibrary;
  return library === litellmLibrary ? workspace : library;
}

function choosePrompt(call: ClientCall, deployment: Deployment, library: PromptLibraryId) {
  const name = call.promptId ?? deployment.promptId;
  if (name === undefined || name === "") {
    throw new GatewayFailure(
      400,
      `${deployment.modelName} is a ${promptPrefixOf(deployment.model)} model and needs a prompt: send prompt_id, or set it in the config's entry.`,
      { param: "prompt_id" },
    );
  }
  const version = call.promptVersion ?? (call.promptLabel === undefined ? deployment.promptVersion : undefined);
  const label = call.promptLabel ?? (call.promptVersion === undefined ? deployment.promptLabel : undefined);
  const ref: PromptRef = {
    library,
    name,
    ...(version === undefined ? {} : { version: String(version) }),
    ...(label === undefined ? {} : { label }),
  };
  const because = {
    prompt: call.promptId === undefined ? `prompt_id of ${deployment.path}` : "prompt_id of the request",
    variables: call.promptVariables
      ? "prompt_variables of the request, in place of the entry's"
      : `prompt_variables of ${deployment.path}`,
  };
  return { ref, variables: call.promptVariables ?? deployment.promptVariables ?? {}, because };
}

/**
 * Decides where a call goes: Langfuse `config.model`, else the model behind `langfuse/`; a name of the config is that
 * entry or group, anything else goes to its provider directly.
 * @throws GatewayFailure 400 when the target is a langfuse entry again.
 */
export function resolveTarget(selection: CallSelection, promptConfig: JsonValue, config: GatewayConfig): CallTarget {
  const { group, promptDeployment, configPrompt } = selection;
  if (configPrompt) return targetOfConfigPrompt(configPrompt, group, promptConfig, config);
  if (!promptDeployment) {
    const requested = group.deployments[0]?.model ?? group.name;
    return { group, requested, source: "call", isAlias: false, decisions: [] };
  }
  const fromConfig = promptDeployment.ignorePromptModel ? undefined : modelOfConfig(promptConfig);
  const requested = fromConfig ?? promptDeployment.model;
  const model = stripLangfusePrefix(requested).trim();
  const because =
    fromConfig === undefined ? `the model behind langfuse/ in ${promptDeployment.path}` : "the prompt's config";
  const alias = findGroup(config, model);
  if (alias && alias.name !== group.name) {
    if (alias.unserved) throw notServed(alias.name, alias.unserved);
    if (alias.deployments.some(isPromptDeployment)) {
      throw new GatewayFailure(400, `${model}, the target of ${group.name}, is itself a langfuse/ model.`);
    }
    const decision: GatewayDecision = { subject: "target", value: `the entry ${model}`, because };
    return { group: alias, requested, source: "gateway alias", isAlias: true, decisions: [decision] };
  }
  const source: ModelSource = fromConfig === undefined ? "call" : "prompt config";
  const decision: GatewayDecision = { subject: "target", value: model, because };
  return {
    group: groupBehind(promptDeployment, model),
    requested,
    source,
    isAlias: false,
    decisions: [decision],
  };
}

const groupsBehind = new WeakMap<Deployment, (model: string) => ModelGroup>();

/** The same each time, so that what is planned for it can be kept. */
function groupBehind(entry: Deployment, model: string): ModelGroup {
  const known = groupsBehind.get(entry);
  if (known) return known(model);
  const made = remember(64, (name): ModelGroup => {
    return { name, deployments: [{ ...entry, model: name, parameters: {} }] };
  });
  groupsBehind.set(entry, made);
  return made(model);
}

/**
 * The model its head names is one of the config's, as if the client had named it; without one the client's own stays.
 * @throws GatewayFailure 400 when the config has no such model.
 */
function targetOfConfigPrompt(
  { promptId, path, ignorePromptModel }: ConfigPrompt,
  asked: ModelGroup,
  promptConfig: JsonValue,
  config: GatewayConfig,
): CallTarget {
  const model = ignorePromptModel ? undefined : modelOfConfig(promptConfig)?.trim();
  if (model === undefined) {
    return {
      group: asked,
      requested: asked.deployments[0]?.model ?? asked.name,
      source: "call",
      isAlias: false,
      decisions: [],
    };
  }
  const group = findAskedGroup(config, model);
  if (group?.unserved) throw notServed(group.name, group.unserved);
  if (!group || group.deployments.some(isPromptDeployment)) {
    const why = group ? "is filled with a prompt itself" : "is no model of the gateway's config";
    const message = `The prompt ${promptId} (${path}) names the model ${model}, which ${why}.`;
    throw new GatewayFailure(400, message, { param: "prompt_id" });
  }
  const decision: GatewayDecision = {
    subject: "target",
    value: `the entry ${group.name}`,
    because: "the prompt's head",
  };
  const requested = group.deployments[0]?.model ?? group.name;
  return { group, requested, source: "prompt config", isAlias: false, decisions: [decision] };
}

function modelOfConfig(config: JsonValue): string | undefined {
  const model = isJsonObject(config) ? config["model"] : undefined;
  return typeof model === "string" && model.trim() !== "" ? model : undefined;
}

/** `name@3` or `name@production`. */
export function promptText({ name, version, label }: PromptRef): string {
  return `${name}@${version ?? label ?? "production"}`;
}

/** In LiteLLM's words, which name the path without its version. */
function unknownModel({ model, form }: ClientCall, config: GatewayConfig): GatewayFailure {
  const path = (form.paths[0] ?? "").replace(/^\/v1/, "");
  const served = config.models.filter(({ unserved }) => !unserved);
  const names = [...new Set(served.map(({ modelName }) => modelName))].slice(0, 10).join(", ");
  return new GatewayFailure(
    400,
    `${path}: Invalid model name passed in model=${model.slice(0, 200)}. Call \`/v1/models\` to view available models for your key. This gateway has: ${names}.`,
    { param: "model" },
  );
}

/** LiteLLM leaves such an entry out and calls its name invalid. */
function notServed(name: string, { message }: Unserved): GatewayFailure {
  return new GatewayFailure(400, `${name} stands in the gateway's config but is not served: ${message}`, {
    param: "model",
  });
}

function promptForNoChat({ form }: ClientCall, { name, deployments }: ModelGroup): GatewayFailure {
  const isPrompt = deployments.some(isPromptDeployment);
  const because = isPrompt ? `${name} is filled with a prompt, which is a chat` : "A prompt is a chat";
  return new GatewayFailure(
    400,
    `${because}: it cannot be asked for at ${form.paths[0]}. Ask at /v1/chat/completions.`,
    {
      param: isPrompt ? "model" : "prompt_id",
    },
  );
}

/** LiteLLM would ignore the prompt in silence, which is what people stumble over most (its issue 9379). */
function promptForPlainModel({ name, deployments }: ModelGroup): GatewayFailure {
  return new GatewayFailure(
    400,
    `${name} is no langfuse/ model, so a prompt_id would be ignored. Set model: langfuse/${deployments[0]?.model ?? name} in its entry.`,
    { param: "prompt_id" },
  );
}
