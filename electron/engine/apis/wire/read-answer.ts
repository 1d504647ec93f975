import type { JsonObject } from "@shared/domain/json/json.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import type { ReadableAnswer, ReadIo } from "../api.ts";
import { bytesOf, headOf, lookAt, textOf, textOfBytes } from "./answer-bytes.ts";
import { failed, notAnObject, protocolError } from "./failures.ts";
import { textOfPage } from "./page-text.ts";
import { readEvents, type SseEvent } from "./sse.ts";
import { describeError, failureIn, firstObject, parsed } from "./words.ts";

/** How one API reads its answers: whole ones from their text, streams event by event. */
export interface AnswerReader {
  whole(text: string): ProviderEvent[];
  stream(): StreamDecoder;
}

/** Reads one stream. What a server says outside of its API's form, such as an error, is read for it. */
export interface StreamDecoder {
  /** One event's object. A `terminated` or an error pushed by it is the last of the answer. */
  take(event: JsonObject, events: ProviderEvent[]): void;
  /** `[DONE]` came, OpenAI's full stop. */
  done(events: ProviderEvent[]): void;
  /** The bytes have ended without a full stop, or broke off: gives what was held back. */
  end(events: ProviderEvent[]): void;
}

const longestWords = 2_000;
const readOfPage = 65_536;

/**
 * Reads the answer of a request, streamed or not, as events. All in one generator, and those that came together at once:
 * one around another, or a step of one for each event, would cost as much as reading it.
 */
export async function* readWith(
  response: ReadableAnswer,
  io: ReadIo,
  reader: AnswerReader,
): AsyncGenerator<ProviderEvent[]> {
  const contentType = (response.headers.get("content-type") ?? "").toLowerCase();
  // Nobody waits for the pieces of an answer that was not asked for in pieces.
  const isStream = io.stream || contentType.includes("text/event-stream");
  const whole = response.whole ?? (isStream ? undefined : await response.readWhole?.());
  if (whole) {
    const text = textOf(whole);
    const form = answerForm(headOf(text), contentType, io.stream);
    if (form !== "events") {
      yield form === "page" ? [page(text.slice(0, readOfPage))] : reader.whole(text);
      return;
    }
  }
  const body = whole ? bytesOf(whole) : (response.reader ?? response.body);
  const { head, bytes } = body ? await lookAt(body) : { head: "", bytes: undefined };
  const form = answerForm(head, contentType, io.stream);
  if (form !== "events" || !bytes) {
    const text = bytes ? await textOfBytes(bytes, form === "page" ? readOfPage : undefined) : "";
    if (form !== "events") yield form === "page" ? [page(text)] : reader.whole(text);
    return;
  }
  const decoder = reader.stream();
  const events: ProviderEvent[] = [];
  let stray = "";
  let hasReason = false;
  try {
    for await (const batch of readEvents(bytes, io)) {
      let isLast = false;
      for (const event of batch) {
        const object = takeEvent(event, decoder, events);
        if (event.stray && !object) stray = `${stray} ${event.data}`.slice(0, longestWords);
        isLast = endsAnswer(events.at(-1));
        if (isLast) break;
      }
      hasReason ||= events.some(({ type }) => type === "finish");
      if (events.length > 0) yield events;
      if (isLast) return;
      events.length = 0;
    }
  } catch (failure) {
    decoder.end(events);
    yield events.filter((event) => !endsAnswer(event));
    throw failure;
  }
  decoder.end(events);
  hasReason ||= events.some(({ type }) => type === "finish");
  if (stray !== "" && !hasReason && !endsAnswer(events.at(-1))) events.push(notEvents(stray));
  yield events;
}

/** False when the event was no object of the API's and no word of a failure. */
function takeEvent(event: SseEvent, decoder: StreamDecoder, events: ProviderEvent[]): boolean {
  const { event: name, data } = event;
  if (data.length < 16) {
    const mark = data.trim();
    // Empty events keep a connection alive.
    if (mark === "") return true;
    if (mark.toUpperCase() === "[DONE]") {
      decoder.done(events);
      return true;
    }
  }
  const object = firstObject(parsed(data));
  if (name === "error") {
    decoder.end(events);
    events.push(failed(object ? (failureIn(object) ?? describeError(object)) : { message: data.trim() }));
    return true;
  }
  if (object) decoder.take(object, events);
  // A cut event is the end of a broken connection, not a wrong answer.
  else if (!event.unfinished && !event.stray) {
    decoder.end(events);
    events.push(notAnObject(data));
  }
  return object !== undefined;
}

function endsAnswer(event: ProviderEvent | undefined): boolean {
  return event?.type === "terminated" || event?.type === "provider_error" || event?.type === "protocol_error";
}

function page(text: string): ProviderEvent {
  const words = textOfPage(text);
  return protocolError(`A web page came in place of an answer${words === "" ? "." : `: ${words}`}`);
}

function notEvents(text: string): ProviderEvent {
  return protocolError(`Text came in place of an answer: ${text.trim()}`);
}

/**
 * What a 2xx body is: its first characters say it, and its header and the wish for a stream only where they do not
 * (`README.md#the-form-of-an-answer`).
 */
function answerForm(head: string, type: string, stream: boolean): "events" | "json" | "page" {
  if (head.startsWith("{") || head.startsWith("[")) return "json";
  if (head.startsWith("<")) return "page";
  if (/^(?:data|event|id|retry)?:/.test(head) || type.includes("text/event-stream")) return "events";
  return type.includes("json") || !stream || head === "" ? "json" : "events";
}
