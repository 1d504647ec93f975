import type { InputOf } from "@shared/contract/define.ts";
import type { LangfuseTest, Routes } from "@shared/contract/routes.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { LangfuseModelPrice } from "@shared/domain/model/price.ts";
import type { LibraryConnection } from "@shared/domain/prompt/library-view.ts";
import type { CallCredentials } from "../../credentials/call-credentials.ts";
import { connectionId } from "../../credentials/connection-id.ts";
import {
  bringsLangfuse,
  type LangfuseConnection,
  langfuseAddress,
  langfuseAddresses,
  resolveLangfuse,
  type LangfuseSources as Sources,
} from "../../credentials/langfuse-connection.ts";
import { cleanSecret } from "../../credentials/secret-value.ts";
import type { CreateFetch } from "../../http/http.ts";
import type { CallIo, Clock, SecretResolver } from "../../ports.ts";
import type { PromptLibrary } from "../library.ts";
import { facts as langfuseFacts } from "./facts.ts";
import { createLangfuseLibrary, type LangfuseLibrary } from "./langfuse-library.ts";
import { readLangfusePrices } from "./langfuse-prices.ts";
import { langfuseTimes } from "./langfuse-times.ts";

export interface LangfuseLibrariesOptions {
  sources: () => Sources;
  createFetch: CreateFetch;
  secrets: SecretResolver;
  clock: Clock;
  /** What is known of earlier sessions; without it a project is known once it was asked for. */
  projects?: KnownProjects | undefined;
}

/** Which project a connection leads to, as its server told it. */
export interface KnownProjects {
  find(connectionId: string): LibraryConnection["project"];
  keep(connectionId: string, project: NonNullable<LibraryConnection["project"]>): void;
}

/** A connection to try: one that is set up, or keys that are not stored. */
type Tested = InputOf<Routes["langfuse.test"]>["which"];

/** One library, with its cache, for each set of Langfuse credentials in use. */
export interface LangfuseLibraries {
  /** As the registry lists it. */
  library: PromptLibrary;
  /**
   * Asks the server whose keys these are, and remembers the project.
   * @throws AppFailure as `open`, and `secret_invalid`.
   */
  test(which: Tested, options: { asksToWrite: boolean }, io: CallIo): Promise<LangfuseTest>;
  /** @throws AppFailure `langfuse_not_configured`, `base_url_invalid`, and as `langfuseTimes`. */
  open(call?: CallCredentials, connection?: string): LangfuseLibrary;
  /** After a change of the connection no cached prompt counts. */
  forget(): void;
  /** What the project of a connection, else of the default, has prices for. @throws AppFailure as `open`, and as every call to Langfuse. */
  readPrices(io: CallIo, connection?: string): Promise<{ host: string; prices: LangfuseModelPrice[] }>;
}

/** As many as LiteLLM keeps (`lru_cache(10)` on the credentials). */
const keptLibraries = 10;

export function createLangfuseLibraries(options: LangfuseLibrariesOptions): LangfuseLibraries {
  const opened = new Map<string, LangfuseLibrary>();
  const projects = options.projects ?? createMemory();

  function connection(call: CallCredentials = {}, wanted?: string): LibraryConnection | null {
    if (wanted !== undefined && !bringsLangfuse(call)) return connections().find(({ id }) => id === wanted) ?? null;
    const address = langfuseAddress(options.sources(), call);
    return address && connectionAt(address);
  }

  function connections(): LibraryConnection[] {
    return langfuseAddresses(options.sources()).map(connectionAt);
  }

  function connectionAt({ host, publicKey }: Pick<LangfuseConnection, "host" | "publicKey">): LibraryConnection {
    const id = connectionId(host, publicKey);
    const project = projects.find(id);
    return { id, label: new URL(host).host, ...(project ? { project } : {}) };
  }

  async function test(which: Tested, { asksToWrite }: { asksToWrite: boolean }, io: CallIo): Promise<LangfuseTest> {
    const call = "connection" in which ? undefined : callWith(which);
    const wanted = "connection" in which ? which.connection : undefined;
    const asked = connection(call, wanted);
    const found = await open(call, wanted).testConnection({ asksToWrite }, io);
    // Another connection may have been set up meanwhile.
    if (asked) projects.keep(asked.id, { id: found.projectId, name: found.projectName });
    return found;
  }

  function open(call: CallCredentials = {}, wanted?: string): LangfuseLibrary {
    const connection = resolveLangfuse(options.sources(), call, wanted);
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
    const times = langfuseTimes(options.sources().environment);
    return createLangfuseLibrary({ connection: () => ({ host, credential }), createFetch, secrets, clock, ...times });
  }

  async function readPrices(io: CallIo, wanted?: string): Promise<{ host: string; prices: LangfuseModelPrice[] }> {
    const connection = resolveLangfuse(options.sources(), {}, wanted);
    if (!connection) throw new AppFailure("langfuse_not_configured");
    return { host: connection.host, prices: await readLangfusePrices(connection, options, io) };
  }

  const library: PromptLibrary = {
    ...langfuseFacts,
    list: (how, io) => open().list(how, io),
    get: (ref, how, io) => open().get(ref, how, io),
    versions: (name, how, io) => open().versions(name, how, io),
    connecting: { connection, connections, open },
  };
  return { library, test, open, forget: () => opened.clear(), readPrices };
}

function callWith({ host, publicKey, secretKey }: Exclude<Tested, { connection: string }>): CallCredentials {
  return {
    langfuseHost: host,
    langfusePublicKey: publicKey.trim(),
    langfuseSecretKey: cleanSecret(secretKey),
  };
}

function createMemory(): KnownProjects {
  const known = new Map<string, NonNullable<LibraryConnection["project"]>>();
  return { find: (id) => known.get(id), keep: (id, project) => void known.set(id, project) };
}

/** Two sets of keys never share a cache, even for one host and one public key. */
function identityOf({ host, credential }: LangfuseConnection): string {
  return JSON.stringify([host, credential.secret]);
}
