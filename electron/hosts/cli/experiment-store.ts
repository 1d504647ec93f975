import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { History } from "@engine/history/history.ts";
import { startHistory } from "@engine/history/history.ts";
import { createJobs, type Jobs, type JobsOptions } from "@engine/jobs/jobs.ts";
import { thisProcess } from "@engine/jobs/owner.ts";
import type { Runner } from "@engine/runner.ts";
import { systemClock } from "@engine/time/clock.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import { placeOfCell } from "@shared/domain/job/expand-cells.ts";
import type { JobMark } from "@shared/domain/job/job.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import type { ReadWords } from "./read-words.ts";

/** Where the experiments of a file are kept: a folder beside it, with a history of its own. */
export function storeFolder(file: string, words: ReadWords): string {
  return resolve(words.text("store") ?? join(dirname(resolve(file)), ".promptscope", "experiments"));
}

export interface ExperimentStore {
  history: History;
  jobs: Jobs;
  /** Makes a call beside a cell, as a judge's, written down under its own name before it leaves. */
  beside(request: RunRequest, job: JobMark): Promise<RunRecord>;
  /** Stops what is under way, which is then known as stopped. */
  stop(): void;
  close(): Promise<void>;
}

export interface StorePorts {
  runner: Runner;
  /** Of the job that is driven; known before its first cell begins. */
  spec(): ExperimentSpec | undefined;
  /** Told of every cell's run that has ended and is written down. */
  ended(cell: string, record: RunRecord, job: JobMark): Promise<void>;
  /** What calls beside a cell have cost, in US dollars. */
  besideUsd(cell: string): number;
  /** Whether a cell need not be sent any more. */
  isSpared(cell: string): boolean;
}

/** Opens the store; every cell is written down before its request leaves. */
export async function openExperimentStore(
  folder: string,
  { runner, spec, ended, besideUsd, isSpared }: StorePorts,
): Promise<ExperimentStore> {
  await mkdir(folder, { recursive: true });
  const history = startHistory({ folder });
  await history.ready;
  const flying = new Set<AbortController>();
  const startCell: JobsOptions["startCell"] = ({ cell, request }, job) => {
    const abort = new AbortController();
    flying.add(abort);
    const apiBase = spec()?.variants.find(({ name }) => name === placeOfCell(cell)?.variant)?.apiBase;
    let runId = "";
    const begun = ({ id }: RunRecord) => {
      runId = id;
    };
    const sent = Promise.withResolvers<void>();
    const emit = ({ type }: StreamEvent) => {
      if (type === "request") sent.resolve();
    };
    const watch = { signal: abort.signal, cell: { job, store: history.store }, begun, emit };
    const work = runner.run(request, watch, apiBase === undefined ? {} : { apiBase }).then(async (record) => {
      flying.delete(abort);
      await ended(cell, record, job);
      return record;
    });
    return { runId, ended: work, sent: sent.promise, cancel: () => abort.abort(), besideUsd: () => besideUsd(cell) };
  };
  const { unsavedProblem, jobs: store } = history;
  const jobs = createJobs({
    clock: systemClock,
    owner: thisProcess(),
    store,
    unsaved: unsavedProblem,
    startCell,
    isSpared: (_, cell) => isSpared(cell),
  });
  return {
    history,
    jobs,
    async beside(request, job) {
      const abort = new AbortController();
      flying.add(abort);
      const record = await runner.run(request, { signal: abort.signal, cell: { job, store: history.store } });
      flying.delete(abort);
      return record;
    },
    stop() {
      for (const abort of flying) abort.abort();
    },
    async close() {
      await jobs.close();
      await history.close();
    },
  };
}
