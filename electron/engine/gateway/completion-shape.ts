import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { ContentEvent, Usage } from "@shared/domain/run/stream-event.ts";
import { toOpenAiUsage } from "../apis/chat-completions/usage.ts";

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
          return [...(begun ? [] : content({ content: "" })), chunk([choice({}, event.reason)])];
        default:
          return [];
      }
    },
    close(usage) {
      const counted = includeUsage ? toOpenAiUsage(usage) : undefined;
      return `${counted ? chunk([], { usage: counted }) : ""}data: [DONE]\n\n`;
    },
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
  const usage = toOpenAiUsage(output.usage);
  return {
    id: `chatcmpl-${id}`,
    object: "chat.completion",
    created: Math.floor(startedAt / 1000),
    model: output.reportedModel ?? model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: output.finishReason ?? "stop" }],
    ...(usage ? { usage } : {}),
  };
}
