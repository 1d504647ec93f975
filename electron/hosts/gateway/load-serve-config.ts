import { readEnvironment } from "@engine/config/environment.ts";
import { stripLangfusePrefix } from "@engine/config/model-routing.ts";
import { emptyConfig, type GatewayConfig, type LoadedConfig } from "@engine/litellm/config-model.ts";
import { loadConfig } from "@engine/litellm/load-config.ts";
import { openConfig } from "@engine/litellm/open-config.ts";
import type { ServeArguments } from "./arguments.ts";

export interface ServeConfig extends LoadedConfig {
  /** The name every request is answered under. */
  fixedModel?: string;
}

/** The config of a gateway from its command line: a file, one model, or a file with one of its models fixed. */
export function loadServeConfig(given: ServeArguments, variables: Record<string, string | undefined>): ServeConfig {
  const environment = readEnvironment(variables);
  const loaded: LoadedConfig =
    given.config === undefined ? { config: emptyConfig(), problems: [] } : openConfig(given.config, environment);
  if (given.model === undefined) return loaded;
  const isNamed = loaded.config.models.some(({ modelName }) => modelName === given.model);
  if (isNamed && given.promptId === undefined) return { ...loaded, fixedModel: given.model };
  const single = loadSingle(given.model, given.promptId, loaded.config, environment);
  const config: GatewayConfig = {
    ...loaded.config,
    masterKey: loaded.config.masterKey ?? single.config.masterKey,
    models: [...loaded.config.models, ...single.config.models],
  };
  return { config, problems: [...loaded.problems, ...single.problems], fixedModel: given.model };
}

/** A prompt id means a prompt model, whether or not `langfuse/` was typed. JSON is YAML. */
function loadSingle(
  model: string,
  promptId: string | undefined,
  { models }: GatewayConfig,
  environment: ReturnType<typeof readEnvironment>,
): LoadedConfig {
  const asPrompt = { model: `langfuse/${stripLangfusePrefix(model)}`, prompt_id: promptId };
  const entry = { model_name: model, litellm_params: promptId === undefined ? { model } : asPrompt };
  const loaded = loadConfig(JSON.stringify({ model_list: [entry] }), {
    fileName: "--model",
    environment,
    readIncluded: () => undefined,
  });
  const target = stripLangfusePrefix(model);
  // A target that the file's entries know is no unknown model.
  const isAlias = models.some(({ modelName }) => modelName === target);
  const problems = isAlias ? loaded.problems.filter(({ code }) => code !== "target_unknown") : loaded.problems;
  const config = {
    ...loaded.config,
    models: loaded.config.models.map((one) => ({ ...one, id: "--model", path: "--model" })),
  };
  return { config, problems };
}
