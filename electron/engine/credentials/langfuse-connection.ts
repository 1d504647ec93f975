import { createHash } from "node:crypto";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Warning } from "@shared/domain/error/error.ts";
import type { SecretRef } from "@shared/domain/wire/wire.ts";
import { originOf, parseLangfuseHost } from "./base-url.ts";
import type { CallCredentials } from "./call-credentials.ts";
import type { ConnectionSettings } from "./connection-settings.ts";
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

/** The secret store's id of the Langfuse secret key; bound to the host like every key. */
export function langfuseSecretId(host: string): string {
  return `langfuse@${originOf(host)}`;
}

/**
 * Decides host and keys: what the call brings, else the settings card, else the environment. A host given per call
 * never gets keys from the environment (`README.md#keys-of-langfuse`).
 * @returns undefined when nothing is configured.
 * @throws AppFailure when what is configured is incomplete or invalid.
 */
export function resolveLangfuse(sources: LangfuseSources, call: CallCredentials = {}): LangfuseConnection | undefined {
  return fromCall(sources, call) ?? fromSettings(sources) ?? fromEnvironment(sources);
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
  if (!call.langfuseHost && !call.langfusePublicKey && !secret) return undefined;
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

function fromSettings(sources: LangfuseSources): LangfuseConnection | undefined {
  const card = sources.settings.langfuse;
  if (!card) return undefined;
  const id = langfuseSecretId(card.host);
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
