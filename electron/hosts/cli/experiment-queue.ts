import { createGrowingQueue } from "@engine/pipeline/growing-queue.ts";
import type { RunQueue } from "@engine/pipeline/run-queue.ts";

/** The queue of a command, made before it is known what its file says. */
export interface ExperimentQueue {
  queue: RunQueue;
  /** From here on so many at once for each credential; undefined finds it out. */
  allow(concurrency: number | undefined): void;
}

export function createQueue(): ExperimentQueue {
  const growing = createGrowingQueue();
  let inner = growing.of(undefined);
  return {
    queue: { enter: (lane, signal, onQueued) => inner.enter(lane, signal, onQueued), close: growing.close },
    allow(concurrency) {
      inner = growing.of(concurrency);
    },
  };
}
