import { createRunQueue, defaultQueueLimits, type RunQueue } from "./run-queue.ts";

/** More are never under way at once, whatever is asked for. */
const mostAtOnce = 1_000;
/** With one credential, where nobody has said how many it takes. */
const mostUntold = 64;

/**
 * Where calls of jobs wait: each lane finds out how many calls it takes at once, from as many as single calls get. It is not
 * the queue of single calls, so that thousands of cells hold up nobody who asks for one answer.
 */
export interface GrowingQueue {
  /**
   * @param told how many at once with one credential, also to a server on this machine; absent: as many as the lane takes,
   *   one after the other on a server without a key.
   */
  of(told: number | undefined): RunQueue;
  close(): void;
}

export function createGrowingQueue(): GrowingQueue {
  const inner = createRunQueue({ ...defaultQueueLimits, total: mostAtOnce });
  return {
    of: (told) => ({
      enter(lane, signal, onQueued) {
        const isOneByOne = told === undefined && lane.limit <= 1;
        const [limit, growsFrom] = isOneByOne ? [1, 1] : [told ?? mostUntold, told ?? lane.limit];
        return inner.enter({ ...lane, limit, growsFrom }, signal, onQueued);
      },
      close: inner.close,
    }),
    close: inner.close,
  };
}
