import { createChunkWriter } from "@engine/gateway/forms/chat/chunks.ts";
import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { isContentEvent } from "@shared/domain/run/content-event.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { headOf, speaksOpenAi } from "./completion-shape.ts";
import type { ChatCompletionChunk } from "./types.ts";

/** Turns what a run tells into chunks. */
export interface StreamChunks {
  /** An event of the stream as the provider sent it. */
  frame(data: string, record: RunRecord): ChatCompletionChunk[];
  /** What it means; comes after its frame. */
  event(event: StreamEvent, record: RunRecord): ChatCompletionChunk[];
}

/**
 * Chunks of servers that speak OpenAI's language pass through with all their fields; those of others, and of a server
 * that answers a stream with a whole completion, are written from what their events mean.
 */
export function createStreamChunks({ includeUsage }: { includeUsage: boolean }): StreamChunks {
  let passedThrough = false;
  let responseId: string | undefined;
  let written: RunRecord | undefined;
  const writer = createChunkWriter(
    () => {
      if (!written) throw new Error("A chunk is written of no run.");
      return headOf(written, responseId);
    },
    { includeUsage },
  );
  return {
    frame(data, record) {
      const own = speaksOpenAi(record) ? readChunk(data) : undefined;
      if (!own) return [];
      passedThrough = true;
      // The engine asks every server for token counts; who did not must not meet a chunk without a choice.
      return isUsageAlone(own) && !includeUsage ? [] : [own];
    },
    event(event, record) {
      written = record;
      if (event.type === "model") responseId = event.responseId;
      if (passedThrough) return [];
      const chunks = event.type === "end" ? chunksOfEnd(event) : isContentEvent(event) ? writer.write(event) : [];
      return chunks.map((chunk) => ({ ...chunk }));
    },
  };

  function chunksOfEnd({ outcome, metrics }: Extract<StreamEvent, { type: "end" }>) {
    return "error" in outcome ? [] : writer.close(metrics.usage);
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
