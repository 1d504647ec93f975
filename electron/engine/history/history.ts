import { AppFailure } from "../../../shared/domain/error/app-failure.ts";
import { weighJson } from "../../../shared/domain/json/json-weight.ts";
import type {
  ExportedFile,
  ExportFormat,
  HistoryFilter,
  HistoryLimits,
  HistoryRun,
  HistoryStatus,
  ImportResult,
  RunNotesChange,
  RunsOverLimits,
} from "../../../shared/domain/run/history.ts";
import type { ExperimentStore } from "../experiments/store/experiment-store.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { RunStore } from "../ports.ts";
import { createExperimentStore } from "./experiment-store.ts";
import type { CallName, DatabaseStatus, HistoryCalls, OwnerOptions } from "./history-calls.ts";
import { startHistoryClient } from "./history-client.ts";
import { createHistoryCopies, type HistoryCopies } from "./history-copies.ts";
import { createJobStore } from "./job-store.ts";
import { type HistoryQueries, queriesThrough } from "./queries.ts";
import type { Retention } from "./retention.ts";
import { createRunRecorder } from "./run-recorder.ts";
import { openSpool } from "./spool.ts";

export interface HistoryOptions {
  /** The profile's. `history.db` and what belongs to it lie there. */
  folder: string;
  /** How long runs are kept; absent: for ever. */
  limits?: HistoryLimits;
  /** Nothing of the profile can be written, and `status` says that of all of it. */
  readOnlyProfile?: boolean;
  /** The most pages the file may have; only tests of a full disk set it. */
  maxPages?: number;
}

/** Every run of a profile. Methods reject with `AppFailure` only: `not_found`, `storage_failed`. */
export interface History extends HistoryQueries {
  /** Where the pipeline writes runs down. */
  store: RunStore;
  /** Where jobs are kept. */
  jobs: JobStore;
  /** Where results of experiments are kept. */
  experiments: ExperimentStore;
  /** Why runs are in memory only; null when none is. */
  unsavedProblem(): string | null;
  /** Resolves when the file is open, or when it is known that it cannot be. */
  ready: Promise<void>;
  /** What only reads, by name: each is a method too, and answers the route of its name. */
  queries: HistoryQueries;
  get(id: string): Promise<HistoryRun>;
  update(id: string, change: RunNotesChange): Promise<void>;
  /** Gives the ids that were there. They can be brought back until the next start. */
  delete(ids: string[]): Promise<string[]>;
  undoDelete(ids: string[]): Promise<string[]>;
  /** Puts runs into one file, newest first: those named, or all that the filter leaves. */
  export(which: { ids: string[] } | { filter: HistoryFilter }, format: ExportFormat): Promise<ExportedFile>;
  /**
   * Adds the runs of an exported file; those that are there already are left as they are.
   * @throws AppFailure also `invalid_input`; nothing is then added.
   */
  import(text: string): Promise<ImportResult>;
  /** The same with runs at hand. */
  add(runs: HistoryRun[]): Promise<ImportResult>;
  /** Sets how long runs are kept and removes what is beyond. */
  retain(limits: HistoryLimits): Promise<void>;
  /** What these limits would remove. */
  overLimits(limits: HistoryLimits): Promise<RunsOverLimits>;
  status(): Promise<HistoryStatus>;
  /** Copies of it, for backups. */
  copies: HistoryCopies;
  close(): Promise<void>;
}

const readOnlyWords =
  "The profile folder cannot be written: it is shown, and no runs, settings or drafts of this session are kept.";
const noLimits: HistoryLimits = { maxAgeDays: null, maxGigabytes: null };
/** How long the database may be silent before that is said, in milliseconds. */
const patienceMs = 5_000;
/** Rows asked for at once when all of them are wanted. */
const pageRows = 200;
/** Runs sent to the other thread at once: large ones must not pile up in memory. */
const perAdd = { runs: 20, bytes: 4 * 1_048_576 };
/** So long a file is checked before others have their turn. */
const sliceMs = 20;

/** Opens the history, whatever state its file is in. What is wrong is said by `status`. Never rejects. */
export async function openHistory(options: HistoryOptions): Promise<History> {
  const history = startHistory(options);
  await history.ready;
  return history;
}

/**
 * The same without waiting for the file. Who asks for something waits until it is open; a run that begins before has
 * no number of its own yet and gets the next free one.
 */
