import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import type { ReadableAnswer, ReadIo } from "../api.ts";
import { failed, notAnObject, protocolError } from "../wire/failures.ts";
import { readWith, type StreamDecoder } from "../wire/read-answer.ts";
import { failureIn, firstObject, parsed } from "../wire/words.ts";
import { createChunkDecoder } from "./decode-chunk.ts";

/** Reads the answer of a chat completion, streamed or not, as events. */
export function read(response: ReadableAnswer, io: ReadIo): AsyncGenerator<ProviderEvent[]> {
  return readWith(response, io, { whole: decodeCompletion, stream: createStreamDecoder });
}

function createStreamDecoder(): StreamDecoder {
  const chunks = createChunkDecoder();
  return {
    take: chunks.decode,
    done(events) {
      chunks.close(events);
      if (events.at(-1)?.type !== "provider_error") events.push({ type: "terminated" });
    },
    end: chunks.close,
  };
}

function decodeCompletion(text: string): ProviderEvent[] {
  const completion = firstObject(parsed(text));
  if (!completion) return [notAnObject(text)];
  const events: ProviderEvent[] = [];
  const chunks = createChunkDecoder();
  chunks.decode(completion, events);
  if (events.at(-1)?.type === "provider_error") return events;
  chunks.close(events);
  if (events.at(-1)?.type === "provider_error") return events;
  if (!Array.isArray(completion["choices"])) {
    const words = failureIn(completion);
    return [words ? failed(words) : protocolError("The answer is JSON but no chat completion.")];
  }
  return [...events, { type: "terminated" }];
}
