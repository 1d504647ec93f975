import { resolve } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { type FixedConfig, withFixedModel } from "@engine/gateway/fixed-model.ts";
import { emptyConfig } from "@engine/litellm/config-model.ts";
import { type OpenedConfig, openConfig } from "@engine/litellm/open-config.ts";
import type { ServeArguments } from "./arguments.ts";

export interface ServeConfig extends FixedConfig, Pick<OpenedConfig, "files"> {}

/** The config of a gateway from its command line: a file, one model, or a file with one of its models fixed. */
export function loadServeConfig(given: ServeArguments, variables: Record<string, string | undefined>): ServeConfig {
  const environment = readEnvironment(variables);
  const opened: OpenedConfig =
    given.config === undefined
      ? { config: emptyConfig(), problems: [], files: [] }
      : openConfig(given.config, environment);
  const { config, ...rest } = withFixedModel(opened, given, { environment });
  const promptDirectory = given.prompts === undefined ? {} : { promptDirectory: resolve(given.prompts) };
  return { ...rest, config: { ...config, ...promptDirectory }, files: opened.files };
}
