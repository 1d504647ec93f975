import type { Bounds } from "./bounded-list.ts";

/** Values by key that loses its oldest beyond its bounds. The one set last always stays. */
export interface BoundedMap<Value> {
  readonly size: number;
  get(key: string): Value | undefined;
  has(key: string): boolean;
  /** A key that is known keeps its age. `bytes`: what the value is taken to weigh. */
  set(key: string, value: Value, bytes: number): void;
  delete(key: string): void;
  clear(): void;
  /** The oldest first. */
  values(): Value[];
}

/** @param mayGo whether a value may be lost; asked anew every time something is set. */
export function createBoundedMap<Value>(
  bounds: Bounds,
  mayGo: (value: Value) => boolean = () => true,
): BoundedMap<Value> {
  const kept = new Map<string, { value: Value; bytes: number }>();
  let bytes = 0;

  function remove(key: string): void {
    bytes -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  }

  return {
    get size() {
      return kept.size;
    },
    get: (key) => kept.get(key)?.value,
    has: (key) => kept.has(key),
    set(key, value, weight) {
      bytes += weight - (kept.get(key)?.bytes ?? 0);
      kept.set(key, { value, bytes: weight });
      for (const [oldest, item] of kept) {
        if (kept.size <= bounds.items && bytes <= bounds.bytes) return;
        if (oldest !== key && mayGo(item.value)) remove(oldest);
      }
    },
    delete: remove,
    clear() {
      kept.clear();
      bytes = 0;
    },
    values: () => Array.from(kept.values(), ({ value }) => value),
  };
}
