import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { parseObject } from "@shared/domain/json/read-json.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import type { ReadIo, Refusal } from "../api.ts";
import { notAnObject, protocolError } from "../wire/protocol-error.ts";
import { readWith } from "../wire/read-answer.ts";
import { readEvents } from "../wire/sse.ts";
import { decodeChunk, describeError, readModel } from "./decode-chunk.ts";

/** Reads the answer of a chat completion, streamed or not, as events. */
export function read(response: Response, io: ReadIo): AsyncGenerator<ProviderEvent> {
  return readWith(response, io, { whole: decodeCompletion, stream: decodeStream });
}

async function* decodeStream(body: ReadableStream<Uint8Array>, io: ReadIo): AsyncGenerator<ProviderEvent> {
  let modelSaid = false;
  const events: ProviderEvent[] = [];
  for await (const batch of readEvents(body, io)) {
    for (const { data, unfinished } of batch) {
      if (data.trim() === "[DONE]") {
        for (const event of events) yield event;
        yield { type: "terminated" };
        return;
      }
      const chunk = parseObject(data);
      if (!chunk) {
        // A cut event is the end of a broken connection, not a wrong answer.
        if (unfinished) continue;
        for (const event of events) yield event;
        yield notAnObject(data);
        return;
      }
      const model = modelSaid ? undefined : readModel(chunk);
      if (model) {
        modelSaid = true;
        events.push(model);
      }
      decodeChunk(chunk, events);
      if (events.at(-1)?.type === "provider_error") {
        for (const event of events) yield event;
        return;
      }
    }
    for (const event of events) yield event;
    events.length = 0;
  }
}

function decodeCompletion(text: string): ProviderEvent[] {
  const completion = parseObject(text);
  if (!completion) return [notAnObject(text)];
  const events: ProviderEvent[] = [];
  const model = readModel(completion);
  if (model) events.push(model);
  decodeChunk(completion, events);
  if (events.at(-1)?.type === "provider_error") return events;
  if (!Array.isArray(completion["choices"])) {
    return [protocolError("The answer is JSON but no chat completion.")];
  }
  return [...events, { type: "terminated" }];
}

type Words = Pick<Refusal, "message" | "code" | "type">;

/** Reads `{"error": {"message", "code", "type"}}` and the plainer forms of compatible servers; any other text as it is. */
export function readWords(body: string): Words {
  let value: JsonValue;
  try {
    value = JSON.parse(body) as JsonValue;
  } catch {
    return { message: body.trim() };
  }
  // Gemini wraps its error object in a list; FastAPI servers say `detail`.
  const outer = Array.isArray(value) ? value[0] : value;
  if (!isJsonObject(outer)) return { message: body.trim() };
  const error = outer["error"] ?? outer["message"] ?? outer["detail"];
  return error === undefined ? { message: body.trim() } : describeError(error);
}
