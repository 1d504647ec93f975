import type { JsonValue } from "@shared/domain/json/json.ts";

/** Undefined while what is typed is no JSON. */
export function readTypedJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
