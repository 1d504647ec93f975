import { isJsonObject } from "./is-json-object.ts";
import type { JsonObject, JsonValue } from "./json.ts";

/** A JSON object, or undefined for anything else. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `value[key]` when it is an object. */
export function objectAt(value: JsonValue | undefined, key: string): JsonObject | undefined {
  const inner = isJsonObject(value) ? value[key] : undefined;
  return isJsonObject(inner) ? inner : undefined;
}

export function textAt(value: JsonObject | undefined, key: string): string | undefined {
  const inner = value?.[key];
  return typeof inner === "string" ? inner : undefined;
}

export function numberAt(value: JsonObject | undefined, key: string): number | undefined {
  const inner = value?.[key];
  return typeof inner === "number" ? inner : undefined;
}

export function listAt(value: JsonObject | undefined, key: string): JsonValue[] {
  const inner = value?.[key];
  return Array.isArray(inner) ? inner : [];
}
