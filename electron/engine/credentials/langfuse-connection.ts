import { createHash } from "node:crypto";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Warning } from "@shared/domain/error/error.ts";
import type { SecretRef } from "@shared/domain/wire/wire.ts";
import { originOf, parseLangfuseHost } from "./base-url.ts";
import type { CallCredentials } from "./call-credentials.ts";
import { connectionId } from "./connection-id.ts";
import { type ConnectionSettings, type LangfuseCard, langfuseCards } from "./connection-settings.ts";
import type { Environment } from "./environment.ts";
import { secretHint } from "./secret-value.ts";
import type { SecretVault } from "./secret-vault.ts";

export const defaultLangfuseHost = "https://cloud.langfuse.com";

/** Where a Langfuse project is and which keys go there. The keys are behind `credential`, as HTTP Basic needs them. */
export interface LangfuseConnection {
  host: string;
  hostSource: "settings" | "environment" | "default" | "call";
  publicKey: string;
  credential: SecretRef;
  warnings: Warning[];
}

export interface LangfuseSources {
  settings: ConnectionSettings;
  environment: Environment;
  vault: SecretVault;
  /** The hint of a stored secret key, or undefined when there is none under that id. */
  storedKeyHint(secretId: string): string | undefined;
}

/** A connection that is set up, known by its address and public key; it need not be complete. */
export interface LangfuseAddress {
  id: string;
  host: string;
  publicKey: string;
  source: "settings" | "environment";
}

/** The secret store's id of a card's secret key; bound to the host like every key, and to the project's public key. */
export function langfuseSecretId({ host, publicKey, ownKey }: LangfuseCard): string {
  return ownKey ? `langfuse@${originOf(host)}#${publicKey}` : `langfuse@${originOf(host)}`;
}

/** Every connection there is: those of the settings, then the environment's unless it is one of them. The first is the default. */
export function langfuseAddresses(sources: LangfuseSources): LangfuseAddress[] {
  const { langfuse } = sources.settings;
  const cards = langfuseCards(sources.settings).map((card) => addressOf(card, "settings"));
  const found = environmentOrNull(sources);
  if (!found) return cards;
  const own = addressOf(found, "environment");
  if (cards.some(({ id }) => id === own.id)) return cards;
  return langfuse ? [...cards, own] : [own, ...cards];
}

const addressOf = (
  { host, publicKey }: Pick<LangfuseCard, "host" | "publicKey">,
  source: LangfuseAddress["source"],
): LangfuseAddress => ({ id: connectionId(host, publicKey), host, publicKey, source });

/** A host that is no address must not keep the settings from opening; using it reports the mistake. */
function environmentOrNull(sources: LangfuseSources): LangfuseConnection | null {
  try {
    return fromEnvironment(sources) ?? null;
  } catch (error) {
    if (error instanceof AppFailure) return null;
    throw error;
  }
}

/**
 * Decides host and keys: what the call brings, else the settings card, else the environment. A host given per call
 * never gets keys from the environment (`README.md#keys-of-langfuse`).
 * @param wanted id of the connection to use where the call brings none; absent: the default.
 * @returns undefined when nothing is configured, or not the one that is wanted.
 * @throws AppFailure when what is configured is incomplete or invalid.
 */
export function resolveLangfuse(
  sources: LangfuseSources,
  call: CallCredentials = {},
  wanted?: string,
): LangfuseConnection | undefined {
  const given = fromCall(sources, call);
  if (given) return given;
  if (wanted === undefined) return fromCard(sources, sources.settings.langfuse) ?? fromEnvironment(sources);
  const card = langfuseCards(sources.settings).find((one) => connectionId(one.host, one.publicKey) === wanted);
  if (card) return fromCard(sources, card);
  const found = environmentOrNull(sources);
  return found && connectionId(found.host, found.publicKey) === wanted ? found : undefined;
}

/** Whether a call brings any credentials of Langfuse, which then are the ones that count. */
export function bringsLangfuse(call: CallCredentials): boolean {
  const { langfuseHost, langfusePublicKey, langfuseSecret, langfuseSecretKey } = call;
  return Boolean(langfuseHost || langfusePublicKey || langfuseSecret || langfuseSecretKey);
}

