import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import type { ReadIo } from "../api.ts";
import { protocolError } from "./protocol-error.ts";

/** How one API reads its answers: whole ones from their text, streams from their bytes. */
export interface AnswerReader {
  whole(text: string): ProviderEvent[];
  stream(body: ReadableStream<Uint8Array>, io: ReadIo): AsyncGenerator<ProviderEvent>;
}

/**
 * Reads the answer of a request, streamed or not, as events. A web page in its place is not read. Streams are handed over
 * as they are: one generator around another would cost as much for each event as reading it.
 */
export function readWith(response: Response, io: ReadIo, reader: AnswerReader): AsyncGenerator<ProviderEvent> {
  const isStream = answerForm(response, io.stream) === "events";
  return isStream && response.body ? reader.stream(response.body, io) : readWhole(response, io, reader);
}

async function* readWhole(response: Response, io: ReadIo, reader: AnswerReader): AsyncGenerator<ProviderEvent> {
  const form = answerForm(response, io.stream);
  if (form === "html") {
    await response.body?.cancel();
    yield protocolError("A web page came in place of an answer.");
  } else if (form === "json") {
    for (const event of reader.whole(await response.text())) yield event;
  }
}

/** What a 2xx body is. Servers that ignore `stream` answer with JSON, so their header is believed over the plan. */
function answerForm(response: Response, stream: boolean): "events" | "json" | "html" {
  const type = (response.headers.get("content-type") ?? "").toLowerCase();
  if (type.includes("text/event-stream")) return "events";
  if (type.includes("json")) return "json";
  if (type.includes("html")) return "html";
  return stream ? "events" : "json";
}
