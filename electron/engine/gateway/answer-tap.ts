import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ContentEvent, Outcome } from "@shared/domain/run/stream-event.ts";
import type { Api } from "../apis/api.ts";
import type { ReceivedFrame } from "../http/exchange-recorder.ts";
import { readAnswer } from "../pipeline/read-answer.ts";

/** Reads along while an answer is passed through: text, usage and how it ended, for the inspector. Changes nothing. */
export interface AnswerTap {
  feed(bytes: Uint8Array): void;
  /** Judges the answer when its bytes have come to their end. Never rejects. */
  end(): Promise<Outcome>;
}

export interface TapListener {
  content(event: ContentEvent): void;
  frame(frame: ReceivedFrame): void;
}

/** Beyond it nothing is read along any more; the bytes still pass. */
const longestBody = 8 * 1_048_576;
const notRead: Outcome = { kind: "completed", finishReason: "not read" };

/** Gives the bytes of a 2xx answer to the API that reads them in a run, too: one reader, one judge. */
export function createAnswerTap(api: Api, contentType: string, stream: boolean, listener: TapListener): AnswerTap {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
    cancel() {
      // The API has read its full stop, or gave up.
      controller = undefined;
    },
  });
  let unread = 0;
  const outcome = judge();

  async function judge(): Promise<Outcome> {
    const response = new Response(body, { headers: contentType === "" ? {} : { "content-type": contentType } });
    const limits = { line: longestBody, event: longestBody };
    const events = api.read(response, { stream, onFrame: listener.frame, limits });
    try {
      return await readAnswer(events, (text) => text, listener.content);
    } catch (error) {
      if (error instanceof AppFailure) return notRead; // The record stays as far as it came.
      throw error;
    }
  }

  return {
    feed(bytes) {
      if (!controller) return;
      controller.enqueue(bytes);
      unread += bytes.byteLength;
      if (stream || unread <= longestBody) return;
      controller.error(new AppFailure("limit_exceeded"));
      controller = undefined;
    },
    end() {
      controller?.close();
      controller = undefined;
      return outcome;
    },
  };
}
