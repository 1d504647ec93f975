import { isJsonObject, type JsonObject } from "@shared/domain/json/json.ts";
import { listAt, numberAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import type { ReadableAnswer, ReadIo } from "../api.ts";
import { failed, notAnObject, protocolError } from "../wire/failures.ts";
import { readUsage } from "../wire/openai-usage.ts";
import { readWith, type StreamDecoder } from "../wire/read-answer.ts";
import { failureIn, firstObject, parsed, saysFailure } from "../wire/words.ts";

/** Reads the completion of a text, streamed or not, as events; of several choices the first. */
export function read(response: ReadableAnswer, io: ReadIo): AsyncGenerator<ProviderEvent[]> {
  return readWith(response, io, { whole: decodeWhole, stream: createStreamDecoder });
}

function createStreamDecoder(): StreamDecoder {
  const take = createDecoder();
  return { take, done: (events) => void events.push({ type: "terminated" }), end: () => undefined };
}

function decodeWhole(text: string): ProviderEvent[] {
  const completion = firstObject(parsed(text));
  if (!completion) return [notAnObject(text)];
  const events: ProviderEvent[] = [];
  createDecoder()(completion, events);
  if (events.at(-1)?.type === "provider_error") return events;
  if (!Array.isArray(completion["choices"])) {
    const words = failureIn(completion);
    return [words ? failed(words) : protocolError("The answer is JSON but no completion.")];
  }
  return [...events, { type: "terminated" }];
}

/** Reads chunks, or one whole completion: both have the same shape. */
function createDecoder(): (chunk: JsonObject, events: ProviderEvent[]) => void {
  let isModelSaid = false;
  return (chunk, events) => {
    const model = textAt(chunk, "model");
    if (model && !isModelSaid) {
      isModelSaid = true;
      const responseId = textAt(chunk, "id");
      events.push({ type: "model", model, ...(responseId ? { responseId } : {}) });
    }
    for (const choice of listAt(chunk, "choices")) {
      if (!isJsonObject(choice) || (numberAt(choice, "index") ?? 0) > 0) continue;
      const text = textAt(choice, "text");
      if (text) events.push({ type: "text", text });
      const reason = textAt(choice, "finish_reason");
      if (reason) events.push({ type: "finish", reason });
    }
    const usage = objectAt(chunk, "usage");
    if (usage) events.push({ type: "usage", usage: readUsage(usage) });
    const isFailure = saysFailure(chunk["error"]) || chunk["object"] === "error" || chunk["type"] === "error";
    const words = isFailure ? failureIn(chunk) : undefined;
    if (words) events.push(failed(words));
  };
}
