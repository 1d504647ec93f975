import { readEnvironment } from "@engine/credentials/environment.ts";
import { type FixedConfig, withFixedModel } from "@engine/gateway/fixed-model.ts";
import { emptyConfig, type LoadedConfig } from "@engine/litellm/config-model.ts";
import { openConfig } from "@engine/litellm/open-config.ts";
import type { ServeArguments } from "./arguments.ts";

/** The config of a gateway from its command line: a file, one model, or a file with one of its models fixed. */
export function loadServeConfig(given: ServeArguments, variables: Record<string, string | undefined>): FixedConfig {
  const environment = readEnvironment(variables);
  const loaded: LoadedConfig =
    given.config === undefined ? { config: emptyConfig(), problems: [] } : openConfig(given.config, environment);
  return withFixedModel(loaded, given, { environment });
}
