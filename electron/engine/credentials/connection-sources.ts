import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Provider } from "../providers/provider.ts";
import { builtInProviders, type Providers } from "../providers/registry.ts";
import { type ConnectionSettings, noConnections } from "./connection-settings.ts";
import { type EndpointSources, environmentSecretId } from "./endpoint.ts";
import type { Environment } from "./environment.ts";
import type { LangfuseSources } from "./langfuse-connection.ts";
import type { SecretStore } from "./secret-store.ts";
import type { SecretVault } from "./secret-vault.ts";

/** Secrets by id, to be used and never to be changed. */
export type StoredSecrets = Pick<SecretStore, "view" | "resolve">;

export interface ConnectionSourcesOptions {
  settings: () => ConnectionSettings;
  secrets: StoredSecrets;
  environment: Environment;
  vault: SecretVault;
  /** Those Promptscope has, unless said otherwise. */
  providers?: Providers;
}

/** Where a request may take its endpoint, its keys and its prompts from. */
export interface ConnectionSources {
  endpointSources(registerCallKey: (value: string) => string): EndpointSources;
  langfuseSources(): LangfuseSources;
}

export function createConnectionSources(options: ConnectionSourcesOptions): ConnectionSources {
  const { settings, secrets, environment, vault, providers = builtInProviders } = options;
  registerEnvironmentSecrets(vault, environment, providers);

  /** The hint of a stored key. A locked key counts as stored: using it says that it is locked. */
  function storedKeyHint(id: string): string | undefined {
    const view = secrets.view(id);
    if (view.status === "missing") return undefined;
    vault.register(id, () => secrets.resolve(id));
    return view.hint ?? "…";
  }

  return {
    endpointSources: (registerCallKey) => ({ settings: settings(), environment, storedKeyHint, registerCallKey }),
    langfuseSources: () => ({ settings: settings(), environment, vault, storedKeyHint }),
  };
}

/** The environment alone: no settings card and no stored key. */
export function environmentOnly(): Pick<ConnectionSourcesOptions, "settings" | "secrets"> {
  const resolve = () => {
    throw new AppFailure("credential_missing");
  };
  return { settings: () => noConnections, secrets: { view: () => ({ status: "missing" }), resolve } };
}

function keysOf({ keyVariables, tokenVariable }: Provider): string[] {
  return [...keyVariables, ...(tokenVariable === undefined ? [] : [tokenVariable])];
}

/** All keys the environment may hold are made known at once, so that the redactor covers those no request uses. */
function registerEnvironmentSecrets(vault: SecretVault, environment: Environment, providers: Providers): void {
  const variables = ["LANGFUSE_SECRET_KEY", ...providers.listed.flatMap(keysOf)];
  for (const variable of variables) {
    const value = environment.get(variable);
    if (value !== undefined) vault.register(environmentSecretId(variable), () => value);
  }
}
