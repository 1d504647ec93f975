/** Time, injected so that caches, retries and histories can be tested with clocks that jump. */
export interface Clock {
  /** UTC milliseconds; may jump. For timestamps only. */
  now(): number;
  /** Milliseconds that never run backwards. For durations. */
  monotonic(): number;
}

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };
