import type { JsonObject, JsonValue } from "@shared/domain/json.ts";
import type { RunRecord } from "@shared/domain/run.ts";
import type { ContentEvent, Usage } from "@shared/domain/stream-event.ts";

/** Finish reasons of other dialects in OpenAI's words; ours pass through. */
const reasons: Record<string, string> = {
  end_turn: "stop",
  stop_sequence: "stop",
  pause_turn: "stop",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  tool_use: "tool_calls",
  refusal: "content_filter",
};

/** Writes content events as the chunks of a streamed chat completion. */
export interface ChunkWriter {
  write(event: ContentEvent): string[];
  /** The usage chunk, where it was asked for, and the closing mark. */
  close(usage: Usage): string;
}

export function createChunkWriter(callId: string, model: string, includeUsage: boolean): ChunkWriter {
  const head = { id: `chatcmpl-${callId}`, object: "chat.completion.chunk", created: Math.floor(Date.now() / 1000) };
  let reported = model;
  let begun = false;
  const chunk = (choices: JsonValue[], more: JsonObject = {}) =>
    `data: ${JSON.stringify({ ...head, model: reported, choices, ...more })}\n\n`;
  const choice = (delta: JsonObject, reason: string | null = null) => ({ index: 0, delta, finish_reason: reason });
  const content = (delta: JsonObject): string[] => {
    const first = begun ? [] : [chunk([choice({ role: "assistant", content: "" })])];
    begun = true;
    return [...first, chunk([choice(delta)])];
  };
  return {
    write(event) {
      switch (event.type) {
        case "model":
          reported = event.model;
          return [];
        case "text":
          return content({ content: event.text });
        case "reasoning":
          return content({ reasoning_content: event.text });
        case "refusal":
          return content({ refusal: event.text });
        case "tool_call":
          return content({ tool_calls: [toolDelta(event)] });
        case "finish":
          return [
            ...(begun ? [] : content({ content: "" })),
            chunk([choice({}, reasons[event.reason] ?? event.reason)]),
          ];
        default:
          return [];
      }
    },
    close: (usage) => `${includeUsage ? chunk([], { usage: toOpenAiUsage(usage) }) : ""}data: [DONE]\n\n`,
  };
}

function toolDelta(event: Extract<ContentEvent, { type: "tool_call" }>): JsonObject {
  const starts = event.id !== undefined || event.name !== undefined;
  return {
    index: event.index,
    ...(starts ? { id: event.id ?? `call_${event.index}`, type: "function" } : {}),
    function: { ...(event.name === undefined ? {} : { name: event.name }), arguments: event.arguments },
  };
}

/** A whole answer as a chat completion. */
export function toCompletion({ id, startedAt, output }: RunRecord, model: string): JsonObject {
  const message: JsonObject = {
    role: "assistant",
    content: output.text === "" && output.toolCalls.length > 0 ? null : output.text,
    refusal: output.refusal === "" ? null : output.refusal,
    ...(output.reasoning === "" ? {} : { reasoning_content: output.reasoning }),
    ...(output.toolCalls.length === 0 ? {} : { tool_calls: output.toolCalls as JsonValue }),
  };
  const reason = output.finishReason ?? "stop";
  return {
    id: `chatcmpl-${id}`,
    object: "chat.completion",
    created: Math.floor(startedAt / 1000),
    model: output.reportedModel ?? model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: reasons[reason] ?? reason }],
    usage: toOpenAiUsage(output.usage),
  };
}

function toOpenAiUsage(usage: Usage): JsonObject {
  const input = usage.inputTokens ?? 0;
  const output = usage.outputTokens ?? 0;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: usage.totalTokens ?? input + output,
    ...(usage.cachedInputTokens === undefined
      ? {}
      : { prompt_tokens_details: { cached_tokens: usage.cachedInputTokens } }),
    ...(usage.reasoningTokens === undefined
      ? {}
      : { completion_tokens_details: { reasoning_tokens: usage.reasoningTokens } }),
  };
}
