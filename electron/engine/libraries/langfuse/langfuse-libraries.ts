import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { LangfuseModelPrice } from "@shared/domain/model/price.ts";
import type { CallCredentials } from "../../credentials/call-credentials.ts";
import {
  type LangfuseConnection,
  resolveLangfuse,
  type LangfuseSources as Sources,
} from "../../credentials/langfuse-connection.ts";
import type { CreateFetch } from "../../http/http.ts";
import type { CallIo, Clock, SecretResolver } from "../../ports.ts";
import { createLangfuseLibrary, type LangfuseLibrary } from "./langfuse-library.ts";
import { readLangfusePrices } from "./langfuse-prices.ts";

export interface LangfuseLibrariesOptions {
  sources: () => Sources;
  createFetch: CreateFetch;
  secrets: SecretResolver;
  clock: Clock;
}

/** One prompt source, with its cache, for each set of Langfuse credentials in use. */
export interface LangfuseLibraries {
  /** @throws AppFailure `langfuse_not_configured`, `base_url_invalid`. */
  open(call?: CallCredentials): LangfuseLibrary;
  /** After a change of the connection no cached prompt counts. */
  forget(): void;
  /** What the connected project has prices for. @throws AppFailure as `open`, and as every call to Langfuse. */
  readPrices(io: CallIo): Promise<{ host: string; prices: LangfuseModelPrice[] }>;
}

/** As many as LiteLLM keeps (`lru_cache(10)` on the credentials). */
const keptLibraries = 10;

export function createLangfuseLibraries(options: LangfuseLibrariesOptions): LangfuseLibraries {
  const opened = new Map<string, LangfuseLibrary>();

  function open(call: CallCredentials = {}): LangfuseLibrary {
    const connection = resolveLangfuse(options.sources(), call);
    if (!connection) throw new AppFailure("langfuse_not_configured");
    const key = identityOf(connection);
    const source = opened.get(key) ?? createLibrary(connection);
    // Reinserting keeps the order of use, so that the first key is the one unused for longest.
    opened.delete(key);
    opened.set(key, source);
    const [oldest] = opened.keys();
    if (opened.size > keptLibraries && oldest !== undefined) opened.delete(oldest);
    return source;
  }

  function createLibrary({ host, credential }: LangfuseConnection): LangfuseLibrary {
    const { createFetch, secrets, clock } = options;
    return createLangfuseLibrary({ connection: () => ({ host, credential }), createFetch, secrets, clock });
  }

  async function readPrices(io: CallIo): Promise<{ host: string; prices: LangfuseModelPrice[] }> {
    const connection = resolveLangfuse(options.sources());
    if (!connection) throw new AppFailure("langfuse_not_configured");
    return { host: connection.host, prices: await readLangfusePrices(connection, options, io) };
  }

  return { open, forget: () => opened.clear(), readPrices };
}

/** Two sets of keys never share a cache, even for one host and one public key. */
function identityOf({ host, credential }: LangfuseConnection): string {
  return JSON.stringify([host, credential.secret]);
}
