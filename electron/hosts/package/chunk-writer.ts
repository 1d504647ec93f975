import { toOpenAiUsage } from "@engine/apis/chat-completions/usage.ts";
import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { type AnswerHead, headOf, speaksOpenAi } from "./completion-shape.ts";
import type { ChatCompletionChunk, ChunkDelta } from "./types.ts";

/** Turns what a run tells into chunks. */
export interface ChunkWriter {
  /** An event of the stream as the provider sent it. */
  frame(data: string, record: RunRecord): ChatCompletionChunk[];
  /** What it means; comes after its frame. */
  event(event: StreamEvent, record: RunRecord): ChatCompletionChunk[];
}

/**
 * Chunks of servers that speak OpenAI's language pass through with all their fields; those of others, and of a server
 * that answers a stream with a whole completion, are built from what their events mean.
 */
export function createChunkWriter({ includeUsage }: { includeUsage: boolean }): ChunkWriter {
  let passedThrough = false;
  let responseId: string | undefined;
  let head: AnswerHead | undefined;

  function chunk(record: RunRecord, delta: ChunkDelta, finishReason: string | null = null): ChatCompletionChunk {
    head ??= headOf(record, responseId);
    const choices = [{ index: 0, delta, finish_reason: finishReason, logprobs: null }];
    return { ...head, object: "chat.completion.chunk", choices };
  }

  /** OpenAI's first chunk names the role. */
  function content(record: RunRecord, delta: ChunkDelta): ChatCompletionChunk[] {
    const isFirst = head === undefined;
    return [...(isFirst ? [chunk(record, { role: "assistant", content: "" })] : []), chunk(record, delta)];
  }

  function usageChunk(record: RunRecord): ChatCompletionChunk[] {
    const usage = toOpenAiUsage(record.output.usage);
    if (!includeUsage || !usage) return [];
    head ??= headOf(record, responseId);
    return [{ ...head, object: "chat.completion.chunk", choices: [], usage }];
  }

  return {
    frame(data, record) {
      const own = speaksOpenAi(record) ? readChunk(data) : undefined;
      if (!own) return [];
      passedThrough = true;
      // The engine asks every server for token counts; who did not must not meet a chunk without a choice.
      return isUsageAlone(own) && !includeUsage ? [] : [own];
    },
    event(event, record) {
      if (event.type === "model") responseId = event.responseId;
      if (passedThrough) return [];
      switch (event.type) {
        case "text":
          return content(record, { content: event.text });
        case "reasoning":
          return content(record, { reasoning_content: event.text });
        case "refusal":
          return content(record, { refusal: event.text });
        case "tool_call": {
          const { index, id, name, arguments: text } = event;
          const opening = id === undefined ? {} : { id, type: "function" as const };
          const called = { ...(name === undefined ? {} : { name }), arguments: text };
          return content(record, { tool_calls: [{ index, ...opening, function: called }] });
        }
        case "finish":
          return [chunk(record, {}, event.reason)];
        case "end":
          return event.outcome.kind === "completed" ? usageChunk(record) : [];
        default:
          return [];
      }
    },
  };
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
