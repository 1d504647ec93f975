import type { LangfuseTest } from "@shared/contract/routes.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ErrorCode } from "@shared/domain/error/error.ts";
import type { PromptFreshness, PromptRef, PromptSummary, PromptVersion } from "@shared/domain/prompt/prompt.ts";
import type { CreateFetch } from "../../http/http.ts";
import { inParallel } from "../../http/in-parallel.ts";
import type { CallIo, Clock, SecretResolver } from "../../ports.ts";
import { promptNotFound } from "../failures/prompt-not-found.ts";
import type { PromptLibrary } from "../library.ts";
import { type Aged, type AgingCache, createAgingCache } from "./aging-cache.ts";
import { composeEdit } from "./compose-edit.ts";
import { facts as langfuseFacts } from "./facts.ts";
import { createLangfuseClient, type LangfuseEndpoint } from "./langfuse-client.ts";
import { listDatasetVersions, listLangfuseDatasets } from "./langfuse-dataset-lists.ts";
import { readLangfuseDataset } from "./langfuse-datasets.ts";
import { readHistory, type VersionFacts } from "./langfuse-history.ts";
import {
  healthSchema,
  type LangfusePrompt,
  type LangfuseRow,
  listSchema,
  projectsSchema,
  promptSchema,
} from "./langfuse-schemas.ts";
import { toPromptVersion, toSummary } from "./langfuse-translation.ts";
import { createLangfuseWriting } from "./langfuse-writing.ts";
import { mayWrite } from "./may-write.ts";
import { promptPath } from "./prompt-path.ts";

export interface LangfuseLibraryOptions {
  /** Asked anew for every call. @throws AppFailure `langfuse_not_configured`. */
  connection: () => LangfuseEndpoint;
  createFetch: CreateFetch;
  secrets: SecretResolver;
  clock: Clock;
  /** For one request with its whole body, in milliseconds. */
  timeoutMs?: number;
  /** Milliseconds for which a prompt's copy counts; 60 s unless said otherwise. */
  freshMs?: number;
  /** At least 0, less than 1; spreads retries. */
  random?: () => number;
}

export interface LangfuseLibrary extends PromptLibrary {
  /** Proves the secret key; Langfuse does not check the public one. */
  testConnection(options: { asksToWrite: boolean }, io: CallIo): Promise<LangfuseTest>;
  /** Forgets every copy. */
  clear(): void;
}

/** Langfuse's largest page. */
const pageSize = 100;
const pagesAtOnce = 4;
const freshMs = 60_000;
const cachedPrompts = { items: 1_000, bytes: 32 * 1_048_576 };
const cachedLists = { items: 4, bytes: 32 * 1_048_576 };
/** A person watches: a longer `Retry-After` is shown instead of waited for. */
const patienceMs = 10_000;
/** With an older copy at hand. */
const patienceWithCopyMs = 1_000;

/** Failures in which an older copy helps. A refused key or a prompt that is gone is no reason to go on with it. */
const bridgeable = new Set<ErrorCode>([
  "langfuse_rate_limited",
  "langfuse_unavailable",
  "langfuse_timeout",
  "langfuse_unreachable",
  "langfuse_not_json",
  "langfuse_path_decoded",
]);

