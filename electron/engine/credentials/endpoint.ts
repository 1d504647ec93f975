import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { CredentialRef, Endpoint } from "@shared/domain/run/request-plan.ts";
import type { ProviderPreset } from "../providers/provider.ts";
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
export function resolveEndpoint(
  preset: ProviderPreset,
  sources: EndpointSources,
  call: CallCredentials = {},
): Endpoint {
  const candidate =
    fromCall(preset, sources, call) ?? fromSettings(preset, sources) ?? fromEnvironment(preset, sources);
  if (!candidate) {
    throw new AppFailure("base_url_missing", {
      message: `${preset.label} needs a base URL.`,
      advice: baseAdvice(preset),
    });
  }
  if (!candidate.credential && preset.keyRequired) throw missingKey(preset, candidate, sources);
  const apiVersion =
    call.apiVersion ?? sources.settings.providers[preset.id]?.apiVersion ?? envApiVersion(preset, sources);
  return { ...candidate, ...(apiVersion ? { apiVersion } : {}) };
}

function fromCall(preset: ProviderPreset, sources: EndpointSources, call: CallCredentials): Endpoint | undefined {
  if (!call.apiBase && !call.apiKey) return undefined;
  const credential = call.apiKey
    ? {
        id: sources.registerCallKey(call.apiKey),
        source: "call" as const,
        variable: keyVariable(preset),
        hint: secretHint(call.apiKey),
      }
    : null;
  if (call.apiBase) return { baseUrl: complete(preset, call.apiBase), baseUrlSource: "call", credential };
  // A key without a base goes where the environment or the provider's default says, as LiteLLM has it.
  const base = environmentBase(preset, sources);
  return base ? { ...base, credential } : undefined;
}

function fromSettings(preset: ProviderPreset, sources: EndpointSources): Endpoint | undefined {
  const card = sources.settings.providers[preset.id];
  if (!card) return undefined;
  const base = card.baseUrl ?? preset.defaultBaseUrl;
  if (!base) return undefined;
  const baseUrl = complete(preset, base);
  const id = providerSecretId(preset.id, baseUrl);
  const hint = sources.storedKeyHint(id);
  const baseUrlSource = card.baseUrl ? "settings" : "default";
  if (hint !== undefined) {
    return { baseUrl, baseUrlSource, credential: { id, source: "settings", variable: keyVariable(preset), hint } };
  }
  // A card without a key and without a base of its own adds nothing to what the environment says.
  return card.baseUrl ? { baseUrl, baseUrlSource, credential: null } : undefined;
}

function fromEnvironment(preset: ProviderPreset, sources: EndpointSources): Endpoint | undefined {
  const base = environmentBase(preset, sources);
  return base ? { ...base, credential: environmentKey(preset, sources.environment) } : undefined;
}

function environmentBase(
  preset: ProviderPreset,
  sources: EndpointSources,
): Pick<Endpoint, "baseUrl" | "baseUrlSource"> | undefined {
  const found = sources.environment.first(preset.baseVariables);
  if (found) return { baseUrl: complete(preset, found.value), baseUrlSource: "environment" };
  if (preset.defaultBaseUrl) return { baseUrl: complete(preset, preset.defaultBaseUrl), baseUrlSource: "default" };
  return undefined;
}

/** The key the environment offers for a provider, as a reference. */
function environmentKey(preset: ProviderPreset, environment: Environment): CredentialRef | null {
  const found = environment.first(preset.keyVariables);
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

function keyVariable(preset: ProviderPreset): string {
  return preset.keyVariables[0] ?? `${preset.id.toUpperCase()}_API_KEY`;
}

function envApiVersion(preset: ProviderPreset, sources: EndpointSources): string | undefined {
  return preset.dialect === "azure" ? sources.environment.get("AZURE_API_VERSION") : undefined;
}

function complete(preset: ProviderPreset, baseUrl: string): string {
  return withPathSuffix(parseBaseUrl(baseUrl), preset.basePathSuffix);
}

function baseAdvice(preset: ProviderPreset): string {
  const variable = preset.baseVariables[0];
  return `Set it in Settings → Providers → ${preset.label}${variable ? ` or in ${variable}` : ""}.`;
}

function missingKey(preset: ProviderPreset, endpoint: Endpoint, sources: EndpointSources): AppFailure {
  const inEnvironment = environmentKey(preset, sources.environment);
  const advice =
    inEnvironment && endpoint.baseUrlSource !== "environment"
      ? `${inEnvironment.variable} is set, but a key from the environment is never sent to a base URL that was set elsewhere (${originOf(endpoint.baseUrl)}). Add the key on the same card.`
      : `Add it in Settings → Providers → ${preset.label}, or set ${preset.keyVariables.join(" or ")}.`;
  return new AppFailure("credential_missing", { message: `There is no API key for ${preset.label}.`, advice });
}
