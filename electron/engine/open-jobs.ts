import type { JobMark } from "@shared/domain/job/job.ts";
import type { RunPreview, RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import type { CallCredentials } from "./credentials/call-credentials.ts";
import { createExperimentService, type ExperimentService, type ExperimentServicePorts } from "./experiment-service.ts";
import type { ForecastPorts } from "./experiments/forecast-experiment.ts";
import type { History } from "./history/history.ts";
import { createJobs, type Jobs } from "./jobs/jobs.ts";
import { thisProcess } from "./jobs/owner.ts";
import type { PromptLibraries } from "./libraries/registry.ts";
import { createGrowingQueue } from "./pipeline/growing-queue.ts";
import type { RunRegistry } from "./pipeline/run-registry.ts";
import type { RunTurn } from "./pipeline/run-work.ts";
import type { CallIo, Clock } from "./ports.ts";

export interface JobParts {
  clock: Clock;
  profile: ExperimentServicePorts["profile"];
  libraries: PromptLibraries;
  history: History;
  registry: RunRegistry;
  getRun(id: string): Promise<RunRecord>;
  savedInputs: ExperimentServicePorts["savedInputs"];
  startRun(request: RunRequest, call?: CallCredentials, job?: JobMark, turn?: RunTurn): RunRecord;
  findPrice: NonNullable<ForecastPorts["findPrice"]>;
  preview(request: RunRequest, io: CallIo, call?: CallCredentials): Promise<RunPreview>;
}

/** Puts jobs together with those of them that are experiments, whose answers are judged as their cells end. */
export function openJobs(parts: JobParts): { jobs: Jobs; experiments: ExperimentService } {
  const { clock, history, registry, startRun } = parts;
  const queue = createGrowingQueue();

  async function call(request: RunRequest, signal?: AbortSignal, job?: JobMark): Promise<RunRecord> {
    const record = startRun(request, undefined, job, job && { queue: queue.of(undefined) });
    const stop = () => registry.cancel(record.id);
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) stop();
    await registry.ended(record.id);
    signal?.removeEventListener("abort", stop);
    return record;
  }

  const experiments = createExperimentService({ ...parts, call });
  const jobs = createJobs({
    clock,
    owner: thisProcess(),
    store: history.jobs,
    unsaved: history.unsavedProblem,
    startCell(cell, job) {
      const { request, apiBase, lane, atOnce } = cell;
      const sent = Promise.withResolvers<void>();
      const retrying: RunTurn["retrying"] = (retry) => experiments.retrying(cell, job, retry);
      const isSent = () => {
        sent.resolve();
        experiments.sent(cell, job, record.id);
      };
      const turn: RunTurn = { queue: queue.of(atOnce), sent: isSent, retrying };
      const record = startRun(request, apiBase === undefined ? undefined : { apiBase }, job, turn);
      experiments.begun(record.id);
      const ended = registry.ended(record.id).then(async () => {
        await experiments.ended(cell, record, job);
        return record;
      });
      const besideUsd = () => experiments.besideUsd(job);
      const cancel = () => registry.cancel(record.id);
      return { runId: record.id, ended, cancel, besideUsd, ...(lane === undefined ? {} : { sent: sent.promise }) };
    },
    isSpared: experiments.isSpared,
    heard: experiments.heard,
  });
  experiments.use(jobs);
  async function close(): Promise<void> {
    await experiments.close();
    queue.close();
  }
  return { jobs, experiments: { ...experiments, close } };
}
