import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { RunsSource, SavedSource } from "@shared/domain/experiment/dataset-source.ts";
import { promptLibraryKeys } from "@shared/domain/experiment/source-of-prompt.ts";
import { usualRuns } from "@shared/domain/experiment/usual-runs.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import type { SavedInput } from "@shared/domain/prompt/saved-input.ts";
import type { HistoryFilter, HistoryPage, HistoryQuery } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";

/** What a profile keeps that rows can come from. Each rejects with `AppFailure`. */
export interface KeptRows {
  listRuns(query: HistoryQuery): Promise<HistoryPage>;
  getRun(id: string): Promise<RunRecord>;
  savedInputs(prompt: PromptIdentity): Promise<SavedInput[]>;
  /** The connection a prompt's library uses where a file names none. */
  connectionOf(library: PromptIdentity["library"], named?: string): string | undefined;
}

/** The name of a saved input. */
export const nameColumn = "input name";
/** What a run was answered; `prompt: { answers: earlier answer }` scores it without a call. */
const answerColumn = "earlier answer";
/** The messages of a call that came without a prompt, as through the gateway. */
const messagesColumn = "messages";

const page = 200;
/** Runs that are read at once. */
const lanes = 8;

/** The values of runs, newest first, each set of values once, with its newest answer. */
export async function rowsOfRuns(source: RunsSource, kept: KeptRows): Promise<JsonObject[]> {
  const filter = filterOf(source);
  const most = source.most ?? usualRuns;
  const rows = new Map<string, JsonObject>();
  let before: HistoryPage["next"] | undefined;
  for (let seen = 0; seen < most && before !== null; ) {
    const limit = Math.min(page, most - seen);
    const found = await kept.listRuns({ filter, limit, ...(before === undefined ? {} : { before }) });
    for (let at = 0; at < found.runs.length; at += lanes) {
      const some = found.runs.slice(at, at + lanes).map(({ id }) => kept.getRun(id));
      for (const record of await Promise.all(some)) {
        const values = valuesOf(record);
        const key = stableJson(values);
        const { text } = record.output;
        if (!rows.has(key)) rows.set(key, text === "" ? values : { ...values, [answerColumn]: text });
      }
    }
    seen += found.runs.length;
    before = found.next;
  }
  return [...rows.values()];
}

export async function rowsOfSaved(source: SavedSource, kept: KeptRows): Promise<JsonValue[]> {
  const named = promptOf(source);
  if (!named) return [];
  const connection = kept.connectionOf(named.library, source.connection);
  if (source.connection !== undefined && connection !== source.connection) {
    throw new AppFailure("invalid_input", { message: `There is no connection “${source.connection}” here.` });
  }
  const inputs = await kept.savedInputs({ ...named, ...(connection === undefined ? {} : { connection }) });
  return inputs.map(({ name, variables, placeholders }) => ({ [nameColumn]: name, ...variables, ...placeholders }));
}

function valuesOf({ request }: RunRecord): JsonObject {
  const { prompt, variables, placeholders, clientMessages } = request;
  const messages = prompt === null && clientMessages.length > 0 ? { [messagesColumn]: clientMessages } : {};
  return { ...messages, ...variables, ...placeholders } as JsonObject;
}

function promptOf(source: SavedSource): Pick<PromptIdentity, "library" | "name"> | undefined {
  const library = promptLibraryKeys.find((key) => source[key] !== undefined);
  const name = library && source[library];
  return library === undefined || name === undefined ? undefined : { library, name };
}

function filterOf(source: RunsSource): HistoryFilter {
  const { version, model, provider, text, gateway, pinned, min_rating: minRating, since, until, connection } = source;
  const prompt = promptOf(source);
  const given = { model, provider, text, gateway, pinned, minRating };
  return {
    ...(prompt ? { promptLibrary: prompt.library, promptName: prompt.name } : {}),
    ...(connection === undefined ? {} : { promptConnection: connection }),
    ...(version === undefined ? {} : { promptVersion: String(version) }),
    ...(since === undefined ? {} : { from: Date.parse(since) }),
    ...(until === undefined ? {} : { to: Date.parse(until) }),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}
