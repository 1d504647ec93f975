import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";

/** The names a template takes values for. */
export interface FillTargets {
  variables: readonly string[];
  placeholders: readonly string[];
}

export interface FillResult {
  variables: JsonObject;
  placeholders: JsonObject;
  /** Names that got a value, in the order of the pasted object. */
  filled: string[];
  /** Keys the template has no use for. */
  ignored: string[];
}

/** The JSON object in a text, or undefined when the text is something else. */
export function parseJsonObject(text: string): JsonObject | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{") || !trimmed.endsWith("}")) return undefined;
  try {
    const value = JSON.parse(trimmed) as JsonValue;
    return isJsonObject(value) ? value : undefined;
  } catch {
    // Not JSON: it is ordinary text for the field it was pasted into.
    return undefined;
  }
}

/** Sorts the keys of a pasted object into values for the template and keys it does not know. */
export function matchFill(object: JsonObject, targets: FillTargets): FillResult {
  const variables: [string, JsonValue][] = [];
  const placeholders: [string, JsonValue][] = [];
  const ignored: string[] = [];
  for (const entry of Object.entries(object)) {
    if (targets.placeholders.includes(entry[0])) placeholders.push(entry);
    else if (targets.variables.includes(entry[0])) variables.push(entry);
    else ignored.push(entry[0]);
  }
  return {
    // fromEntries, so that a variable named `__proto__` becomes a value like any other.
    variables: Object.fromEntries(variables),
    placeholders: Object.fromEntries(placeholders),
    filled: Object.keys(object).filter((key) => !ignored.includes(key)),
    ignored,
  };
}
