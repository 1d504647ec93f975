import type { Bounds } from "@shared/domain/bounded-list.ts";
import { createBoundedMap } from "@shared/domain/bounded-map.ts";
import { weighJson } from "@shared/domain/json/json-weight.ts";
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
export function createAgingCache<T>(clock: Clock, maxAgeMs: number, bounds: Bounds): AgingCache<T> {
  const entries = createBoundedMap<{ value: T; fetchedAt: number; storedAt: number }>(bounds);
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      const fresh = clock.monotonic() - entry.storedAt < maxAgeMs;
      return { value: entry.value, fetchedAt: entry.fetchedAt, fresh };
    },
    set(key, value) {
      const fetchedAt = clock.now();
      entries.delete(key); // What is fetched again is the newest.
      entries.set(key, { value, fetchedAt, storedAt: clock.monotonic() }, weighJson(value));
      return fetchedAt;
    },
    delete: (key) => void entries.delete(key),
    clear: () => entries.clear(),
  };
}
