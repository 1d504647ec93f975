import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import type { ReadableAnswer, ReadIo } from "../api.ts";
import { failed, notAnObject, protocolError } from "../wire/failures.ts";
import { readWith, type StreamDecoder } from "../wire/read-answer.ts";
import { failureIn, firstObject, parsed } from "../wire/words.ts";
import { createEventDecoder, decodeResponse } from "./decode-event.ts";

/** Reads the answer of a request for a response, streamed or not, as events. */
export function read(response: ReadableAnswer, io: ReadIo): AsyncGenerator<ProviderEvent[]> {
  return readWith(response, io, { whole: decodeWhole, stream: createStreamDecoder });
}

function createStreamDecoder(): StreamDecoder {
  return {
    take: createEventDecoder(),
    // Some servers write chat completions' mark too; this API's own full stop is the event that ends the response.
    done: () => undefined,
    // Nothing is held back.
    end: () => undefined,
  };
}

function decodeWhole(text: string): ProviderEvent[] {
  const response = firstObject(parsed(text));
  if (!response) return [notAnObject(text)];
  if (!Array.isArray(response["output"]) && typeof response["status"] !== "string") {
    const words = failureIn(response);
    return [words ? failed(words) : protocolError("The answer is JSON but no response.")];
  }
  const events: ProviderEvent[] = [];
  decodeResponse(response, events);
  return events;
}
