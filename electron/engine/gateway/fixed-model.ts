import type { Environment } from "../credentials/environment.ts";
import { promptPrefixOf } from "../libraries/listed-libraries.ts";
import type { GatewayConfig, LoadedConfig } from "../litellm/config-model.ts";
import type { ConfigProblem } from "../litellm/config-problem.ts";
import { loadConfigValue } from "../litellm/load-config.ts";
import { notServed } from "../litellm/unserved.ts";
import type { Providers } from "../providers/registry.ts";
import { stripLangfusePrefix } from "../routing/model-routing.ts";

export interface FixedConfig extends LoadedConfig {
  /** The name every request is answered under. */
  fixedModel?: string;
}

/** A config in which one model answers every request: one of its own, or one that is named beside it. */
export function withFixedModel(
  loaded: LoadedConfig,
  given: { model?: string; promptId?: string },
  io: { environment: Environment; providers?: Providers },
): FixedConfig {
  const { model, promptId } = given;
  if (model === undefined) return loaded;
  const isNamed = loaded.config.models.some(({ modelName }) => modelName === model);
  if (isNamed && promptId === undefined) return { ...loaded, fixedModel: model };
  const single = loadSingle(model, promptId, loaded.config, io);
  const config: GatewayConfig = {
    ...loaded.config,
    masterKey: loaded.config.masterKey ?? single.config.masterKey,
    models: [...loaded.config.models, ...single.config.models],
  };
  return { config, problems: [...loaded.problems, ...single.problems], fixedModel: model };
}

/** A prompt id means a prompt model, whether or not `langfuse/` was typed. */
function loadSingle(
  model: string,
  promptId: string | undefined,
  { models }: GatewayConfig,
  io: { environment: Environment; providers?: Providers },
): LoadedConfig {
  const isNamed = promptPrefixOf(model) !== undefined;
  const asPrompt = isNamed ? model : `langfuse/${model}`;
  const params = promptId === undefined ? { model } : { model: asPrompt, prompt_id: promptId };
  const loaded = loadConfigValue(
    { model_list: [{ model_name: model, litellm_params: params }] },
    {
      fileName: "--model",
      ...io,
      readIncluded: () => undefined,
    },
  );
  const target = stripLangfusePrefix(model);
  // A target that the file's entries know is no unknown model.
  const isAlias = models.some(({ modelName }) => modelName === target);
  const problems = loaded.problems.filter(({ code }) => !isAlias || code !== "target_unknown").map(ofOption);
  const config = {
    ...loaded.config,
    models: loaded.config.models.map((one) => ({ ...one, id: "--model", path: "--model" })),
  };
  return { config, problems };
}

/**
 * A finding in words of the option: there is no file whose entry or key could be mended. With this one model not
 * served there is nothing to start for.
 */
function ofOption(problem: ConfigProblem): ConfigProblem {
  const fixes: Record<string, string> = {
    target_unknown: "Name a provider, for example --model openai/gpt-6-luna.",
    base_missing: "Set it before the start.",
  };
  const isFatal = problem.message.endsWith(notServed);
  const message = problem.message.replace(` ${notServed}`, "");
  const severity = isFatal ? "error" : problem.severity;
  return { ...problem, severity, path: "", message, fix: fixes[problem.code] ?? problem.fix };
}
