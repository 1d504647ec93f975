import type { KeptResult } from "../store/experiment-store.ts";

/** Keeps results as they come, many in one go. */
export interface ResultWriter {
  add(result: KeptResult): void;
  /** What is not kept yet. */
  pending(cell: string): KeptResult | undefined;
  /** Resolves when all that was added is kept, or it is known that it cannot be. */
  flush(): Promise<void>;
}

/** So long results are gathered, in milliseconds. */
const gatherMs = 250;
const mostAtOnce = 500;

/** @param failed told the problem; what could not be kept is made anew from its run. */
export function createResultWriter(
  keep: (results: readonly KeptResult[]) => Promise<void>,
  failed: (problem: string) => void,
): ResultWriter {
  const waiting = new Map<string, KeptResult>();
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();

  function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    last = last.then(async () => {
      while (waiting.size > 0) {
        const some = [...waiting.values()].slice(0, mostAtOnce);
        try {
          await keep(some);
        } catch (error) {
          failed(error instanceof Error ? error.message : String(error));
        }
        for (const one of some) if (waiting.get(one.cell) === one) waiting.delete(one.cell);
      }
    });
    return last;
  }

  return {
    add(result) {
      waiting.set(result.cell, result);
      timer ??= setTimeout(() => void write(), gatherMs);
    },
    pending: (cell) => waiting.get(cell),
    flush: write,
  };
}
