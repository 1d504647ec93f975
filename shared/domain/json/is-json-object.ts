import type { JsonObject, JsonValue } from "./json.ts";

/** Apart from the schemas of `json.ts`, so that the interface can use it without the validator in its bundle. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
