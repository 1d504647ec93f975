/** Chunks on their way from the run that writes them to the loop that reads them. */
export interface ChunkQueue<T> {
  push(item: T): void;
  /** What was pushed before is still read. */
  end(): void;
  fail(error: Error): void;
  /** The next chunk, or undefined at the end. @throws the error of `fail`. */
  take(): Promise<T | undefined>;
}

export function createChunkQueue<T>(): ChunkQueue<T> {
  const items: T[] = [];
  let read = 0;
  let over: { error?: Error } | undefined;
  let wake: (() => void) | undefined;

  function finish(how: { error?: Error }): void {
    over ??= how;
    wake?.();
  }

  /** Reading from the front by an index: shifting a long array would cost its length every time. */
  function next(): T | undefined {
    const item = items[read];
    read += 1;
    if (read === items.length) {
      items.length = 0;
      read = 0;
    }
    return item;
  }

  return {
    push(item) {
      items.push(item);
      wake?.();
    },
    end: () => finish({}),
    fail: (error) => finish({ error }),
    async take() {
      while (items.length === 0 && !over) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (items.length > 0) return next();
      if (over?.error) throw over.error;
      return undefined;
    },
  };
}
