import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { isJsonObject } from "@shared/domain/json/json.ts";
import { parseObject } from "@shared/domain/json/read-json.ts";
import type { Opaque } from "@shared/domain/message/output-part.ts";
import { partsOf } from "@shared/domain/run/output-parts.ts";
import type { RunOutput, Usage } from "@shared/domain/run/stream-event.ts";
import type { AnswerHead, ClientFailure } from "../client-form.ts";
import { withCarried } from "../wire/carried.ts";

/** A whole answer as a message of Anthropic's form. */
export function toMessage(head: AnswerHead, output: RunOutput): object {
  return {
    id: messageId(head),
    type: "message",
    role: "assistant",
    model: head.model,
    content: contentOf(output),
    stop_reason: stopReason(output.finishReason ?? "stop", output.toolCalls.length > 0),
    stop_sequence: null,
    usage: toUsage(output.usage),
  };
}

function contentOf(output: RunOutput): JsonObject[] {
  return partsOf(output).flatMap((part): JsonObject[] => {
    switch (part.type) {
      case "text":
      case "refusal":
        return part.text === "" ? [] : [{ type: "text", text: part.text }];
      case "reasoning":
        return [thoughtBlock(part.text, part.opaque)];
      case "tool_call": {
        const { id, function: called } = part.call;
        return [toolUse(id, called.name, part.opaque, parseObject(called.arguments) ?? {})];
      }
      default:
        return [];
    }
  });
}

export function toolUse(id: string, name: string, opaque: Opaque | undefined, input: JsonValue): JsonObject {
  return { type: "tool_use", id: opaque ? withCarried(id, opaque) : id, name, input };
}

/** Clients send thoughts back with their signature: what the API that made them needs goes there. */
function thoughtBlock(thinking: string, opaque: Opaque | undefined): JsonObject {
  const redacted = redactedOf(opaque);
  return redacted === undefined
    ? { type: "thinking", thinking, signature: signatureOf(opaque) }
    : { type: "redacted_thinking", data: redacted };
}

export function redactedOf(opaque: Opaque | undefined): JsonValue | undefined {
  return isJsonObject(opaque?.data) ? opaque.data["redacted"] : undefined;
}

export function signatureOf(opaque: Opaque | undefined): string {
  const signature = isJsonObject(opaque?.data) ? opaque.data["signature"] : undefined;
  if (typeof signature === "string") return signature;
  return opaque ? withCarried("", opaque) : "";
}

export function messageId({ id }: AnswerHead): string {
  return `msg_${id.replace(/^chatcmpl-/, "")}`;
}

const stopReasons: Readonly<Record<string, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  function_call: "tool_use",
  content_filter: "refusal",
};

/** Servers say `stop` beside calls, too; a client of this form goes by the reason. */
export function stopReason(reason: string, hasCalls: boolean): string {
  if (hasCalls && reason === "stop") return "tool_use";
  return stopReasons[reason] ?? reason;
}

/** `input_tokens` leaves out what came from or went into the cache. */
export function toUsage({ inputTokens = 0, outputTokens = 0, cachedInputTokens = 0, cacheWriteTokens = 0 }: Usage) {
  return {
    input_tokens: Math.max(0, inputTokens - cachedInputTokens - cacheWriteTokens),
    cache_creation_input_tokens: cacheWriteTokens,
    cache_read_input_tokens: cachedInputTokens,
    output_tokens: outputTokens,
  };
}

const errorTypes: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  504: "timeout_error",
  529: "overloaded_error",
};

export function toErrorBody({ status, message }: ClientFailure): object {
  const usual = status >= 500 ? "api_error" : "invalid_request_error";
  return { type: "error", error: { type: errorTypes[status] ?? usual, message } };
}
