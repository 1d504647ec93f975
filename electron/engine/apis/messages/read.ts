import { objectAt, parseObject, textAt } from "@shared/domain/json/read-json.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import type { ReadIo, Refusal } from "../api.ts";
import { notAnObject, protocolError } from "../wire/protocol-error.ts";
import { readWith } from "../wire/read-answer.ts";
import { readEvents } from "../wire/sse.ts";
import { decodeEvent, decodeMessage, readFailure, type ToolIndexes } from "./decode-event.ts";

/** Reads the answer of a Messages request, streamed or not, as events. */
export function read(response: Response, io: ReadIo): AsyncGenerator<ProviderEvent> {
  return readWith(response, io, { whole: decodeWhole, stream: decodeStream });
}

async function* decodeStream(body: ReadableStream<Uint8Array>, io: ReadIo): AsyncGenerator<ProviderEvent> {
  const tools: ToolIndexes = new Map();
  const events: ProviderEvent[] = [];
  for await (const batch of readEvents(body, io)) {
    for (const { data, unfinished } of batch) {
      const event = parseObject(data);
      if (event) decodeEvent(event, tools, events);
      // A cut event is the end of a broken connection, not a wrong answer.
      else if (!unfinished) events.push(notAnObject(data));
      if (isLast(events.at(-1))) {
        for (const event of events) yield event;
        return;
      }
    }
    for (const event of events) yield event;
    events.length = 0;
  }
}

function isLast(event: ProviderEvent | undefined): boolean {
  return event?.type === "terminated" || event?.type === "provider_error" || event?.type === "protocol_error";
}

function decodeWhole(text: string): ProviderEvent[] {
  const message = parseObject(text);
  if (!message) return [notAnObject(text)];
  if (message["error"] !== undefined) return [readFailure(message)];
  if (!Array.isArray(message["content"])) return [protocolError("The answer is JSON but no message.")];
  const events: ProviderEvent[] = [];
  decodeMessage(message, events);
  return [...events, { type: "terminated" }];
}

type Words = Pick<Refusal, "message" | "code" | "type">;

/** Reads `{"type":"error","error":{"type","message"}}`; any other text as it is. */
export function readWords(body: string): Words {
  const error = objectAt(parseObject(body), "error");
  const message = textAt(error, "message");
  if (message === undefined) return { message: body.trim() };
  const type = textAt(error, "type");
  return type === undefined ? { message } : { message, type };
}
