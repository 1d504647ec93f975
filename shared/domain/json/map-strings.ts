/** A list or an object whose parts are being gone through. */
interface Open {
  source: object;
  /** Of an object, its names; null for a list. */
  keys: readonly string[] | null;
  parts: readonly unknown[];
  done: unknown[];
  /** Names as they are now, where one of them has changed. */
  names: string[] | null;
  changed: boolean;
}

/**
 * Applies `change` to every string inside a plain value, keys included. Gives the same object back where nothing
 * changed, so that a large record in which nothing is to be changed is not copied. However deep the value is: it stands
 * at every way out, and what overflows the stack there comes out of none.
 */
export function mapStrings<T>(value: T, change: (text: string) => string): T {
  if (typeof value === "string") return change(value) as T;
  if (typeof value !== "object" || value === null) return value;
  const stack: Open[] = [];
  let open = opened(value, change);
  for (;;) {
    const part = open.parts[open.done.length];
    if (open.done.length === open.parts.length) {
      const result = closed(open);
      const above = stack.pop();
      if (!above) return result as T;
      above.changed ||= result !== open.source;
      above.done.push(result);
      open = above;
    } else if (typeof part === "object" && part !== null) {
      stack.push(open);
      open = opened(part, change);
    } else {
      const next = typeof part === "string" ? change(part) : part;
      if (!Object.is(next, part)) open.changed = true;
      open.done.push(next);
    }
  }
}

/**
 * Shows every string inside a plain value, keys included, in no certain order, and copies nothing: for what is looked for
 * in large values and mostly not there. However deep the value is.
 */
export function visitStrings(value: unknown, visit: (text: string) => void): void {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const part = waiting.pop();
    if (typeof part === "string") visit(part);
    else if (Array.isArray(part)) for (const item of part) waiting.push(item);
    else if (typeof part === "object" && part !== null) {
      for (const [key, item] of Object.entries(part)) {
        visit(key);
        waiting.push(item);
      }
    }
  }
}

function opened(source: object, change: (text: string) => string): Open {
  if (Array.isArray(source)) return { source, keys: null, parts: source, done: [], names: null, changed: false };
  const keys = Object.keys(source);
  const names = keys.map(change);
  const changed = names.some((name, index) => name !== keys[index]);
  return { source, keys, parts: Object.values(source), done: [], names: changed ? names : null, changed };
}

function closed({ source, keys, done, names, changed }: Open): object {
  if (!changed) return source;
  if (keys === null) return done;
  return Object.fromEntries((names ?? keys).map((name, index) => [name, done[index]]));
}
