const perCharacter = 2;
const perValue = 16;

/**
 * Roughly how many bytes a value takes in memory, for lists that must not grow beyond so many: two for each character
 * of its texts and names, and some for every value. A text that stands in it twice counts twice.
 */
export function weighJson(value: unknown): number {
  let bytes = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    bytes += perValue;
    if (typeof next === "string") bytes += next.length * perCharacter;
    else if (Array.isArray(next)) for (const item of next) open.push(item);
    else if (next instanceof Map) for (const item of next.values()) open.push(item);
    else if (typeof next === "object" && next !== null) {
      const object = next as Readonly<Record<string, unknown>>;
      for (const name in object) {
        bytes += name.length * perCharacter;
        open.push(object[name]);
      }
    }
  }
  return bytes;
}
