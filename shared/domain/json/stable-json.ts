import type { JsonValue } from "./json.ts";

/** JSON text in which the keys of every object stand in one order, so that equal values give equal texts. */
export function stableJson(value: JsonValue): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}
