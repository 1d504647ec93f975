import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ContentEvent, Outcome } from "@shared/domain/run/stream-event.ts";
import type { Api, ReadableAnswer } from "../apis/api.ts";
import type { ReceivedFrame } from "../http/exchange-recorder.ts";
import type { AnswerGuard } from "../pipeline/answer-guard.ts";
import { readAnswer } from "../pipeline/read-answer.ts";
import { WholeAnswer } from "../pipeline/whole-answer.ts";

/** Reads along while an answer is passed through: text, usage and how it ended, for the inspector. Changes nothing. */
export interface AnswerTap {
  /** False when it is not read, as when the answer has had its full stop. */
  feed(bytes: Buffer): boolean;
  /** Of a stream: resolves as soon as its answer has ended or failed, also when more bytes follow. */
  readonly judged?: Promise<Outcome>;
  /** Judges the answer when its bytes have come to their end. Never rejects. */
  end(): Promise<Outcome>;
}

export interface TapListener {
  content(event: ContentEvent): void;
  frame(frame: ReceivedFrame): void;
  /** Of a stream: all that was fed so far has been read. */
  digested(): void;
}

export interface TapOptions {
  stream: boolean;
  guard: AnswerGuard;
  listener: TapListener;
}

/** Beyond it nothing is read along any more; the bytes still pass. */
const longestBody = 8 * 1_048_576;
const notRead: Outcome = { kind: "completed", finishReason: "not read" };

/** Gives the bytes of a 2xx answer to the API that reads them in a run, too: one reader, one judge. */
export function createAnswerTap(api: Api, contentType: string, { stream, guard, listener }: TapOptions): AnswerTap {
  const headers: Record<string, string> = contentType === "" ? {} : { "content-type": contentType };
  const limits = { line: longestBody, event: longestBody };

  async function judge(answer: ReadableAnswer): Promise<Outcome> {
    const events = api.read(answer, { stream, onFrame: listener.frame, limits });
    try {
      return await readAnswer(events, guard, listener.content);
    } catch (error) {
      if (error instanceof AppFailure) return notRead; // The record stays as far as it came.
      throw error;
    }
  }

  return stream
    ? streamTap((body) => judge(new Response(body, { headers })), listener.digested)
    : bodyTap((whole) => judge(new WholeAnswer(whole, contentType)));
}

type Judge<Body> = (body: Body) => Promise<Outcome>;

/** Read while it comes. */
function streamTap(judge: Judge<ReadableStream<Uint8Array>>, digested: () => void): AnswerTap {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let pending: Uint8Array[] = [];
  const outcome = judge(
    new ReadableStream<Uint8Array>(
      {
        start(given) {
          controller = given;
        },
        pull() {
          // Whoever asks for more has read what there was.
          if (pending.length === 0) digested();
        },
        cancel() {
          // The API has read its full stop, or gave up.
          controller = undefined;
          digested();
        },
      },
      { highWaterMark: 0 },
    ),
  );

  /** What came in one turn of the loop is read in one go: a reader woken for each piece would cost more than reading. */
  function flush(): void {
    const bytes = pending.length === 1 ? pending[0] : Buffer.concat(pending);
    if (bytes && bytes.length > 0) controller?.enqueue(bytes);
    pending = [];
  }

  return {
    judged: outcome,
    feed(bytes) {
      if (!controller) return false;
      if (pending.length === 0) setImmediate(flush);
      pending.push(bytes);
      return true;
    },
    end() {
      flush();
      controller?.close();
      controller = undefined;
      return outcome;
    },
  };
}

/** Read when all of it is there. */
function bodyTap(judge: Judge<Buffer>): AnswerTap {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    feed(bytes) {
      size += bytes.byteLength;
      if (size <= longestBody) chunks.push(bytes);
      return size <= longestBody;
    },
    async end() {
      if (size > longestBody) return notRead;
      const [only] = chunks;
      return judge(chunks.length === 1 && only ? only : Buffer.concat(chunks));
    },
  };
}
