import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Cassette } from "@shared/domain/run/cassette.ts";
import { createRecorder, type ExchangeRecorder } from "./exchange-recorder.ts";
import type { CreateFetch } from "./http.ts";
import { keepRecord } from "./recording-fetch.ts";
import { noSecrets } from "./redact.ts";

/** Waits for the turn of a piece recorded at `at`; rejects when the signal aborts. */
type WaitFor = (at: number, signal: AbortSignal) => Promise<void>;

const bodilessStatuses = new Set([204, 205, 304]);

/**
 * A fetch that opens no socket: it answers with the recorded bytes, piece by piece, and records the exchange as the real
 * one does. What it is asked for does not matter; the request of the record is the recorded one.
 */
export function createReplayFetch({ exchange }: Cassette, bytes: Uint8Array, waitFor: WaitFor): CreateFetch {
  const { request, response, failure } = exchange;
  return (context) => async () => {
    if (context.signal.aborted) throw new AppFailure("cancelled");
    const recorder = createRecorder(request, context, noSecrets);
    recorder.started();
    const [first] = exchange.chunks;
    recorder.responded({
      statusCode: response.status,
      statusMessage: response.statusText,
      httpVersion: response.httpVersion,
      rawHeaders: response.headers.flat(),
    });
    if (failure && (!first || first.bytes === 0)) {
      recorder.ended(failure.message);
      throw new AppFailure(failure.code, { message: failure.message });
    }
    const body = replayBody({ chunks: exchange.chunks, bytes, failure, waitFor, recorder, signal: context.signal });
    const hasBody = !bodilessStatuses.has(response.status);
    if (!hasBody) recorder.ended();
    const { status, statusText } = response;
    const answer = new Response(hasBody ? body : null, { status, statusText, headers: headersOf(response.headers) });
    keepRecord(answer, recorder);
    return answer;
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

function replayBody({ chunks, bytes, failure, waitFor, recorder, signal }: Replaying): ReadableStream<Uint8Array> {
  let next = 0;
  let offset = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = chunks[next];
        if (!chunk) {
          recorder.ended(failure?.message);
          if (failure) controller.error(new AppFailure(failure.code, { message: failure.message }));
          else controller.close();
          return;
        }
        try {
          await waitFor(chunk.at, signal);
        } catch (error) {
          recorder.ended("Stopped.");
          controller.error(error);
          return;
        }
        const piece = bytes.subarray(offset, offset + chunk.bytes);
        next += 1;
        offset += chunk.bytes;
        if (piece.byteLength === 0) return;
        recorder.received(piece);
        controller.enqueue(piece);
      },
      cancel: () => recorder.ended(),
    },
    // Nothing is read ahead, so that a step shows one frame and not two.
    { highWaterMark: 0 },
  );
}

/** Recorded headers have been through a redactor, which may have left what no header can hold. */
function headersOf(pairs: readonly [name: string, value: string][]): Headers {
  const headers = new Headers();
  for (const [name, value] of pairs) {
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) headers.append(name, value);
  }
  return headers;
}
