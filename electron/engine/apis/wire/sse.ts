import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { createParser } from "eventsource-parser";
import type { ReadFrame, ReadIo } from "../api.ts";

export interface SseEvent extends ReadFrame {
  /** The stream ended in the middle of it: no blank line came. Its data may be cut. */
  unfinished?: true;
}

/** A server that has said its last word but holds the connection is waited for this long, so that its socket is reused. */
const goodbyeMs = 100;

/**
 * Reads a body as server-sent events, in batches as the chunks bring them. Any split of the bytes gives the same events;
 * the last one counts even without its blank line. Leaving the loop early closes the body.
 * @throws AppFailure `limit_exceeded`, and whatever the body fails with.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  io: Pick<ReadIo, "onFrame" | "limits">,
): AsyncGenerator<SseEvent[]> {
  let batch: SseEvent[] = [];
  let tooLarge = false;
  const parser = createParser({
    maxBufferSize: io.limits.event,
    onEvent: ({ event, data }) => void batch.push(event === undefined ? { data } : { event, data }),
    onError: (error) => {
      // Unknown fields are ignored, as the standard says; only the limit matters.
      if (error.type === "max-buffer-size-exceeded") tooLarge = true;
    },
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  const line = lineMeter();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const text = value ? decoder.decode(value, { stream: true }) : decoder.decode();
      parser.feed(text);
      if (tooLarge || line(text) > io.limits.line) throw tooLong(io);
      if (done) {
        const whole = batch.length;
        parser.feed("\n\n");
        for (const event of batch.slice(whole)) event.unfinished = true;
      }
      for (const event of batch) io.onFrame?.(event);
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

/** Length of the line that is still open. */
function lineMeter(): (text: string) => number {
  let open = 0;
  return (text) => {
    const end = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r"));
    open = end < 0 ? open + text.length : text.length - end - 1;
    return open;
  };
}

function tooLong(io: Pick<ReadIo, "onFrame" | "limits">): AppFailure {
  return new AppFailure("limit_exceeded", {
    message: `An event of the stream is longer than ${io.limits.event} characters, or a line longer than ${io.limits.line}.`,
  });
}

/** Reads the few bytes that may follow the last event, then closes. A body that has ended or failed is left alone. */
async function leave(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
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
