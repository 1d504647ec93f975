import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { CredentialRef, Endpoint } from "@shared/domain/run/request-plan.ts";
import type { Provider } from "../providers/provider.ts";
import { originOf, parseBaseUrl, withPathSuffix } from "./base-url.ts";
import type { CallCredentials } from "./call-credentials.ts";
import type { ConnectionSettings } from "./connection-settings.ts";
import type { Environment } from "./environment.ts";
import { secretHint } from "./secret-value.ts";

/** What `resolveEndpoint` needs to look at. `storedKey` knows the keys of the secret store by their id. */
export interface EndpointSources {
  settings: ConnectionSettings;
  environment: Environment;
  /** The hint of a stored key, or undefined when there is none under that id. */
  storedKeyHint(secretId: string): string | undefined;
  /** Registers a key given for one call and returns the id it can be resolved by. */
  registerCallKey(value: string): string;
}

/** The secret store's id of a provider's key. The origin is part of it: another base URL does not find the key. */
export function providerSecretId(providerId: string, baseUrl: string): string {
  return `provider:${providerId}@${originOf(baseUrl)}`;
}

/**
 * Decides which base URL and which key belong together (`README.md#a-key-and-its-host`). A pair is taken whole from one
 * place: the call, the settings card, or the environment. A key from the environment never goes to a base URL that was
 * set anywhere else.
 * @throws AppFailure `base_url_missing`, `base_url_invalid`, `credential_missing`.
 */
export function resolveEndpoint(provider: Provider, sources: EndpointSources, call: CallCredentials = {}): Endpoint {
  const candidate =
    fromCall(provider, sources, call) ?? fromSettings(provider, sources) ?? fromEnvironment(provider, sources);
  if (!candidate) {
    throw new AppFailure("base_url_missing", {
      message: `${provider.label} needs a base URL.`,
      advice: baseAdvice(provider),
    });
  }
  if (!candidate.credential && provider.keyRequired) throw missingKey(provider, candidate, sources);
  const apiVersion =
    call.apiVersion ??
    sources.settings.providers[provider.id]?.apiVersion ??
    splitVersion(provider, givenBase(provider, candidate, sources, call) ?? "").version ??
    envApiVersion(provider, sources);
  const organization = call.organization ?? envOrganization(provider, candidate, sources);
  const headers = callHeaders(call, sources);
  return {
    ...candidate,
    ...(apiVersion ? { apiVersion } : {}),
    ...(organization && provider.organizationVariable ? { organization } : {}),
    ...(headers.length > 0 ? { headers } : {}),
  };
}

const secretHeader = /auth|key|token|secret|cookie/i;

