import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Cassette } from "@shared/domain/run/cassette.ts";
import { createRecorder, type ExchangeRecorder } from "./exchange-recorder.ts";
import type { CreateSend } from "./http.ts";
import { noSecrets } from "./redact.ts";
import type { ReadResult, ResponseBody } from "./response-body.ts";
import { createSentAnswer } from "./sent-answer.ts";

/** Waits for the turn of a piece recorded at `at`; rejects when the signal aborts. */
type WaitFor = (at: number, signal: AbortSignal) => Promise<void>;

const bodilessStatuses = new Set([204, 205, 304]);

/**
 * Sends nothing: it answers with the recorded bytes, piece by piece, and records the exchange as the real way out does.
 * What it is asked for does not matter; the request of the record is the recorded one.
 */
export function createReplaySend({ exchange }: Cassette, bytes: Uint8Array, waitFor: WaitFor): CreateSend {
  const { request, response, failure } = exchange;
  return (context) => async () => {
    if (context.signal.aborted) throw new AppFailure("cancelled");
    const recorder = createRecorder(request, context, noSecrets);
    recorder.started();
    const [first] = exchange.chunks;
    const head = {
      statusCode: response.status,
      statusMessage: response.statusText,
      httpVersion: response.httpVersion,
      rawHeaders: response.headers.flat(),
      headers: { "content-type": contentTypeOf(response.headers) },
    };
    recorder.responded(head);
    if (failure && (!first || first.bytes === 0)) {
      recorder.ended(failure.message);
      throw new AppFailure(failure.code, { message: failure.message });
    }
    const hasBody = !bodilessStatuses.has(response.status);
    if (!hasBody) recorder.ended();
    const { signal } = context;
    const body = hasBody ? replayBody({ chunks: exchange.chunks, bytes, failure, waitFor, recorder, signal }) : null;
    return createSentAnswer(head, body, recorder);
  };
}

interface Replaying {
  chunks: Cassette["exchange"]["chunks"];
  bytes: Uint8Array;
  failure: Cassette["exchange"]["failure"];
  waitFor: WaitFor;
  recorder: ExchangeRecorder;
  signal: AbortSignal;
}

/** Nothing is read ahead, so that a step shows one frame and not two. */
function replayBody({ chunks, bytes, failure, waitFor, recorder, signal }: Replaying): ResponseBody {
  let next = 0;
  let offset = 0;
  let over = false;
  const end = (words?: string) => {
    over = true;
    recorder.ended(words);
  };

  async function read(): Promise<ReadResult> {
    for (;;) {
      const chunk = over ? undefined : chunks[next];
      if (!chunk) {
        end(failure?.message);
        if (failure) throw new AppFailure(failure.code, { message: failure.message });
        return { done: true, value: undefined };
      }
      try {
        await waitFor(chunk.at, signal);
      } catch (error) {
        end("Stopped.");
        throw error;
      }
      const piece = bytes.subarray(offset, offset + chunk.bytes);
      next += 1;
      offset += chunk.bytes;
      if (piece.byteLength === 0) continue;
      recorder.received(piece);
      return { done: false, value: piece };
    }
  }

  return { read, cancel: async () => end(), releaseLock() {}, fail: ({ error }) => end(error.message) };
}

function contentTypeOf(headers: readonly [name: string, value: string][]): string {
  return headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
}
