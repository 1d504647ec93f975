import type { Clock } from "../../ports.ts";

export interface Aged<T> {
  value: T;
  /** UTC milliseconds of the fetch. */
  fetchedAt: number;
  /** Whether it may be used without asking again. */
  fresh: boolean;
}

/** Remembers values and how old they are. Old ones stay until pushed out: they are better than nothing in a failure. */
export interface AgingCache<T> {
  get(key: string): Aged<T> | undefined;
  /** @returns UTC milliseconds of now. */
  set(key: string, value: T): number;
  delete(key: string): void;
  clear(): void;
}

/** @param maxAgeMs by the monotonic clock, so that a jump of the wall clock neither ages nor renews anything. */
export function createAgingCache<T>(clock: Clock, maxAgeMs: number, maxEntries: number): AgingCache<T> {
  const entries = new Map<string, { value: T; fetchedAt: number; storedAt: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      const fresh = clock.monotonic() - entry.storedAt < maxAgeMs;
      return { value: entry.value, fetchedAt: entry.fetchedAt, fresh };
    },
    set(key, value) {
      const fetchedAt = clock.now();
      entries.delete(key);
      entries.set(key, { value, fetchedAt, storedAt: clock.monotonic() });
      const [oldest] = entries.keys();
      if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
      return fetchedAt;
    },
    delete: (key) => void entries.delete(key),
    clear: () => entries.clear(),
  };
}
