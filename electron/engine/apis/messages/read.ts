import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import type { ReadableAnswer, ReadIo } from "../api.ts";
import { failed, notAnObject, protocolError } from "../wire/failures.ts";
import { readWith, type StreamDecoder } from "../wire/read-answer.ts";
import { failureIn, firstObject, parsed } from "../wire/words.ts";
import { answerSchemaOf, answerToolName } from "./answer-tool.ts";
import { createEventDecoder, type DecodeOptions, decodeMessage } from "./decode-event.ts";
import { freeTextNames } from "./free-text-tools.ts";

/** Reads the answer of a Messages request, streamed or not, as events. */
export function read(response: ReadableAnswer, io: ReadIo): AsyncGenerator<ProviderEvent[]> {
  const { plan } = io;
  const options: DecodeOptions = {
    ...(plan && answerSchemaOf(plan) ? { answerTool: answerToolName } : {}),
    ...(plan ? { freeText: freeTextNames(plan) } : {}),
  };
  return readWith(response, io, {
    whole: (text) => decodeWhole(text, options),
    stream: () => createStreamDecoder(options),
  });
}

function createStreamDecoder(options: DecodeOptions): StreamDecoder {
  return {
    take: createEventDecoder(options),
    // Some servers write OpenAI's mark too; this API's own full stop is `message_stop`.
    done: () => undefined,
    // Nothing is held back.
    end: () => undefined,
  };
}

function decodeWhole(text: string, options: DecodeOptions): ProviderEvent[] {
  const message = firstObject(parsed(text));
  if (!message) return [notAnObject(text)];
  if (!Array.isArray(message["content"])) {
    const words = failureIn(message);
    return [words ? failed(words) : protocolError("The answer is JSON but no message.")];
  }
  const events: ProviderEvent[] = [];
  decodeMessage(message, events, options);
  return [...events, { type: "terminated" }];
}
