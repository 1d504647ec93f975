import { objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import type { ReadableAnswer, ReadIo } from "../api.ts";
import { failed, notAnObject, protocolError } from "../wire/failures.ts";
import { readUsage } from "../wire/openai-usage.ts";
import { readWith, type StreamDecoder } from "../wire/read-answer.ts";
import { failureIn, firstObject, parsed } from "../wire/words.ts";

/** Reads what an answer with embeddings says beside them: the model and the counts. There are no streams of them. */
export function read(response: ReadableAnswer, io: ReadIo): AsyncGenerator<ProviderEvent[]> {
  return readWith(response, { ...io, stream: false }, { whole: decode, stream: noStream });
}

function decode(text: string): ProviderEvent[] {
  const answer = firstObject(parsed(text));
  if (!answer) return [notAnObject(text)];
  if (!Array.isArray(answer["data"])) {
    const words = failureIn(answer);
    return [words ? failed(words) : protocolError("The answer is JSON but no list of embeddings.")];
  }
  const model = textAt(answer, "model");
  const usage = objectAt(answer, "usage");
  return [
    ...(model ? [{ type: "model", model } as const] : []),
    ...(usage ? [{ type: "usage", usage: readUsage(usage) } as const] : []),
    { type: "terminated" },
  ];
}

function noStream(): StreamDecoder {
  const isNone = (events: ProviderEvent[]) => void events.push(protocolError("A stream came in place of embeddings."));
  return { take: (_event, events) => isNone(events), done: isNone, end: () => undefined };
}
