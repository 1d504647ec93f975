import type { InputOf } from "@shared/contract/define.ts";
import type { Routes } from "@shared/contract/routes.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { CredentialRef, Endpoint } from "@shared/domain/run/request-plan.ts";
import type {
  LangfuseConnectionView,
  ProviderView,
  SecretStorage,
  SecretView,
  SettingsView,
} from "@shared/domain/settings.ts";
import type { Provider } from "../providers/provider.ts";
import type { Providers } from "../providers/registry.ts";
import type { JsonDocument } from "../store/json-document.ts";
import { parseBaseUrl, parseLangfuseHost } from "./base-url.ts";
import { connectionId } from "./connection-id.ts";
import {
  type ConnectionSettings,
  hasLangfuseKeys,
  type KnownProject,
  type LangfuseCard,
  langfuseCards,
  withDefaultCard,
  withLangfuseCards,
} from "./connection-settings.ts";
import { type ConnectionSources, createConnectionSources } from "./connection-sources.ts";
import { type EndpointSources, providerSecretId, resolveEndpoint } from "./endpoint.ts";
import type { Environment } from "./environment.ts";
import { defaultLangfuseHost, langfuseAddresses, langfuseSecretId } from "./langfuse-connection.ts";
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
  /** As they count now: with a default where there is any. */
  settings(): ConnectionSettings;
  /** Every Langfuse connection there is, the default first. */
  langfuseViews(): LangfuseConnectionView[];
  /** What a form for another connection begins with. */
  newLangfuse(): SettingsView["newLangfuse"];
  providerViews(): ProviderView[];
  /** @returns the id of the connection. */
  connectLangfuse(input: InputOf<Routes["langfuse.connect"]>): Promise<string>;
  disconnectLangfuse(connection: string): Promise<void>;
  /** Makes one the default, which counts where none is named. */
  preferLangfuse(connection: string): Promise<void>;
  /** What the server called the project of a connection when it was asked last. */
  projectOf(connection: string): KnownProject | undefined;
  keepProject(connection: string, project: KnownProject): Promise<void>;
  connectProvider(input: InputOf<Routes["provider.connect"]>): Promise<void>;
  disconnectProvider(providerId: string): Promise<void>;
}

export function createConnections(options: ConnectionsOptions): Connections {
  const { document, secrets, environment, vault, providers } = options;
  const settings = () => withDefaultCard(document.get(), environment);
  const sources = createConnectionSources({ settings, secrets, environment, vault, providers });

  async function keepSecret(id: string, value: string | undefined, storage: SecretStorage): Promise<void> {
    if (value !== undefined) await secrets.save(id, value, storage);
  }

  const idOf = (card: Pick<LangfuseCard, "host" | "publicKey">) => connectionId(card.host, card.publicKey);
  const cards = () => langfuseCards(settings());

  function langfuseViews(): LangfuseConnectionView[] {
    return langfuseAddresses(sources.langfuseSources()).map(({ id, host, publicKey, source }, index) => {
      const card = source === "settings" ? cards().find((one) => idOf(one) === id) : undefined;
      const secretKey = card
        ? secrets.view(langfuseSecretId(card))
        : environmentSecretView(environment, "LANGFUSE_SECRET_KEY");
      return {
        id,
        host,
        publicKey,
        source,
        secretKey,
        isDefault: index === 0,
        configured: secretKey.status !== "missing",
      };
    });
  }

  function newLangfuse(): SettingsView["newLangfuse"] {
    if (hasLangfuseKeys(environment)) return { host: defaultLangfuseHost, publicKey: "", fromEnvironment: false };
    const host = environment.first(["LANGFUSE_HOST", "LANGFUSE_BASE_URL"]);
    const publicKey = environment.get("LANGFUSE_PUBLIC_KEY");
    const fromEnvironment = host !== undefined || publicKey !== undefined;
    return { host: host?.value ?? defaultLangfuseHost, publicKey: publicKey ?? "", fromEnvironment };
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

  const putCards = (next: ConnectionSettings) => document.set(next);

  async function keepProject(connection: string, project: KnownProject): Promise<void> {
    const { projects = {} } = settings();
    const known = projects[connection];
    if (known?.id === project.id && known.name === project.name) return;
    await document.set({ ...settings(), projects: { ...projects, [connection]: project } });
  }

  /** Unless a card that is there has it too: those of one host shared a key before there were several. */
  async function removeSecretOf(card: LangfuseCard): Promise<void> {
    const id = langfuseSecretId(card);
    if (!cards().some((one) => langfuseSecretId(one) === id)) await secrets.remove(id);
  }

  return {
    ...sources,
    settings,
    langfuseViews,
    newLangfuse,
    providerViews: () => providers.listed.map(providerView),

    async connectLangfuse({ connection, host: hostText, publicKey: publicText, secretKey, storage, project }) {
      const { host } = parseLangfuseHost(hostText);
      const publicKey = publicText.trim();
      const id = connectionId(host, publicKey);
      const known = cards().find((card) => idOf(card) === id);
      if (secretKey === undefined && (!known || secrets.view(langfuseSecretId(known)).status === "missing")) {
        throw new AppFailure("invalid_input", {
          message: "The secret key is missing.",
          advice: "A stored key belongs to the host and the public key it was saved with; enter the key for these.",
        });
      }
      const card: LangfuseCard = {
        host,
        publicKey,
        ...(secretKey !== undefined || known?.ownKey ? { ownKey: true as const } : {}),
      };
      await keepSecret(langfuseSecretId(card), secretKey, storage);
      const before = connection === undefined ? undefined : cards().find((one) => idOf(one) === connection);
      const replaced = [before, known].flatMap((one) => one ?? []);
      await putCards(withCard(settings(), card, replaced, hasLangfuseKeys(environment)));
      for (const one of replaced) await removeSecretOf(one);
      if (project) await keepProject(id, project);
      return id;
    },

    async disconnectLangfuse(connection) {
      const gone = cards().find((card) => idOf(card) === connection);
      if (!gone) return;
      const { langfuse, otherLangfuse = [] } = settings();
      const isGone = (card: LangfuseCard) => idOf(card) === connection;
      await putCards(
        withLangfuseCards(
          settings(),
          langfuse && isGone(langfuse) ? null : langfuse,
          otherLangfuse.filter((card) => !isGone(card)),
        ),
      );
      await removeSecretOf(gone);
    },

    async preferLangfuse(connection) {
      const preferred = cards().find((card) => idOf(card) === connection);
      const others = cards().filter((card) => card !== preferred);
      await putCards(withLangfuseCards(settings(), preferred ?? null, others));
    },

    projectOf: (connection) => settings().projects?.[connection],
    keepProject,

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

/** In place of the cards it replaces, else behind the others; it is the default only where nothing else is. */
function withCard(
  settings: ConnectionSettings,
  card: LangfuseCard,
  replaced: readonly LangfuseCard[],
  hasEnvironment: boolean,
): ConnectionSettings {
  const { langfuse, otherLangfuse = [] } = settings;
  const isFirst = langfuse ? replaced.includes(langfuse) : otherLangfuse.length === 0 && !hasEnvironment;
  if (isFirst) {
    return withLangfuseCards(
      settings,
      card,
      otherLangfuse.filter((one) => !replaced.includes(one)),
    );
  }
  const index = otherLangfuse.findIndex((one) => replaced.includes(one));
  const others = otherLangfuse.filter((one) => !replaced.includes(one));
  return withLangfuseCards(settings, langfuse, others.toSpliced(index < 0 ? others.length : index, 0, card));
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
