import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { AskedCall, ClientFailure } from "../client-form.ts";
import { toErrorBody } from "./error.ts";

export const eventStream = "text/event-stream; charset=utf-8";

export function toFrame(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

/** The last event of a stream that failed. LiteLLM ends such a one without `[DONE]` too. */
export function toFailedFrame(failure: ClientFailure): string {
  return toFrame(toErrorBody(failure));
}

export function asksForUsage(options: AskedCall["streamOptions"]): boolean {
  return isJsonObject(options) && options["include_usage"] === true;
}