/** The prompts of the connected Langfuse project. Copies are kept per connection, so a new one never sees old prompts. */
export function createLangfuseLibrary(options: LangfuseLibraryOptions): LangfuseLibrary {
  const { clock, connection } = options;
  const client = createLangfuseClient({ timeoutMs: 10_000, random: Math.random, ...options });
  const prompts = createAgingCache<PromptVersion>(clock, options.freshMs ?? freshMs, cachedPrompts);
  const lists = createAgingCache<PromptSummary[]>(clock, freshMs, cachedLists);
  const facts = createAgingCache<Map<string, VersionFacts>>(clock, Number.POSITIVE_INFINITY, cachedPrompts);

  async function readPage(
    endpoint: LangfuseEndpoint,
    query: Record<string, string | number>,
    patience: number,
    io: CallIo,
  ) {
    return client.get(endpoint, { path: "/v2/prompts", query, schema: listSchema(), patience }, io).catch((error) => {
      throw isFailure(error, "prompt_not_found") ? noApi(endpoint) : error;
    });
  }

  async function readAllPages(endpoint: LangfuseEndpoint, patience: number, io: CallIo): Promise<LangfuseRow[]> {
    const page = (number: number) => readPage(endpoint, { page: number, limit: pageSize }, patience, io);
    const first = await page(1);
    const others = Array.from({ length: (first.meta?.totalPages ?? 1) - 1 }, (_, index) => index + 2);
    const rest = await inParallel(others, pagesAtOnce, page);
    // A prompt created meanwhile shifts the pages, and one name may come twice.
    const byName = new Map([first, ...rest].flatMap(({ data }) => data).map((row) => [row.name, row]));
    return [...byName.values()];
  }

  async function readRow(endpoint: LangfuseEndpoint, name: string, io: CallIo, label: string | null = null) {
    const query = { name, limit: 1, ...(label === null ? {} : { label }) };
    const { data } = await readPage(endpoint, query, patienceMs, io);
    return data[0] ?? null;
  }

  const readVersion = (endpoint: LangfuseEndpoint, name: string, version: string, io: CallIo) =>
    readPrompt(endpoint, { library: langfuseFacts.id, name, version }, false, patienceMs, io);

  function readPrompt(
    endpoint: LangfuseEndpoint,
    ref: PromptRef,
    resolve: boolean,
    patience: number,
    io: CallIo,
  ): Promise<LangfusePrompt> {
    const path = promptPath(ref.name);
    // Langfuse counts versions; another text names none of them.
    if (ref.version !== undefined && !/^\d{1,9}$/.test(ref.version))
      throw new AppFailure("prompt_not_found", { status: 404 });
    const which = ref.version === undefined ? { label: ref.label ?? "production" } : { version: ref.version };
    return client.get(endpoint, { path, query: { ...which, resolve }, schema: promptSchema(), patience }, io);
  }

  /** Says which labels or versions there are; if even that cannot be found out, the first failure stands. */
  async function explainMissing(endpoint: LangfuseEndpoint, ref: PromptRef, failure: AppFailure, io: CallIo) {
    const { detail } = failure.error;
    try {
      const row = await readRow(endpoint, ref.name, io);
      return promptNotFound(ref, row && { versions: row.versions.map(String), labels: row.labels ?? [] }, detail);
    } catch (error) {
      return isFailure(error, "cancelled") ? error : failure;
    }
  }

  const library: LangfuseLibrary = {
    ...langfuseFacts,
    async list({ refresh }, io) {
      const endpoint = connection();
      const key = keyOf(endpoint);
      const fetched = await throughCache(lists, key, refresh, async (patience) => {
        return (await readAllPages(endpoint, patience, io)).map(toSummary);
      });
      const { value, ...how } = fetched;
      return { library: langfuseFacts.id, prompts: value, ...how };
    },

    async get(ref, { resolve, refresh }, io) {
      const endpoint = connection();
      const key = keyOf(endpoint, ref.name, ref.version ?? ref.label ?? "production", resolve);
      const fetched = await throughCache(prompts, key, refresh, async (patience) => {
        try {
          return toPromptVersion(await readPrompt(endpoint, ref, resolve, patience, io));
        } catch (error) {
          if (!isFailure(error, "prompt_not_found")) throw error;
          throw await explainMissing(endpoint, ref, error, io);
        }
      });
      const { value, ...how } = fetched;
      return { ref, prompt: value, ...how };
    },

    async versions(name, { refresh }, io) {
      const endpoint = connection();
      const row = await readRow(endpoint, name, io);
      if (!row) throw promptNotFound({ library: langfuseFacts.id, name }, null);
      const key = keyOf(endpoint, name);
      const kept = refresh ? undefined : facts.get(key)?.value;
      const known = kept ?? new Map<string, VersionFacts>();
      const history = await readHistory(row, known, {
        version: (version) => readVersion(endpoint, name, version, io),
        labelled: async (label) => (await readRow(endpoint, name, io, label))?.versions.map(String).at(-1),
      });
      facts.set(key, known);
      return history;
    },

    dataset: (query, io) => readLangfuseDataset(client, connection(), query, io),
    datasets: (io) => listLangfuseDatasets(client, connection(), io),
    datasetVersions: (name, io) => listDatasetVersions(client, connection(), name, io),

    compose: (edit, io) => composeEdit(edit, (ref) => library.get(ref, { resolve: true, refresh: false }, io)),

    writing: createLangfuseWriting(client, {
      connection,
      row: (endpoint, name, label, io) => readRow(endpoint, name, io, label),
      version: readVersion,
      rows: (endpoint, io) => readAllPages(endpoint, patienceMs, io),
      forget(endpoint, name) {
        // Whatever refers to it changes with it.
        prompts.clear();
        lists.clear();
        facts.delete(keyOf(endpoint, name));
      },
    }),

    async testConnection({ asksToWrite }, io) {
      const endpoint = connection();
      const request = { path: "/projects", schema: projectsSchema(), patience: patienceMs };
      const { data } = await client.get(endpoint, request, io).catch((error) => {
        throw isFailure(error, "prompt_not_found") ? noApi(endpoint) : error;
      });
      const [project] = data;
      if (!project)
        throw new AppFailure("langfuse_forbidden", { message: "These Langfuse keys belong to no project." });
      const [page, serverVersion, writes] = await Promise.all([
        readPage(endpoint, { page: 1, limit: 1 }, patienceMs, io),
        readServerVersion(endpoint, io),
        asksToWrite ? mayWrite(client, endpoint, io) : undefined,
      ]);
      return {
        projectId: project.id,
        projectName: project.name,
        promptCount: page.meta?.totalItems ?? page.data.length,
        ...(project.organization ? { organization: project.organization.name } : {}),
        ...(serverVersion === undefined ? {} : { serverVersion }),
        ...(writes === undefined ? {} : { writes }),
      };
    },

    clear() {
      prompts.clear();
      lists.clear();
      facts.clear();
    },
  };
  return library;

  /** Nice to know; a proxy that hides the health check is no reason to call the connection broken. */
  async function readServerVersion(endpoint: LangfuseEndpoint, io: CallIo): Promise<string | undefined> {
    try {
      const request = { path: "/health", schema: healthSchema(), anonymous: true, patience: 0 };
      return (await client.get(endpoint, request, io)).version;
    } catch (error) {
      if (isFailure(error, "cancelled") || !(error instanceof AppFailure)) throw error;
      return undefined;
    }
  }
}

