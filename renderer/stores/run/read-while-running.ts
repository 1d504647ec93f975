/** A run that ends sooner is read once, at its end. */
const quietMs = 250;

/**
 * Reads a run's record while it goes on, one read at a time: with pictures in it a record is large, and reads that
 * overtake each other would keep the engine from answering the last one.
 * @returns a function to call when there is something new to read; after `ended` is aborted it does nothing.
 */
export function createEarlyLooks(read: (signal: AbortSignal) => Promise<void>, ended: AbortSignal): () => void {
  let looking = false;
  let wanted = false;

  async function look(): Promise<void> {
    looking = true;
    while (wanted && !ended.aborted) {
      await new Promise((resolve) => setTimeout(resolve, quietMs));
      wanted = false;
      // Should this fail, the read at the end tells why.
      if (!ended.aborted) await read(ended).catch(() => undefined);
    }
    looking = false;
  }

  return () => {
    wanted = true;
    if (!looking) void look();
  };
}
