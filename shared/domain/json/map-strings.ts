/**
 * Applies `change` to every string inside a plain value, keys included. Gives the same object back where nothing
 * changed, so that a large record in which nothing is to be changed is not copied.
 */
export function mapStrings<T>(value: T, change: (text: string) => string): T {
  return walk(value, change) as T;
}

function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value) ? walkList(value, change) : walkObject(value, change);
}

function walkList(list: unknown[], change: (text: string) => string): unknown[] {
  const walked = list.map((item) => walk(item, change));
  return walked.every((item, index) => Object.is(item, list[index])) ? list : walked;
}

function walkObject(object: object, change: (text: string) => string): object {
  let changed = false;
  const entries = Object.entries(object).map(([key, item]) => {
    const entry = [change(key), walk(item, change)] as const;
    changed ||= entry[0] !== key || !Object.is(entry[1], item);
    return entry;
  });
  return changed ? Object.fromEntries(entries) : object;
}
