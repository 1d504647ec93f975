import type { JsonValue } from "@shared/domain/json/json.ts";

/** The segments of a JSON pointer (RFC 6901). */
function pointerSegments(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A JSON pointer as JSONPath, as differences name their places: `/messages/0/content` → `$.messages[0].content`. */
export function jsonPath(root: JsonValue, pointer: string): string {
  let path = "$";
  let value: JsonValue | undefined = root;
  for (const segment of pointerSegments(pointer)) {
    if (Array.isArray(value)) path += `[${segment}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(segment)) path += `.${segment}`;
    else path += `['${segment.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`;
    value = childOf(value, segment);
  }
  return path;
}

/** The value a JSON pointer leads to; undefined when there is none. */
export function valueAt(root: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const segment of pointerSegments(pointer)) value = childOf(value, segment);
  return value;
}

/** A value for the clipboard: text as it is, everything else as JSON. */
export function copiedValue(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null, null, 2);
}

function childOf(value: JsonValue | undefined, segment: string): JsonValue | undefined {
  if (Array.isArray(value)) return value[Number(segment)];
  if (typeof value !== "object" || value === null) return undefined;
  return Object.hasOwn(value, segment) ? value[segment] : undefined;
}
