import { appError } from "@shared/domain/error/app-failure.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { ContentEvent, Outcome, ProviderEvent } from "@shared/domain/run/stream-event.ts";
import { createParser } from "eventsource-parser";
import { decodeChunk, readModel } from "../apis/chat-completions/decode-chunk.ts";
import type { ReceivedFrame } from "../http/exchange-recorder.ts";

/** Reads along while an answer is passed through: text, usage and how it ended, for the inspector. Changes nothing. */
export interface AnswerTap {
  feed(bytes: Uint8Array): void;
  /** Judges the answer when its bytes have come to their end. */
  end(): Outcome;
}

export interface TapListener {
  content(event: ContentEvent): void;
  frame(frame: ReceivedFrame): void;
}

/** Beyond it nothing is read along any more; the bytes still pass. */
const longestBody = 8 * 1_048_576;

export function createAnswerTap(form: "events" | "json", listener: TapListener): AnswerTap {
  return form === "events" ? createStreamTap(listener) : createBodyTap(listener);
}

function createStreamTap(listener: TapListener): AnswerTap {
  const decoder = new TextDecoder();
  const judge = createJudge(listener);
  let modelSaid = false;
  const parser = createParser({
    maxBufferSize: longestBody,
    onEvent: ({ event, data }) => {
      listener.frame(event === undefined ? { data } : { event, data });
      if (data.trim() === "[DONE]") {
        judge.events([{ type: "terminated" }]);
        return;
      }
      const chunk = parse(data);
      if (!isJsonObject(chunk)) return;
      const events: ProviderEvent[] = [];
      const model = modelSaid ? undefined : readModel(chunk);
      if (model) events.push(model);
      modelSaid ||= model !== undefined;
      decodeChunk(chunk, events);
      judge.events(events);
    },
  });
  let failed = false;
  const feed = (text: string) => {
    try {
      if (!failed) parser.feed(text);
    } catch {
      failed = true; // Longer than the limit: the record stays as far as it came.
    }
  };
  return {
    feed: (bytes) => feed(decoder.decode(bytes, { stream: true })),
    end() {
      feed(`${decoder.decode()}\n\n`);
      return judge.outcome();
    },
  };
}

function createBodyTap(listener: TapListener): AnswerTap {
  const judge = createJudge(listener);
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    feed(bytes) {
      size += bytes.byteLength;
      if (size <= longestBody) chunks.push(bytes);
    },
    end() {
      if (size > longestBody) return { kind: "completed", finishReason: "not read" };
      const completion = parse(Buffer.concat(chunks).toString("utf8"));
      if (!isJsonObject(completion) || (!Array.isArray(completion["choices"]) && completion["error"] === undefined)) {
        const detail = "The answer is no chat completion.";
        return { kind: "protocol_error", error: appError("protocol_error", { detail }) };
      }
      const events: ProviderEvent[] = [];
      const model = readModel(completion);
      if (model) events.push(model);
      decodeChunk(completion, events);
      judge.events([...events, { type: "terminated" }]);
      return judge.outcome();
    },
  };
}

/** Sorts events into content and the signs of an end (`README.md#how-an-answer-ends`). */
function createJudge(listener: TapListener) {
  let finishReason: string | undefined;
  let terminated = false;
  let failure: Outcome | undefined;
  return {
    events(events: readonly ProviderEvent[]): void {
      for (const event of events) {
        if (event.type === "terminated") terminated = true;
        else if (event.type === "provider_error") {
          failure ??= { kind: "provider_error", error: appError("provider_error", { detail: event.message }) };
        } else if (event.type === "protocol_error") {
          failure ??= { kind: "protocol_error", error: appError("protocol_error", { detail: event.message }) };
        } else {
          if (event.type === "finish") finishReason = event.reason;
          listener.content(event);
        }
      }
    },
    outcome(): Outcome {
      if (failure) return failure;
      if (terminated) return { kind: "completed", finishReason: finishReason ?? "not given" };
      if (finishReason !== undefined) return { kind: "completed_unterminated", finishReason };
      return { kind: "truncated", error: appError("truncated") };
    },
  };
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined; // The bytes have passed already; the client's own parser has the word.
  }
}
