import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { ConnectionSettings } from "../../credentials/connection-settings.ts";
import { providerSecretId } from "../../credentials/endpoint.ts";
import type { Environment } from "../../credentials/environment.ts";
import { langfuseSecretId } from "../../credentials/langfuse-connection.ts";
import type { SecretStore } from "../../credentials/secret-store.ts";
import { builtInProviders, type Providers } from "../../providers/registry.ts";

type Overlay = Map<string, string | undefined>;

/**
 * The environment a config sees in the app: where a settings card is filled in, its key and address stand for the
 * provider's variables, so that `os.environ/OPENAI_API_KEY` is the key entered in Settings. A card counts as a whole: a
 * key and an address of two places are never mixed. What the config sets itself wins over both.
 */
export function environmentWithCards(
  environment: Environment,
  settings: ConnectionSettings,
  secrets: Pick<SecretStore, "view" | "resolve">,
  own: Record<string, string> = {},
  providers: Providers = builtInProviders,
): Environment {
  const overlay = cardVariables(settings, secrets, providers);
  for (const [name, value] of Object.entries(own)) overlay.set(name, value);
  return withOverlay(environment, overlay);
}

/** Variables that stand for the filled-in cards; undefined for one that must not be set beside them. */
export function cardVariables(
  settings: ConnectionSettings,
  secrets: Pick<SecretStore, "view" | "resolve">,
  providers: Providers = builtInProviders,
): Map<string, string | undefined> {
  const overlay: Overlay = new Map();
  const stored = (id: string) => (secrets.view(id).status === "stored" ? secrets.resolve(id) : undefined);
  addLangfuse(overlay, settings, stored);
  for (const [id, card] of Object.entries(settings.providers)) {
    const provider = providers.find(id);
    const base = card.baseUrl ?? provider?.defaultBaseUrl;
    if (!provider || !base) continue;
    const key = stored(providerSecretId(id, base));
    if (key === undefined && card.baseUrl === undefined) continue;
    for (const name of [...provider.keyVariables, ...provider.baseVariables]) overlay.set(name, undefined);
    for (const name of provider.keyVariables) overlay.set(name, key);
    const [baseVariable] = provider.baseVariables;
    if (baseVariable !== undefined) overlay.set(baseVariable, card.baseUrl);
  }
  return overlay;
}

/** Of each filled-in card whose key is kept and cannot be opened: why, and what helps, in words for a person. */
export function lockedKeys(
  { langfuse, providers: cards }: ConnectionSettings,
  secrets: Pick<SecretStore, "view" | "resolve">,
  providers: Providers = builtInProviders,
): string[] {
  const ofProviders = Object.entries(cards).map(([id, { baseUrl }]) => {
    const provider = providers.find(id);
    const base = baseUrl ?? provider?.defaultBaseUrl;
    return { label: provider?.label ?? id, secret: base ? providerSecretId(id, base) : undefined };
  });
  const kept = [...(langfuse ? [{ label: "Langfuse", secret: langfuseSecretId(langfuse) }] : []), ...ofProviders];
  return kept.flatMap(({ label, secret }) => {
    if (secret === undefined || secrets.view(secret).status !== "locked") return [];
    try {
      secrets.resolve(secret);
      return [];
    } catch (error) {
      const { message, advice } = appErrorOf(error);
      return [[`${label}: ${message}`, advice].filter(Boolean).join(" ")];
    }
  });
}

function addLangfuse(
  overlay: Overlay,
  { langfuse }: ConnectionSettings,
  stored: (id: string) => string | undefined,
): void {
  const secretKey = langfuse ? stored(langfuseSecretId(langfuse)) : undefined;
  if (!langfuse || secretKey === undefined) return;
  overlay.set("LANGFUSE_HOST", langfuse.host);
  overlay.set("LANGFUSE_BASE_URL", undefined);
  overlay.set("LANGFUSE_PUBLIC_KEY", langfuse.publicKey);
  overlay.set("LANGFUSE_SECRET_KEY", secretKey);
}

function withOverlay(environment: Environment, overlay: Overlay): Environment {
  const get = (name: string) => (overlay.has(name) ? overlay.get(name) : environment.get(name));
  return {
    get,
    first(names) {
      for (const name of names) {
        const value = get(name);
        if (value !== undefined) return { name, value };
      }
      return undefined;
    },
  };
}