/** Where a call would go and as whom, as far as it can be told without a secret; null where nothing is set up. */
export function langfuseAddress(
  sources: LangfuseSources,
  call: CallCredentials = {},
): Pick<LangfuseConnection, "host" | "publicKey"> | null {
  try {
    return resolveLangfuse(sources, call) ?? null;
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    // A card without its secret key still says whose prompts were shown.
    return sources.settings.langfuse;
  }
}

function fromCall(sources: LangfuseSources, call: CallCredentials): LangfuseConnection | undefined {
  const secret = call.langfuseSecret ?? call.langfuseSecretKey;
  if (!bringsLangfuse(call)) return undefined;
  if (call.langfuseHost && !(call.langfusePublicKey && secret)) {
    throw new AppFailure("langfuse_not_configured", {
      message: "A Langfuse host was given for this call without both of its keys.",
      advice: "Give langfuse_public_key and langfuse_secret with it; keys from the environment are never sent there.",
    });
  }
  const publicKey = call.langfusePublicKey ?? sources.environment.get("LANGFUSE_PUBLIC_KEY");
  const secretKey = secret ?? sources.environment.get("LANGFUSE_SECRET_KEY");
  if (!publicKey || !secretKey) {
    throw new AppFailure("langfuse_not_configured", {
      message: `Langfuse needs both keys; the ${publicKey ? "secret" : "public"} key is missing.`,
    });
  }
  const host = call.langfuseHost ?? environmentHost(sources.environment)?.value ?? defaultLangfuseHost;
  // Two callers with one public key must not share an entry: the digest tells their secrets apart.
  const owner = createHash("sha256").update(secretKey).digest("hex");
  const given = { hostText: host, hostSource: "call" as const, publicKey, hint: secretHint(secretKey), owner };
  return connect(sources, given, () => secretKey);
}

function fromCard(sources: LangfuseSources, card: LangfuseCard | null | undefined): LangfuseConnection | undefined {
  if (!card) return undefined;
  const id = langfuseSecretId(card);
  const hint = sources.storedKeyHint(id);
  if (hint === undefined) {
    throw new AppFailure("langfuse_not_configured", {
      message: "The secret key of the Langfuse connection is missing.",
      advice: "Enter it again in Settings → Langfuse.",
    });
  }
  const given = {
    hostText: card.host,
    hostSource: "settings" as const,
    publicKey: card.publicKey,
    hint,
    owner: "settings",
  };
  return connect(sources, given, () => sources.vault.resolve(id));
}

function fromEnvironment(sources: LangfuseSources): LangfuseConnection | undefined {
  const publicKey = sources.environment.get("LANGFUSE_PUBLIC_KEY");
  const secretKey = sources.environment.get("LANGFUSE_SECRET_KEY");
  if (!publicKey || !secretKey) return undefined;
  const host = environmentHost(sources.environment);
  const given = {
    hostText: host?.value ?? defaultLangfuseHost,
    hostSource: host ? ("environment" as const) : ("default" as const),
    publicKey,
    hint: secretHint(secretKey),
    owner: "environment",
  };
  return connect(sources, given, () => secretKey);
}

function environmentHost(environment: Environment) {
  return environment.first(["LANGFUSE_HOST", "LANGFUSE_BASE_URL"]);
}

function connect(
  sources: LangfuseSources,
  given: {
    hostText: string;
    hostSource: LangfuseConnection["hostSource"];
    publicKey: string;
    hint: string;
    owner: string;
  },
  readSecretKey: () => string,
): LangfuseConnection {
  const { host, warnings } = parseLangfuseHost(given.hostText);
  const { publicKey, hostSource } = given;
  const id = `langfuse-basic:${given.owner}:${publicKey}@${originOf(host)}`;
  sources.vault.register(id, () => Buffer.from(`${publicKey}:${readSecretKey()}`).toString("base64"));
  const credential: SecretRef = { secret: id, variable: "LANGFUSE_BASIC_AUTH", hint: given.hint };
  return { host, hostSource, publicKey, credential, warnings };
}