interface Fetched<T> {
  value: T;
  fetchedAt: number;
  freshness: PromptFreshness;
  staleReason?: string;
}

async function throughCache<T>(
  cache: AgingCache<T>,
  key: string,
  refresh: boolean,
  load: (patience: number) => Promise<T>,
): Promise<Fetched<T>> {
  const copy = cache.get(key);
  if (copy?.fresh && !refresh) return { value: copy.value, fetchedAt: copy.fetchedAt, freshness: "cache" };
  try {
    const value = await load(copy ? patienceWithCopyMs : patienceMs);
    return { value, fetchedAt: cache.set(key, value), freshness: "network" };
  } catch (error) {
    if (isFailure(error, "prompt_not_found")) cache.delete(key);
    if (copy && error instanceof AppFailure && bridgeable.has(error.error.code)) return stale(copy, error);
    throw error;
  }
}

function stale<T>({ value, fetchedAt }: Aged<T>, failure: AppFailure): Fetched<T> {
  return { value, fetchedAt, freshness: "stale", staleReason: failure.error.message };
}

function keyOf({ host, credential }: LangfuseEndpoint, ...parts: (string | number | boolean)[]): string {
  return JSON.stringify([host, credential.secret, ...parts]);
}

function isFailure(error: unknown, code: ErrorCode): error is AppFailure {
  return error instanceof AppFailure && error.error.code === code;
}

function noApi({ host }: LangfuseEndpoint): AppFailure {
  const message = `There is no Langfuse API at ${host}.`;
  return new AppFailure("langfuse_not_json", { status: 404, message, advice: "Check the host and its base path." });
}
