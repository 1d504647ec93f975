/** Wakes whoever waits for the next change; nobody is woken for one of before. */
export interface Broadcast {
  tell(): void;
  /** Resolves at the next change, or when the signal aborts. */
  next(signal: AbortSignal): Promise<void>;
  /** How many wait or are about to. */
  listeners(): number;
  /** Counts a listener for as long as it listens. */
  listen(): () => void;
}

export function createBroadcast(): Broadcast {
  let waiting = Promise.withResolvers<void>();
  let count = 0;
  return {
    tell() {
      const woken = waiting;
      waiting = Promise.withResolvers();
      woken.resolve();
    },
    async next(signal) {
      if (signal.aborted) return;
      const aborted = Promise.withResolvers<void>();
      const stop = () => aborted.resolve();
      signal.addEventListener("abort", stop, { once: true });
      await Promise.race([waiting.promise, aborted.promise]);
      signal.removeEventListener("abort", stop);
    },
    listeners: () => count,
    listen() {
      count += 1;
      return () => {
        count -= 1;
      };
    },
  };
}
