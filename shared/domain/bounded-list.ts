/** How much is kept at most: so many items, and so many bytes of them together. */
export interface Bounds {
  items: number;
  bytes: number;
}

/** The newest of a list, whose newest stands last, as far as the bounds allow; the newest of all always. */
export function newestWithin<T>(list: readonly T[], { items, bytes }: Bounds, weigh: (item: T) => number): T[] {
  let from = list.length;
  let left = bytes;
  for (const item of list.slice(-items).reverse()) {
    left -= weigh(item);
    if (left < 0 && from < list.length) break;
    from -= 1;
  }
  return list.slice(from);
}

/** A list that loses its oldest items beyond its bounds; the newest always stays. */
export interface BoundedList<T> {
  push(item: T): void;
  /** The oldest first. */
  items(): readonly T[];
  /** Empties the list. */
  take(): T[];
}

export function createBoundedList<T>(bounds: Bounds, weigh: (item: T) => number, first: readonly T[] = []) {
  let kept: T[] = [];
  let bytes = 0;
  const list: BoundedList<T> = {
    push(item) {
      kept.push(item);
      bytes += weigh(item);
      while (kept.length > 1 && (kept.length > bounds.items || bytes > bounds.bytes)) {
        const [oldest] = kept.splice(0, 1);
        if (oldest !== undefined) bytes -= weigh(oldest);
      }
    },
    items: () => kept,
    take() {
      const taken = kept;
      kept = [];
      bytes = 0;
      return taken;
    },
  };
  for (const item of first) list.push(item);
  return list;
}
