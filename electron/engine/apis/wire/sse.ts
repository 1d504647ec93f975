import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { createParser, type ParseError } from "eventsource-parser";
import type { ReadFrame, ReadIo } from "../api.ts";
import type { AnswerBytes } from "./answer-bytes.ts";

export interface SseEvent extends ReadFrame {
  /** The stream ended in the middle of it: no blank line came. Its data may be cut. */
  unfinished?: true;
  /** It is no event but a line outside of any, such as bare JSON or plain words: what a server says that broke down. */
  stray?: true;
}

/** A server that has said its last word but holds the connection is waited for this long, so that its socket is reused. */
const goodbyeMs = 100;

/**
 * Reads a body as server-sent events, in batches as the chunks bring them. Any split of the bytes gives the same events;
 * the last one counts even without its blank line. Lines that are no field at all are given too, and a line `error:` as an
 * event of that name. Leaving the loop early closes the body.
 * @throws AppFailure `limit_exceeded`, and whatever the body fails with.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array> | AnswerBytes,
  io: FrameTold & Pick<ReadIo, "limits">,
): AsyncGenerator<SseEvent[]> {
  let batch: SseEvent[] = [];
  let tooLarge = false;
  const parser = createParser({
    maxBufferSize: io.limits.event,
    onEvent: ({ event, data }) => void batch.push(event === undefined ? { data } : { event, data }),
    onError: (error) => {
      if (error.type === "max-buffer-size-exceeded") tooLarge = true;
      else if (error.type === "unknown-field") takeStray(error, batch);
    },
  });
  const decoder = new TextDecoder();
  const reader = "getReader" in body ? body.getReader() : body;
  const lines = lineHolder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const text = value ? decoder.decode(value, { stream: true }) : decoder.decode();
      parser.feed(lines.feed(text));
      if (tooLarge || lines.open() > io.limits.line) throw tooLong(io);
      if (done) {
        const whole = batch.length;
        parser.feed(`${lines.rest()}\n\n`);
        for (const event of batch.slice(whole)) event.unfinished = true;
      }
      tellFrames(batch, io);
      if (batch.length > 0) yield batch;
      if (done) return;
      batch = [];
    }
  } catch (failure) {
    await reader.cancel(failure).catch(() => undefined);
    throw failure;
  } finally {
    await leave(reader);
  }
}

function tellFrames(batch: readonly SseEvent[], { onFrame, onFrames }: FrameTold): void {
  if (batch.length === 0 || (!onFrame && !onFrames)) return;
  const frames = batch.some(({ stray }) => stray) ? batch.filter(({ stray }) => !stray) : batch;
  if (onFrames) onFrames(frames);
  else if (onFrame) for (const frame of frames) onFrame(frame);
}

type FrameTold = Pick<ReadIo, "onFrame" | "onFrames">;

/**
 * Knows how long the line is that is still open, and keeps it back until it ends unless it is a field: the parser drops
 * other lines that come in pieces, and with them what a server says outside of events.
 */
function lineHolder() {
  let held: string[] = [];
  let length = 0;
  return {
    feed(text: string): string {
      const end = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1;
      if (end === 0) {
        length += text.length;
        if (held.length === 0 && (text === "" || length > text.length || isField(text))) return text;
        held.push(text);
        return "";
      }
      length = text.length - end;
      const before = held.join("");
      held = [];
      if (length === 0 || isField(text.slice(end, end + longestField))) return before + text;
      held.push(text.slice(end));
      return before + text.slice(0, end);
    },
    open: () => length,
    rest: () => held.join(""),
  };
}

const longestField = "event:".length;

function isField(start: string): boolean {
  return /^(?:data|event|id|retry)?:/.test(start);
}

/** Other fields are ignored, as the standard says. A line that is not even one is what a server says that broke down. */
function takeStray({ field, value, line }: ParseError, batch: SseEvent[]): void {
  if (field === "error" && value) batch.push({ event: "error", data: value });
  else if (line && !/^[\w-]+:/.test(line)) batch.push({ data: line, stray: true });
}

function tooLong(io: Pick<ReadIo, "limits">): AppFailure {
  return new AppFailure("limit_exceeded", {
    message: `An event of the stream is longer than ${io.limits.event} characters, or a line longer than ${io.limits.line}.`,
  });
}

/** Reads the few bytes that may follow the last event, then closes. A body that has ended or failed is left alone. */
async function leave(reader: AnswerBytes): Promise<void> {
  const timer = setTimeout(() => void reader.cancel().catch(() => undefined), goodbyeMs);
  try {
    while (!(await reader.read()).done);
  } catch {
    // The failure has been reported by the read that met it first.
  } finally {
    clearTimeout(timer);
    reader.releaseLock();
  }
}
