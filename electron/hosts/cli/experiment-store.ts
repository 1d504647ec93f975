import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createExperiments, type Experiments } from "@engine/experiments/live/experiments.ts";
import type { ExperimentStorage } from "@engine/experiments/store/experiment-storage.ts";
import { openExperimentStorage } from "@engine/history/experiment-storage.ts";
import { createJobs, type Jobs, type JobsOptions } from "@engine/jobs/jobs.ts";
import { thisProcess } from "@engine/jobs/owner.ts";
import type { Runner } from "@engine/runner.ts";
import { systemClock } from "@engine/time/clock.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { UsageFailure } from "./command.ts";
import type { ReadWords } from "./read-words.ts";

/**
 * Where the experiments of a file are kept: a database file beside it, unless another is named, or a folder of before.
 * @throws UsageFailure
 */
export function storePlace(file: string, words: ReadWords): string {
  const named = words.text("store");
  if (named !== undefined) return checkedStore(named);
  const folder = join(dirname(resolve(file)), ".promptscope");
  const own = join(folder, "experiments.db");
  const before = join(folder, "experiments");
  return !existsSync(own) && existsSync(join(before, "history.db")) ? before : own;
}

/** @throws UsageFailure for a name that no store has. */
export function checkedStore(named: string): string {
  const place = resolve(named);
  const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder || place.endsWith(".db")) return place;
  throw new UsageFailure(`A store is a file that ends with .db: --store ${named}.db`);
}

/** Experiments of one store, run by this command. */
export interface CommandExperiments {
  storage: ExperimentStorage;
  jobs: Jobs;
  experiments: Experiments;
  /** Stops what is under way, which is then known as stopped. */
  stop(): void;
  close(): Promise<void>;
}

/**
 * Opens a store; every cell is written down before its request leaves, and judged when it has ended.
 * @param signal no judge is asked any more; the job is paused and stopped by whoever follows it.
 */
export async function openExperiments(place: string, runner: Runner, signal: AbortSignal): Promise<CommandExperiments> {
  const storage = openExperimentStorage(place);
  await storage.ready;
  const { jobs: jobStore, experiments: store, runs, ready } = storage;
  const flying = new Set<AbortController>();
  const experiments = createExperiments({
    clock: systemClock,
    jobStore,
    store,
    ready,
    getRun: async (id) => (await storage.run(id)).record,
    askBeside: (request, job) => runner.run(request, { signal, cell: { job, store: runs } }),
  });
  const startCell: JobsOptions["startCell"] = (cell, job) => {
    const abort = new AbortController();
    flying.add(abort);
    const { apiBase, request } = cell;
    let runId = "";
    const begun = ({ id }: RunRecord) => {
      runId = id;
    };
    const sent = Promise.withResolvers<void>();
    const emit = ({ type }: StreamEvent) => {
      if (type === "request") sent.resolve();
    };
    const watch = { signal: abort.signal, cell: { job, store: runs }, begun, emit };
    const ended = runner.run(request, watch, apiBase === undefined ? {} : { apiBase }).then(async (record) => {
      flying.delete(abort);
      await experiments.ended(cell, record, job);
      return record;
    });
    const besideUsd = () => experiments.besideUsd(job);
    return { runId, ended, sent: sent.promise, cancel: () => abort.abort(), besideUsd };
  };
  const jobs = createJobs({
    clock: systemClock,
    owner: thisProcess(),
    store: jobStore,
    unsaved: storage.unsaved,
    startCell,
    isSpared: experiments.isSpared,
    heard: experiments.heard,
  });
  experiments.use(jobs);
  return {
    storage,
    jobs,
    experiments,
    stop() {
      for (const abort of flying) abort.abort();
    },
    async close() {
      await jobs.close();
      await experiments.close();
      await storage.close();
    },
  };
}