/** A header that may carry a key is a secret, as `extra_headers` of a gateway's entry are. */
function callHeaders({ headers = {} }: CallCredentials, sources: EndpointSources): NonNullable<Endpoint["headers"]> {
  return Object.entries(headers).map(([name, value]) => {
    if (!secretHeader.test(name)) return [name, value];
    const variable = `HEADER_${name.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
    return [name, { id: sources.registerCallKey(value), source: "call", variable, hint: secretHint(value) }];
  });
}

/** Belongs to the environment's address: one of a call or a card is another account's. */
function envOrganization(
  { organizationVariable }: Provider,
  { baseUrlSource }: Endpoint,
  { environment }: EndpointSources,
): string | undefined {
  if (organizationVariable === undefined) return undefined;
  return baseUrlSource === "environment" || baseUrlSource === "default"
    ? environment.get(organizationVariable)
    : undefined;
}

function fromCall(provider: Provider, sources: EndpointSources, call: CallCredentials): Endpoint | undefined {
  const key = call.apiKey ?? (provider.tokenVariable ? call.azureAdToken : undefined);
  if (!call.apiBase && !key) return undefined;
  const credential = key
    ? {
        id: sources.registerCallKey(key),
        source: "call" as const,
        variable: (call.apiKey ? undefined : provider.tokenVariable) ?? keyVariable(provider),
        hint: secretHint(key),
      }
    : null;
  const bearer = key && !call.apiKey ? { bearer: true as const } : {};
  if (call.apiBase) return { baseUrl: complete(provider, call.apiBase), baseUrlSource: "call", credential, ...bearer };
  // A key without a base goes where the environment or the provider's default says, as LiteLLM has it.
  const base = environmentBase(provider, sources);
  return base ? { ...base, credential, ...bearer } : undefined;
}

function fromSettings(provider: Provider, sources: EndpointSources): Endpoint | undefined {
  const card = sources.settings.providers[provider.id];
  if (!card) return undefined;
  const base = card.baseUrl ?? provider.defaultBaseUrl;
  if (!base) return undefined;
  const baseUrl = complete(provider, base);
  const id = providerSecretId(provider.id, baseUrl);
  const hint = sources.storedKeyHint(id);
  const baseUrlSource = card.baseUrl ? "settings" : "default";
  if (hint !== undefined) {
    return { baseUrl, baseUrlSource, credential: { id, source: "settings", variable: keyVariable(provider), hint } };
  }
  // A card without a key and without a base of its own adds nothing to what the environment says.
  return card.baseUrl ? { baseUrl, baseUrlSource, credential: null } : undefined;
}

function fromEnvironment(provider: Provider, sources: EndpointSources): Endpoint | undefined {
  const base = environmentBase(provider, sources);
  if (!base) return undefined;
  const credential = environmentKey(provider, sources.environment);
  if (credential || provider.tokenVariable === undefined) return { ...base, credential };
  const token = environmentSecret([provider.tokenVariable], sources.environment);
  return token ? { ...base, credential: token, bearer: true } : { ...base, credential };
}

function environmentBase(
  provider: Provider,
  sources: EndpointSources,
): Pick<Endpoint, "baseUrl" | "baseUrlSource"> | undefined {
  const found = sources.environment.first(provider.baseVariables);
  if (found) return { baseUrl: complete(provider, found.value), baseUrlSource: "environment" };
  if (provider.defaultBaseUrl)
    return { baseUrl: complete(provider, provider.defaultBaseUrl), baseUrlSource: "default" };
  return undefined;
}

/** The key the environment offers for a provider, as a reference. */
function environmentKey(provider: Provider, environment: Environment): CredentialRef | null {
  return environmentSecret(provider.keyVariables, environment);
}

function environmentSecret(variables: readonly string[], environment: Environment): CredentialRef | null {
  const found = environment.first(variables);
  if (!found) return null;
  return {
    id: environmentSecretId(found.name),
    source: "environment",
    variable: found.name,
    hint: secretHint(found.value),
  };
}

export function environmentSecretId(variable: string): string {
  return `environment:${variable}`;
}

function keyVariable(provider: Provider): string {
  return provider.keyVariables[0] ?? `${provider.id.toUpperCase()}_API_KEY`;
}

function envApiVersion(provider: Provider, sources: EndpointSources): string | undefined {
  return provider.apiVersionVariable === undefined ? undefined : sources.environment.get(provider.apiVersionVariable);
}

function complete(provider: Provider, baseUrl: string): string {
  return withPathSuffix(parseBaseUrl(splitVersion(provider, baseUrl).base), provider.basePathSuffix);
}

/** The whole address of a deployment, as Azure's portal shows it, has its version behind it. */
function splitVersion(provider: Provider, baseUrl: string): { base: string; version?: string } {
  const [, base, version] = /^([^?#]*)\?api-version=([\w.-]+)$/.exec(baseUrl.trim()) ?? [];
  if (provider.apiVersionVariable === undefined || base === undefined) return { base: baseUrl };
  return { base, ...(version === undefined ? {} : { version }) };
}

function givenBase(provider: Provider, { baseUrlSource }: Endpoint, sources: EndpointSources, call: CallCredentials) {
  if (baseUrlSource === "call") return call.apiBase;
  if (baseUrlSource === "settings") return sources.settings.providers[provider.id]?.baseUrl;
  return sources.environment.first(provider.baseVariables)?.value;
}

function baseAdvice(provider: Provider): string {
  const variable = provider.baseVariables[0];
  return `Set it in Settings → Providers → ${provider.label}${variable ? ` or in ${variable}` : ""}.`;
}

function missingKey(provider: Provider, endpoint: Endpoint, sources: EndpointSources): AppFailure {
  const inEnvironment = environmentKey(provider, sources.environment);
  const advice =
    inEnvironment && endpoint.baseUrlSource !== "environment"
      ? `${inEnvironment.variable} is set, but a key from the environment is never sent to a base URL that was set elsewhere (${originOf(endpoint.baseUrl)}). Add the key on the same card.`
      : `Add it in Settings → Providers → ${provider.label}, or set ${provider.keyVariables.join(" or ")}.`;
  return new AppFailure("credential_missing", { message: `There is no API key for ${provider.label}.`, advice });
}