export function startHistory({ folder, limits = noLimits, maxPages, readOnlyProfile }: HistoryOptions): History {
  const options: OwnerOptions = {
    folder,
    retention: retentionOf(limits),
    ...(maxPages === undefined ? {} : { maxPages }),
  };
  const client = startHistoryClient(options);
  const recorder = createRunRecorder(client, undefined, openSpool(folder));

  async function ask<Name extends CallName>(name: Name, ...parameters: Parameters<HistoryCalls[Name]>) {
    try {
      return await client.call(name, ...parameters);
    } catch (error) {
      throw new AppFailure("storage_failed", { message: error instanceof Error ? error.message : String(error) });
    }
  }

  const queries = queriesThrough(ask);
  const read = async (id: string) => recorder.unsavedRun(id) ?? (await ask("get", id));

  /** All that the filter leaves, or at least one more than `most`. */
  async function idsOf(filter: HistoryFilter, most: number): Promise<string[]> {
    const ids: string[] = [];
    let page = await ask("list", { filter, limit: pageRows });
    for (;;) {
      ids.push(...page.runs.map(({ id }) => id));
      if (page.next === null || ids.length > most) return ids;
      page = await ask("list", { filter, limit: pageRows, before: page.next });
    }
  }

  async function add(runs: HistoryRun[]): Promise<ImportResult> {
    const total: ImportResult = { added: 0, skipped: 0 };
    for (const some of inPortions(runs)) {
      const { added, skipped } = await ask("add", some);
      total.added += added;
      total.skipped += skipped;
    }
    recorder.noteSequence((await ask("status")).lastSequence);
    return total;
  }

  return {
    store: recorder,
    jobs: createJobStore(client),
    experiments: createExperimentStore(client),
    unsavedProblem: recorder.unsavedProblem,
    ready: recorder.ready,
    ...queries,
    queries,
    async get(id) {
      const found = await read(id);
      if (!found) throw new AppFailure("not_found", { message: "This run is not in the history." });
      return found;
    },
    async update(id, change) {
      if (!(await ask("setNotes", id, change))) {
        throw new AppFailure("not_found", { message: "This run is not in the history." });
      }
    },
    delete: (ids) => ask("delete", ids),
    undoDelete: (ids) => ask("undelete", ids),
    async export(which, format) {
      const { exportRuns, mostExportedRuns } = await import("../export/export-runs.ts");
      const ids = "ids" in which ? which.ids : await idsOf(which.filter, mostExportedRuns);
      return exportRuns(ids, format, Date.now(), read);
    },
    async import(text) {
      const { readRunFile } = await import("../../../shared/domain/export/run-file.ts");
      const runs: HistoryRun[] = [];
      let pausedAt = performance.now();
      for (const run of readRunFile(text)) {
        runs.push(ended(run));
        if (performance.now() - pausedAt < sliceMs) continue;
        await new Promise((resolve) => setImmediate(resolve));
        pausedAt = performance.now();
      }
      return add(runs);
    },
    add,
    retain: async (next) => void (await ask("retain", retentionOf(next))),
    overLimits: (wanted) => ask("overLimits", retentionOf(wanted)),
    // The thread does one thing after the other: when it answers, it has what came before.
    copies: createHistoryCopies(folder, () => ask("status")),
    async status() {
      const known = client
        .call("status")
        .catch(async (error: Error) => ({ ...(await client.opened), problem: error.message }));
      const status = recorder.status(await Promise.race([known, silent()]));
      return readOnlyProfile ? { ...status, readOnly: true, problem: readOnlyWords } : status;
    },
    async close() {
      await recorder.close();
      await client.close();
    },
  };
}

/** Stands for the answer of a database that hangs: whoever asks how it is has to hear that. */
async function silent(): Promise<DatabaseStatus> {
  await new Promise((resolve) => setTimeout(resolve, patienceMs).unref());
  return {
    runs: 0,
    bytes: 0,
    readOnly: false,
    problem: "The history does not answer; what is run now is kept in memory until it does.",
    notices: [],
    lastSequence: 0,
  };
}

function retentionOf({ maxAgeDays, maxGigabytes }: HistoryLimits): Retention {
  return { maxAgeDays, maxBytes: maxGigabytes === null ? null : Math.round(maxGigabytes * 1024 ** 3) };
}

/** A run that begins meanwhile waits for one portion, so it is bounded by what it weighs too. */
function* inPortions(runs: readonly HistoryRun[]): Generator<HistoryRun[]> {
  let portion: HistoryRun[] = [];
  let bytes = 0;
  for (const run of runs) {
    const weight = weighJson(run.record);
    if (portion.length > 0 && (portion.length >= perAdd.runs || bytes + weight > perAdd.bytes)) {
      yield portion;
      portion = [];
      bytes = 0;
    }
    portion.push(run);
    bytes += weight;
  }
  if (portion.length > 0) yield portion;
}

/** Nobody goes on with a run that was running where it was exported. */
function ended({ record, notes }: HistoryRun): HistoryRun {
  return { record: record.state === "running" ? { ...record, state: "interrupted" } : record, notes };
}
