import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { readLangfuseConfig } from "@shared/domain/prompt/langfuse-config.ts";
import { litellmLibrary } from "@shared/domain/prompt/litellm-library.ts";
import { isEdit, refOf } from "@shared/domain/prompt/run-prompt.ts";
import { versionValue } from "@shared/domain/prompt/version-text.ts";
import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import type { PromptLibraries } from "../../libraries/registry.ts";
import { writeConfig } from "../../litellm/write-config.ts";
import { chooseModel } from "../../pipeline/choose-model.ts";
import type { CallIo } from "../../ports.ts";
import type { Provider } from "../../providers/provider.ts";
import type { Providers } from "../../providers/registry.ts";
import { isPrefixOf, routeModel } from "../../routing/model-routing.ts";

export interface ExportPorts {
  libraries: Pick<PromptLibraries, "find" | "open">;
  /** @throws AppFailure when the provider is not set up. */
  findEndpoint(provider: Provider): Endpoint;
  providers: Providers;
}

export interface ExportVariant {
  name: string;
  request: RunRequest;
}

/** Entries by `model_name`, and what LiteLLM will do differently. */
interface Writing {
  prompts: Map<string, JsonObject>;
  targets: Map<string, JsonObject>;
  notes: Set<string>;
}

/**
 * Writes variants of the playground as a `config.yaml` that LiteLLM loads: one `langfuse/` entry for each, and the
 * models they go to. What a config cannot say is told in `notes`; the text is empty when there is nothing to write.
 */
export async function exportConfig(
  variants: readonly ExportVariant[],
  ports: ExportPorts,
  io: CallIo,
): Promise<{ text: string; notes: string[] }> {
  const writing: Writing = { prompts: new Map(), targets: new Map(), notes: new Set() };
  for (const variant of variants) await addVariant(variant, writing, ports, io);
  const entries = [...writing.prompts, ...writing.targets].map(([name, parameters]) => ({
    model_name: name,
    litellm_params: parameters,
  }));
  return { text: entries.length === 0 ? "" : writeConfig({ model_list: entries }), notes: [...writing.notes] };
}

async function addVariant({ name, request }: ExportVariant, writing: Writing, ports: ExportPorts, io: CallIo) {
  const { notes } = writing;
  const promptConfig = await readPromptConfig(request, notes, ports, io);
  const parameters = { ...request.parameters, ...request.overrides };
  let target: string;
  try {
    target = addTarget(request, promptConfig, writing, ports);
  } catch (error) {
    notes.add(`${name}: ${appErrorOf(error).message}`);
    return;
  }
  if (!request.prompt) {
    writing.targets.set(target, { ...writing.targets.get(target), ...parameters });
    return;
  }
  const { library, name: promptId, version, label } = refOf(request.prompt);
  for (const note of differences(request, promptConfig, parameters)) notes.add(note);
  const { id, samples, label: place } = ports.libraries.find(library);
  if (samples) notes.add(`${promptId} is a sample of Promptscope; LiteLLM needs it in Langfuse.`);
  else if (id !== litellmLibrary) notes.add(`${promptId} is a prompt of ${place}; LiteLLM needs it in Langfuse.`);
  if (isEdit(request.prompt)) notes.add(`${promptId} has changes that are not saved; LiteLLM takes the saved version.`);
  if (version !== undefined) {
    notes.add("LiteLLM's proxy does not pass prompt_version on and takes production; Promptscope's gateway does.");
  }
  const values = { ...request.variables, ...request.placeholders };
  writing.prompts.set(freeName(promptId, name, writing.prompts), {
    model: `langfuse/${target}`,
    prompt_id: promptId,
    ...(version === undefined ? {} : { prompt_version: versionValue(version) }),
    ...(label === undefined || version !== undefined ? {} : { prompt_label: label }),
    ...(Object.keys(values).length === 0 ? {} : { prompt_variables: values }),
    ...parameters,
  });
}

async function readPromptConfig(
  { prompt }: RunRequest,
  notes: Set<string>,
  ports: ExportPorts,
  io: CallIo,
): Promise<JsonValue> {
  if (!prompt) return null;
  try {
    if (isEdit(prompt)) return prompt.config;
    return (
      await ports.libraries
        .open(prompt.library, undefined, prompt.connection)
        .get(prompt, { resolve: false, refresh: false }, io)
    ).prompt.config;
  } catch (error) {
    if (io.signal.aborted) throw error;
    notes.add(`${refOf(prompt).name} could not be read, so its config is not considered: ${appErrorOf(error).message}`);
    return null;
  }
}

/** Adds the entry calls end up at. A model of a prompt's config keeps its name, so that LiteLLM finds the entry by it. */
function addTarget(request: RunRequest, promptConfig: JsonValue, writing: Writing, ports: ExportPorts): string {
  const { model: call, modelOverride: override } = request;
  const chosen = chooseModel({ override, promptConfig, call });
  const read = readLangfuseConfig(promptConfig, isPrefixOf(ports.providers)).config;
  const { provider, model } = routeModel(chooseModel({ override, promptConfig: read, call }).model, ports);
  const name = chosen.model;
  if (provider.sample) writing.notes.add(`${name} is a sample model of Promptscope; LiteLLM does not know it.`);
  const known = writing.targets.get(name);
  writing.targets.set(name, { model: `${provider.prefixes[0]}/${model}`, ...connection(provider, ports), ...known });
  return name;
}

/** Key and address as references to the environment; an address of the settings is written out. */
function connection(provider: Provider, { findEndpoint }: ExportPorts): JsonObject {
  const [keyVariable] = provider.keyVariables;
  const key: JsonObject =
    keyVariable === undefined || !provider.keyRequired ? {} : { api_key: `os.environ/${keyVariable}` };
  if (provider.sample) return {};
  try {
    const { baseUrl, baseUrlSource, apiVersion } = findEndpoint(provider);
    return {
      ...key,
      ...(baseUrlSource === "default" ? {} : { api_base: baseUrl }),
      ...(apiVersion === undefined ? {} : { api_version: apiVersion }),
    };
  } catch {
    return key; // Not set up here: LiteLLM takes the address from its own environment.
  }
}

function freeName(promptId: string, variant: string, taken: ReadonlyMap<string, unknown>): string {
  const base = promptId.replace(/[^\w.-]+/g, "-");
  if (!taken.has(base)) return base;
  const withVariant = `${base}-${variant.replace(/[^\w.-]+/g, "-").toLowerCase()}`;
  let name = withVariant;
  for (let count = 2; taken.has(name); count++) name = `${withVariant}-${count}`;
  return name;
}

/** In LiteLLM's proxy a prompt's config wins over everything a config.yaml or a client says. */
function differences(request: RunRequest, promptConfig: JsonValue, parameters: JsonObject): string[] {
  if (!isJsonObject(promptConfig) || !request.prompt) return [];
  const { name } = refOf(request.prompt);
  const { model } = promptConfig;
  const notes: string[] = [];
  if (request.modelOverride !== null && typeof model === "string" && model !== request.modelOverride) {
    notes.push(
      `The config of ${name} names the model ${model}; a gateway takes it in place of ${request.modelOverride}.`,
    );
  }
  for (const [key, value] of Object.entries(parameters)) {
    const own = promptConfig[key];
    if (own === undefined || JSON.stringify(own) === JSON.stringify(value)) continue;
    notes.push(`The config of ${name} sets ${key}; a gateway takes it in place of the playground's.`);
  }
  return notes;
}
