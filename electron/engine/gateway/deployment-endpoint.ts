import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { CredentialRef, Endpoint } from "@shared/domain/run/request-plan.ts";
import type { SecretRef } from "@shared/domain/wire/wire.ts";
import { resolveEndpoint } from "../credentials/endpoint.ts";
import type { Environment } from "../credentials/environment.ts";
import type { SecretVault } from "../credentials/secret-vault.ts";
import { secretPlaceholder } from "../http/secret-placeholder.ts";
import type { ConfigSecret, Deployment } from "../litellm/config-model.ts";
import type { Provider } from "../providers/provider.ts";
import type { Providers } from "../providers/registry.ts";

export interface EndpointPorts {
  environment: Environment;
  providers: Providers;
  vault: SecretVault;
  /** Where the sample models are; only the app has them. */
  demo?: Endpoint;
}

/** Servers that need no key are given this word in its place. */
const noKey = "none";

/**
 * The address and key of an entry. Key and base of one entry belong together; a key from the environment never goes
 * to a base that the config set (`README.md#where-keys-go`).
 * @throws AppFailure `credential_missing`, `base_url_missing`, `base_url_invalid`.
 */
export function deploymentEndpoint(provider: Provider, deployment: Deployment, ports: EndpointPorts): Endpoint {
  if (deployment.unsetKeyVariable !== undefined) {
    throw new AppFailure("credential_missing", {
      message: `The environment variable ${deployment.unsetKeyVariable}, which ${deployment.path} names as its api_key, is not set.`,
      advice: `Set ${deployment.unsetKeyVariable} and start the gateway again.`,
    });
  }
  if (provider.sample && ports.demo) return ports.demo;
  const key = deployment.apiKey;
  const endpoint = findEndpoint(provider, deployment, ports);
  return {
    ...endpoint,
    baseUrlSource: endpoint.baseUrlSource === "call" ? "gateway config" : endpoint.baseUrlSource,
    credential: ofConfig(endpoint.credential, key),
  };
}

/** The engine's rule for keys and addresses, its advice in the words of a config. */
function findEndpoint(provider: Provider, deployment: Deployment, ports: EndpointPorts): Endpoint {
  const key = deployment.apiKey;
  const keyless = key?.read() === noKey;
  try {
    return resolve(provider, deployment, keyless ? null : key, ports);
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    throw new AppFailure(error.error.code, {
      ...error.error,
      advice: adviceFor(error.error.code, provider, deployment),
    });
  }
}

function adviceFor(code: string, provider: Provider, deployment: Deployment): string {
  if (code === "base_url_missing") return `Add api_base to ${deployment.path}.`;
  if (code !== "credential_missing") return `Correct api_base of ${deployment.path}.`;
  if (deployment.apiBase === null)
    return `Add api_key to ${deployment.path}, or set ${provider.keyVariables.join(" or ")}.`;
  return `Add api_key to ${deployment.path}, none if the server needs no key; a key from the environment is never sent to a base URL that was set elsewhere.`;
}

function resolve(provider: Provider, deployment: Deployment, key: ConfigSecret | null, ports: EndpointPorts): Endpoint {
  return resolveEndpoint(
    deployment.apiKey && !key ? { ...provider, keyRequired: false } : provider,
    {
      settings: { langfuse: null, providers: {} },
      environment: ports.environment,
      storedKeyHint: () => undefined,
      registerCallKey: () => (key ? registerSecret(`gateway:${deployment.path}:api_key`, key, ports.vault) : ""),
    },
    {
      ...(key ? { apiKey: key.read() } : {}),
      ...(deployment.apiBase ? { apiBase: deployment.apiBase } : {}),
      ...(deployment.apiVersion ? { apiVersion: deployment.apiVersion } : {}),
    },
  );
}

function ofConfig(credential: CredentialRef | null, key: ConfigSecret | null): CredentialRef | null {
  if (credential?.source !== "call" || !key) return credential;
  return { ...credential, source: "gateway config", variable: key.variable };
}

/** The entry's own headers with placeholders in place of secrets, and the references those stand for. */
export function deploymentHeaders(
  deployment: Deployment,
  vault: SecretVault,
): { headers: [name: string, value: string][]; allowed: SecretRef[] } {
  const allowed: SecretRef[] = [];
  const headers = deployment.headers.map(({ name, value }): [string, string] => {
    if (typeof value === "string") return [name, value];
    const id = registerSecret(`gateway:${deployment.path}:${name}`, value, vault);
    const ref: SecretRef = { secret: id, variable: value.variable, hint: value.hint };
    allowed.push(ref);
    return [name, secretPlaceholder(ref)];
  });
  return { headers, allowed };
}

function registerSecret(id: string, secret: ConfigSecret, vault: SecretVault): string {
  vault.register(id, secret.read);
  return id;
}
