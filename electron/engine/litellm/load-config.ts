import type { JsonObject } from "@shared/domain/json/json.ts";
import { type Environment, readEnvironment } from "../credentials/environment.ts";
import { builtInProviders, type Providers } from "../providers/registry.ts";
import { topLevelKeys } from "./config-keys.ts";
import { emptyConfig, type LoadedConfig } from "./config-model.ts";
import { createProblemList, type Position, type ProblemList } from "./config-problem.ts";
import { checkTogether } from "./cross-checks.ts";
import { expandIncludes, type ReadIncluded } from "./includes.ts";
import { parseYaml } from "./parse-yaml.ts";
import { readCredentialList } from "./read-credential-list.ts";
import { readModelList } from "./read-model-list.ts";
import { readPrompts } from "./read-prompts.ts";
import { readEnvironmentVariables, readSettings } from "./read-settings.ts";
import { type ReadIo, reviewKeys } from "./read-values.ts";
import { describeNode, treeOf, type YamlMap } from "./yaml-tree.ts";

export interface LoadOptions {
  /** The name the findings carry, e.g. `config.yaml`. */
  fileName: string;
  environment: Environment;
  readIncluded: ReadIncluded;
  /** Those Promptscope has, unless said otherwise. */
  providers?: Providers;
}

/**
 * Reads a LiteLLM `config.yaml` (`README.md#keys`) and tells all that is wrong with it at once. Nothing is thrown:
 * a config with errors must not be used, and `problems` says why. Never LiteLLM's raw KeyErrors, never a silently
 * dropped entry.
 */
export function loadConfig(text: string, options: LoadOptions): LoadedConfig {
  const problems = createProblemList();
  return configOf(readRoot(text, options, problems), options, problems);
}

/** The same of what would stand in a file; every place in it is the file's beginning. */
export function loadConfigValue(value: JsonObject, options: LoadOptions): LoadedConfig {
  const tree = treeOf(value, { file: options.fileName, line: 1, column: 1 });
  return configOf(tree.kind === "map" ? tree : undefined, options, createProblemList());
}

function configOf(root: YamlMap | undefined, options: LoadOptions, problems: ProblemList): LoadedConfig {
  const config = emptyConfig();
  if (root) {
    const { providers = builtInProviders } = options;
    const own: ReadIo = { problems, providers, variable: (name) => options.environment.get(name) };
    config.environment = readEnvironmentVariables(root, own);
    const io: ReadIo = { problems, providers, variable: overlaid(config.environment, options.environment) };
    reviewKeys(root, topLevelKeys, "", io);
    Object.assign(config, readSettings(root, config, io));
    config.masterKey ??= environmentMasterKey(io);
    config.models = readModelList(root, readCredentialList(root, io), io);
    config.prompts = readPrompts(root, io);
    checkTogether(config, root.at, io);
  }
  return { config, problems: problems.all() };
}

/** The environment a config's calls see: its own `environment_variables` win, as they do in LiteLLM. */
export function configEnvironment(
  config: { environment: Record<string, string> },
  variables: Record<string, string | undefined>,
): Environment {
  return readEnvironment({ ...variables, ...config.environment });
}

function readRoot(text: string, options: LoadOptions, problems: ProblemList): YamlMap | undefined {
  const top: Position = { file: options.fileName, line: 1, column: 1 };
  const tree = parseYaml(text, options.fileName, problems);
  if (!tree) {
    if (problems.all().length === 0) problems.error(top, "", emptyFile);
    return undefined;
  }
  if (tree.kind === "scalar" && tree.value === null) {
    problems.error(top, "", emptyFile);
    return undefined;
  }
  if (tree.kind !== "map") {
    problems.error(tree.at, "", {
      code: "wrong_type",
      message: `A config must be a mapping, not ${describeNode(tree)}.`,
      fix: "Begin with model_list:.",
    });
    return undefined;
  }
  return expandIncludes(tree, options, problems);
}

const emptyFile = {
  code: "empty_file",
  message: "The config is empty.",
  fix: "Begin with model_list: and one entry below it.",
};

function overlaid(own: Record<string, string>, environment: Environment): (name: string) => string | undefined {
  return (name) => (Object.hasOwn(own, name) ? own[name] : undefined) ?? environment.get(name);
}

/** LiteLLM takes `LITELLM_MASTER_KEY` when the config names none. */
function environmentMasterKey(io: ReadIo) {
  const variable = "LITELLM_MASTER_KEY";
  const value = io.variable(variable);
  return value === undefined ? null : { variable, origin: "environment" as const, hint: "…", read: () => value };
}
