import { createChunkWriter } from "@engine/gateway/forms/chat/chunks.ts";
import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { isContentEvent } from "@shared/domain/run/content-event.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { headOf, speaksOpenAi } from "./completion-shape.ts";
import type { ChatCompletionChunk } from "./types.ts";

/** Turns what a run tells into chunks. */
export interface StreamChunks {
  /** An event of the stream as the provider sent it, once it is known to hold no secret. */
  frame(data: string, record: RunRecord): ChatCompletionChunk[];
  /** What it means, without secrets; comes before its frame. */
  event(event: StreamEvent, record: RunRecord): ChatCompletionChunk[];
  /** No frame will come any more: what was meant since the last one is written from its events. */
  withheld(): ChatCompletionChunk[];
}

/**
 * Chunks of servers that speak OpenAI's language pass through with all their fields; those of others, and of a server
 * that answers a stream with a whole completion, are written from what their events mean.
 */
export function createStreamChunks({ includeUsage }: { includeUsage: boolean }): StreamChunks {
  /** Whether frames come, as far as is known: where they do, what they mean is written of them alone. */
  let passes: "unknown" | "yes" | "no" = "unknown";
  /** Since the last frame, for the case that theirs does not come. */
  let waiting: StreamEvent[] = [];
  let responseId: string | undefined;
  let current: RunRecord | undefined;
  const writer = createChunkWriter(
    () => {
      if (!current) throw new Error("A chunk is written of no run.");
      return headOf(current, responseId);
    },
    { includeUsage },
  );
  return {
    frame(data, record) {
      const own = speaksOpenAi(record) ? readChunk(data) : undefined;
      if (!own) return [];
      passes = "yes";
      waiting = [];
      // The engine asks every server for token counts; who did not must not meet a chunk without a choice.
      return isUsageAlone(own) && !includeUsage ? [] : [own];
    },
    event(event, record) {
      current = record;
      if (event.type === "model") responseId = event.responseId;
      if (event.type === "end") return passes === "yes" ? [] : [...writeWaiting(), ...chunksOfEnd(event)];
      if (passes !== "no" && speaksOpenAi(record)) waiting.push(event);
      else return written(event);
      return [];
    },
    withheld() {
      passes = "no";
      return writeWaiting();
    },
  };

  function writeWaiting(): ChatCompletionChunk[] {
    const events = waiting;
    waiting = [];
    return events.flatMap(written);
  }

  function written(event: StreamEvent): ChatCompletionChunk[] {
    return isContentEvent(event) ? writer.write(event).map((chunk) => ({ ...chunk })) : [];
  }

  function chunksOfEnd({ outcome, metrics }: Extract<StreamEvent, { type: "end" }>) {
    return "error" in outcome ? [] : writer.close(metrics.usage).map((chunk) => ({ ...chunk }));
  }
}

function readChunk(data: string): ChatCompletionChunk | undefined {
  let value: JsonValue;
  try {
    value = JSON.parse(data) as JsonValue;
  } catch {
    return undefined; // `[DONE]`, or what the decoder reports as broken.
  }
  const isChunk = isJsonObject(value) && Array.isArray(value["choices"]) && (value["error"] ?? null) === null;
  return isChunk ? (value as unknown as ChatCompletionChunk) : undefined;
}

/** Azure's first chunk has no choice either, but the results of its filters instead of a usage. */
function isUsageAlone({ choices, usage }: ChatCompletionChunk): boolean {
  return choices.length === 0 && usage !== undefined && usage !== null;
}
