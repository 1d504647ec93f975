import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import type { ReadIo } from "../api.ts";
import { failed, notAnObject, protocolError } from "../wire/failures.ts";
import { readWith, type StreamDecoder } from "../wire/read-answer.ts";
import { failureIn, firstObject, parsed } from "../wire/words.ts";
import { createEventDecoder, decodeMessage } from "./decode-event.ts";

/** Reads the answer of a Messages request, streamed or not, as events. */
export function read(response: Response, io: ReadIo): AsyncGenerator<ProviderEvent> {
  return readWith(response, io, { whole: decodeWhole, stream: createStreamDecoder });
}

function createStreamDecoder(): StreamDecoder {
  return {
    take: createEventDecoder(),
    // Some servers write OpenAI's mark too; this API's own full stop is `message_stop`.
    done: () => undefined,
    // Nothing is held back.
    end: () => undefined,
  };
}

function decodeWhole(text: string): ProviderEvent[] {
  const message = firstObject(parsed(text));
  if (!message) return [notAnObject(text)];
  if (!Array.isArray(message["content"])) {
    const words = failureIn(message);
    return [words ? failed(words) : protocolError("The answer is JSON but no message.")];
  }
  const events: ProviderEvent[] = [];
  decodeMessage(message, events);
  return [...events, { type: "terminated" }];
}
