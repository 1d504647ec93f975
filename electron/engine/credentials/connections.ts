import type { InputOf } from "@shared/contract/define.ts";
import type { Routes } from "@shared/contract/routes.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { CredentialRef, Endpoint } from "@shared/domain/run/request-plan.ts";
import type { LangfuseConnectionView, ProviderView, SecretStorage, SecretView } from "@shared/domain/settings.ts";
import type { Provider } from "../providers/provider.ts";
import type { Providers } from "../providers/registry.ts";
import type { JsonDocument } from "../store/json-document.ts";
import { parseBaseUrl, parseLangfuseHost } from "./base-url.ts";
import type { ConnectionSettings } from "./connection-settings.ts";
import { type ConnectionSources, createConnectionSources } from "./connection-sources.ts";
import { type EndpointSources, providerSecretId, resolveEndpoint } from "./endpoint.ts";
import type { Environment } from "./environment.ts";
import { defaultLangfuseHost, langfuseSecretId } from "./langfuse-connection.ts";
import type { SecretStore } from "./secret-store.ts";
import { secretHint } from "./secret-value.ts";
import type { SecretVault } from "./secret-vault.ts";

export interface ConnectionsOptions {
  document: JsonDocument<ConnectionSettings>;
  secrets: SecretStore;
  environment: Environment;
  vault: SecretVault;
  providers: Providers;
}

/** The connections a person has set up, as settings cards: what is stored, what is shown, what a request may use. */
export interface Connections extends ConnectionSources {
  langfuseView(): LangfuseConnectionView;
  providerViews(): ProviderView[];
  connectLangfuse(input: InputOf<Routes["langfuse.connect"]>): Promise<void>;
  disconnectLangfuse(): Promise<void>;
  connectProvider(input: InputOf<Routes["provider.connect"]>): Promise<void>;
  disconnectProvider(providerId: string): Promise<void>;
}

export function createConnections(options: ConnectionsOptions): Connections {
  const { document, secrets, environment, vault, providers } = options;
  const settings = () => document.get();
  const sources = createConnectionSources({ settings, secrets, environment, vault, providers });

  async function keepSecret(id: string, value: string | undefined, storage: SecretStorage): Promise<void> {
    if (value !== undefined) await secrets.save(id, value, storage);
  }

  function langfuseView(): LangfuseConnectionView {
    const card = settings().langfuse;
    if (card) {
      const secretKey = secrets.view(langfuseSecretId(card.host));
      const configured = secretKey.status !== "missing";
      return { host: card.host, hostSource: "settings", publicKey: card.publicKey, secretKey, configured };
    }
    const host = environment.first(["LANGFUSE_HOST", "LANGFUSE_BASE_URL"]);
    const publicKey = environment.get("LANGFUSE_PUBLIC_KEY") ?? null;
    const secretKey = environmentSecretView(environment, "LANGFUSE_SECRET_KEY");
    return {
      host: host?.value ?? defaultLangfuseHost,
      hostSource: host ? "environment" : "default",
      publicKey,
      secretKey,
      configured: publicKey !== null && secretKey.status === "environment",
    };
  }

  /** Asks the rule that requests go by, so that a card never promises what a request would not do. */
  function providerView(provider: Provider): ProviderView {
    const endpoint = endpointOrNull(
      provider,
      sources.endpointSources(() => ""),
    );
    const key = keyView(endpoint?.credential ?? null);
    const apiVersion = endpoint?.apiVersion;
    return {
      id: provider.id,
      label: provider.label,
      prefix: provider.prefixes[0] ?? provider.id,
      keyVariables: provider.keyVariables,
      baseVariables: provider.baseVariables,
      defaultBaseUrl: provider.defaultBaseUrl,
      keyRequired: provider.keyRequired,
      baseUrl: endpoint?.baseUrl ?? null,
      baseUrlSource: endpoint ? shownSource(endpoint.baseUrlSource) : null,
      ...(apiVersion ? { apiVersion } : {}),
      hasApiVersion: provider.apiVersionVariable !== undefined,
      key,
      configured: endpoint !== null && (key.status !== "missing" || !provider.keyRequired),
    };
  }

  function keyView(credential: CredentialRef | null): SecretView {
    if (!credential) return { status: "missing" };
    if (credential.source === "settings") return secrets.view(credential.id);
    return { status: "environment", hint: credential.hint, variable: credential.variable };
  }

  return {
    ...sources,
    langfuseView,
    providerViews: () => providers.listed.map(providerView),

    async connectLangfuse({ host: hostText, publicKey, secretKey, storage }) {
      const { host } = parseLangfuseHost(hostText);
      const id = langfuseSecretId(host);
      if (secretKey === undefined && secrets.view(id).status === "missing") {
        throw new AppFailure("invalid_input", {
          message: "The secret key is missing.",
          advice: "A stored key belongs to the host it was saved with; enter the key for this host.",
        });
      }
      await keepSecret(id, secretKey, storage);
      await document.set({ ...settings(), langfuse: { host, publicKey: publicKey.trim() } });
    },

    async disconnectLangfuse() {
      const card = settings().langfuse;
      if (!card) return;
      await secrets.remove(langfuseSecretId(card.host));
      await document.set({ ...settings(), langfuse: null });
    },

    async connectProvider({ provider: id, baseUrl: baseText, apiKey, apiVersion, storage }) {
      const provider = knownProvider(id, providers);
      const baseUrl = baseText === undefined ? undefined : parseBaseUrl(baseText);
      const inForce = baseUrl ?? provider.defaultBaseUrl;
      if (!inForce) throw new AppFailure("base_url_missing", { message: `${provider.label} needs a base URL.` });
      await keepSecret(providerSecretId(provider.id, inForce), apiKey, storage);
      const card = { ...(baseUrl ? { baseUrl } : {}), ...(apiVersion ? { apiVersion } : {}) };
      await document.set({ ...settings(), providers: { ...settings().providers, [provider.id]: card } });
    },

    async disconnectProvider(providerId) {
      const provider = knownProvider(providerId, providers);
      const { [provider.id]: card, ...others } = settings().providers;
      if (!card) return;
      const baseUrl = card.baseUrl ?? provider.defaultBaseUrl;
      if (baseUrl) await secrets.remove(providerSecretId(provider.id, baseUrl));
      await document.set({ ...settings(), providers: others });
    },
  };
}

function environmentSecretView(environment: Environment, variable: string): SecretView {
  const value = environment.get(variable);
  return value === undefined ? { status: "missing" } : { status: "environment", hint: secretHint(value), variable };
}

/** A broken base URL in the environment must not keep the settings from opening; using it reports the mistake. */
function endpointOrNull(provider: Provider, sources: EndpointSources): Endpoint | null {
  try {
    return resolveEndpoint({ ...provider, keyRequired: false }, sources);
  } catch (error) {
    if (error instanceof AppFailure) return null;
    throw error;
  }
}

function shownSource(source: Endpoint["baseUrlSource"]): ProviderView["baseUrlSource"] {
  return source === "settings" || source === "environment" ? source : "default";
}

function knownProvider(id: string, providers: Providers): Provider {
  const provider = providers.find(id);
  if (!provider) throw new AppFailure("invalid_input", { message: `There is no provider “${id}”.` });
  return provider;
}
