import type { ClientMessagesMode } from "@shared/domain/prompt/compiled.ts";
import { litellmLibrary } from "@shared/domain/prompt/litellm-library.ts";
import { environmentSecretId } from "../credentials/endpoint.ts";
import type { Environment } from "../credentials/environment.ts";
import { createSecretVault, type SecretVault } from "../credentials/secret-vault.ts";
import { createRedactor } from "../http/redact.ts";
import type { PromptLibrary } from "../libraries/library.ts";
import type { GatewayConfig } from "../litellm/config-model.ts";
import { builtInProviders, type Providers } from "../providers/registry.ts";
import { systemClock } from "../time/clock.ts";
import type { GatewayCall } from "./call-record.ts";
import { createGateway, type Gateway, type GatewayOptions } from "./gateway.ts";

export interface OpenGatewayOptions {
  config: GatewayConfig;
  /** With the config's `environment_variables` in it. */
  environment: Environment;
  clientMessagesMode: ClientMessagesMode;
  fixedModel?: string;
  observe?: (call: GatewayCall) => void;
  follow?: GatewayOptions["follow"];
  /** Answers that clients may ask for again. */
  answers?: GatewayOptions["answers"];
  nextSequence?: GatewayOptions["nextSequence"];
  /** Those Promptscope has, unless said otherwise. */
  providers?: Providers;
  forms?: GatewayOptions["forms"];
}

export interface OpenedGateway {
  gateway: Gateway;
  /** Takes every known key out of a text. */
  redact(text: string): string;
}

/** A gateway of its own process: keys and Langfuse from config and environment, no profile. */
export function openGateway(options: OpenGatewayOptions): OpenedGateway {
  const {
    environment,
    config,
    observe,
    follow,
    fixedModel,
    nextSequence,
    answers,
    providers = builtInProviders,
  } = options;
  const { vault, openLibrary, redact } = createHeadlessPorts(config, environment, providers);
  const gateway = createGateway({
    config,
    environment,
    providers,
    vault,
    openLibrary,
    clock: systemClock,
    random: Math.random,
    clientMessagesMode: options.clientMessagesMode,
    ...(fixedModel === undefined ? {} : { fixedModel }),
    ...(observe ? { observe } : {}),
    ...(follow ? { follow } : {}),
    ...(nextSequence ? { nextSequence } : {}),
    ...(answers ? { answers } : {}),
    ...(options.forms ? { forms: options.forms } : {}),
  });
  return { gateway, redact };
}

/** Keys and prompts as a config and the environment give them. */
export function createHeadlessPorts(
  config: GatewayConfig,
  environment: Environment,
  providers: Providers = builtInProviders,
) {
  const vault = createSecretVault();
  registerKeys(vault, environment, config, providers);
  return {
    providers,
    vault,
    openLibrary: createLibraryOpener(vault, environment),
    redact: createRedactor(() => vault.values()),
  };
}

function registerKeys(vault: SecretVault, environment: Environment, config: GatewayConfig, providers: Providers): void {
  const variables = ["LANGFUSE_SECRET_KEY", ...providers.listed.flatMap(({ keyVariables }) => keyVariables)];
  for (const variable of variables) {
    const value = environment.get(variable);
    if (value !== undefined) vault.register(environmentSecretId(variable), () => value);
  }
  if (config.masterKey) vault.register("gateway:master_key", config.masterKey.read);
  // Also those no call has used yet: a text may hold any of them.
  for (const { path, apiKey, headers, langfuse = {} } of config.models) {
    const named = headers.map(({ name, value }) => [name, value] as const);
    for (const [name, secret] of [["api_key", apiKey], ["langfuse_secret", langfuse.secret], ...named] as const) {
      if (secret && typeof secret !== "string") vault.register(`gateway:${path}:${name}`, secret.read);
    }
  }
}

/** Libraries are loaded with the first prompt. */
function createLibraryOpener(vault: SecretVault, environment: Environment): GatewayOptions["openLibrary"] {
  let loading: Promise<import("../libraries/registry.ts").PromptLibraries> | undefined;
  async function load() {
    const { createLibraries } = await import("../libraries/registry.ts");
    const settings = { langfuse: null, providers: {} };
    const sources = () => ({ settings, environment, vault, storedKeyHint: () => undefined });
    return createLibraries({ sources, secrets: vault, clock: systemClock });
  }
  /** That of the environment, which this gateway read once: most calls bring no keys of their own. */
  let own: PromptLibrary | undefined;
  return async (credentials, library) => {
    loading ??= load();
    if (library !== litellmLibrary || Object.keys(credentials).length > 0) {
      return (await loading).open(library, credentials);
    }
    own ??= (await loading).open(litellmLibrary, credentials);
    return own;
  };
}
