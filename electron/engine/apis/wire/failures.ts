import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import type { Words } from "./words.ts";

/** An answer that says it failed. */
export function failed({ message, code, type }: Words): ProviderEvent {
  const sign = code ?? type;
  return sign === undefined ? { type: "provider_error", message } : { type: "provider_error", message, code: sign };
}

/** Says what came in place of a JSON object. */
export function notAnObject(text: string): ProviderEvent {
  const start = text.trim().slice(0, 80);
  return protocolError(start === "" ? "The answer is empty." : `The answer is not a JSON object: ${start}`);
}

export function protocolError(message: string): ProviderEvent {
  return { type: "protocol_error", message };
}
