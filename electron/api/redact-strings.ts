/**
 * Applies `redact` to every string inside a plain value, keys included. Gives the same object back where nothing
 * changed, so that a large record without secrets is not copied.
 */
export function redactStrings<T>(value: T, redact: (text: string) => string): T {
  return walk(value, redact) as T;
}

function walk(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value) ? walkList(value, redact) : walkObject(value, redact);
}

function walkList(list: unknown[], redact: (text: string) => string): unknown[] {
  const walked = list.map((item) => walk(item, redact));
  return walked.every((item, index) => Object.is(item, list[index])) ? list : walked;
}

function walkObject(object: object, redact: (text: string) => string): object {
  let changed = false;
  const entries = Object.entries(object).map(([key, item]) => {
    const entry = [redact(key), walk(item, redact)] as const;
    changed ||= entry[0] !== key || !Object.is(entry[1], item);
    return entry;
  });
  return changed ? Object.fromEntries(entries) : object;
}
