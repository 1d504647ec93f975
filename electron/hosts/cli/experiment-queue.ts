import { createRunQueue, defaultQueueLimits, type RunQueue } from "@engine/pipeline/run-queue.ts";

/** More are never under way at once, whatever a file asks for. */
const mostAtOnce = 1_000;

/** The queue of an experiment: as many calls with one credential as its file says, else as many as everywhere. */
export interface ExperimentQueue {
  queue: RunQueue;
  /** From here on so many at once for each credential, also to a server on this machine. */
  allow(concurrency: number): void;
}

export function createExperimentQueue(): ExperimentQueue {
  const inner = createRunQueue({ ...defaultQueueLimits, total: mostAtOnce });
  let allowed: number | undefined;
  return {
    queue: {
      enter: (lane, signal, onQueued) => inner.enter({ ...lane, limit: allowed ?? lane.limit }, signal, onQueued),
      close: inner.close,
    },
    allow(concurrency) {
      allowed = concurrency;
    },
  };
}
