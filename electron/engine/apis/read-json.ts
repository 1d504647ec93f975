import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";

/** A JSON object, or undefined for anything else. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Says what came in place of a JSON object. */
export function notAnObject(text: string): ProviderEvent {
  const start = text.trim().slice(0, 80);
  return protocolError(start === "" ? "The answer is empty." : `The answer is not a JSON object: ${start}`);
}

export function protocolError(message: string): ProviderEvent {
  return { type: "protocol_error", message };
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
