import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";

/** A body as a JSON object, or undefined when it is something else; then only the raw text is shown. */
export function bodyObject(body: string): JsonObject | undefined {
  if (!body.startsWith("{")) return undefined;
  try {
    const value = JSON.parse(body) as JsonValue;
    return isJsonObject(value) ? value : undefined;
  } catch {
    // Half a body, or not JSON at all: the raw text says it best.
    return undefined;
  }
}
