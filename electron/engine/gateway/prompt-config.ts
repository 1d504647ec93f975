import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { type ReadConfig, readLangfuseConfig } from "@shared/domain/prompt/langfuse-config.ts";
import type { GatewayConfig } from "../litellm/config-model.ts";
import type { Providers } from "../providers/registry.ts";
import { isPrefixOf, stripLangfusePrefix } from "../routing/model-routing.ts";
import { findGroup } from "./deployments.ts";
import { isForbiddenInConfig } from "./forbidden-keys.ts";

/**
 * A prompt's config as calls are planned from it: what Langfuse's playground keeps is read as it means it. A model that is
 * a name of the gateway's config stays that name, whatever connection of Langfuse stands beside it, and what its options
 * may not set is left out.
 */
export function readPromptConfig(stored: JsonValue, config: GatewayConfig, providers: Providers): ReadConfig {
  if (!isJsonObject(stored)) return { config: stored, warnings: [] };
  const { provider: named, ...others } = stored;
  const { model, providerOptions: options } = stored;
  const isOwnName =
    typeof named === "string" &&
    typeof model === "string" &&
    findGroup(config, stripLangfusePrefix(model)) !== undefined;
  const refused = isJsonObject(options) ? Object.keys(options).filter(isForbiddenInConfig) : [];
  const taken = isOwnName ? others : stored;
  const kept = isJsonObject(options)
    ? {
        ...taken,
        providerOptions: Object.fromEntries(Object.entries(options).filter(([key]) => !refused.includes(key))),
      }
    : taken;
  const read = readLangfuseConfig(kept, isPrefixOf(providers));
  const warnings = refused.map((key) => ({
    code: "config_key_refused",
    stage: "config" as const,
    subject: `providerOptions.${key}`,
    message: `“${key}” in the prompt's providerOptions is not used: addresses and keys come from the gateway's config only.`,
  }));
  return { config: read.config, warnings: [...read.warnings, ...warnings] };
}
