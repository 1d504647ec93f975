import type { JsonValue } from "@shared/domain/json/json.ts";

/** Clients send an empty list where they have no tools; it asks for nothing, and chat completions refuse it. */
export function isNoTool(key: string, value: JsonValue): boolean {
  return key === "tools" && Array.isArray(value) && value.length === 0;
}
