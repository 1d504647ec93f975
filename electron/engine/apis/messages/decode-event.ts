import { isJsonObject, type JsonObject } from "@shared/domain/json/json.ts";
import { listAt, numberAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { ProviderEvent, Usage } from "@shared/domain/run/stream-event.ts";

/** Anthropic's reasons in OpenAI's words; others are passed on as they are. */
const finishReasons: Record<string, string> = {
  end_turn: "stop",
  stop_sequence: "stop",
  pause_turn: "stop",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  tool_use: "tool_calls",
  refusal: "content_filter",
};

/** Block numbers count texts and thoughts too; tool calls are counted by themselves. */
export type ToolIndexes = Map<number, number>;

/** Reads one event of a streamed message. */
export function decodeEvent(event: JsonObject, tools: ToolIndexes, events: ProviderEvent[]): void {
  switch (event["type"]) {
    case "message_start": {
      const message = objectAt(event, "message");
      if (message) decodeHead(message, events);
      return;
    }
    case "content_block_start": {
      const block = objectAt(event, "content_block");
      if (block) decodeBlock(block, numberAt(event, "index") ?? 0, tools, events, { streamed: true });
      return;
    }
    case "content_block_delta": {
      const delta = objectAt(event, "delta");
      if (delta) decodeDelta(delta, tools.get(numberAt(event, "index") ?? 0) ?? 0, events);
      return;
    }
    case "message_delta": {
      const usage = objectAt(event, "usage");
      if (usage) events.push({ type: "usage", usage: readUsage(usage) });
      decodeStop(objectAt(event, "delta"), events);
      return;
    }
    case "message_stop":
      events.push({ type: "terminated" });
      return;
    case "error":
      events.push(readFailure(event));
      return;
    default:
      // `ping`, `content_block_stop` and kinds to come say nothing that is shown.
      return;
  }
}

/** Reads a whole message. */
export function decodeMessage(message: JsonObject, events: ProviderEvent[]): void {
  const tools: ToolIndexes = new Map();
  decodeHead(message, events);
  for (const [index, block] of listAt(message, "content").entries()) {
    if (isJsonObject(block)) decodeBlock(block, index, tools, events, { streamed: false });
  }
  decodeStop(message, events);
}

export function readFailure(event: JsonObject): ProviderEvent {
  const error = objectAt(event, "error");
  const code = textAt(error, "type");
  const message = textAt(error, "message") ?? JSON.stringify(event["error"] ?? event);
  return code === undefined ? { type: "provider_error", message } : { type: "provider_error", message, code };
}

function decodeHead(message: JsonObject, events: ProviderEvent[]): void {
  const model = textAt(message, "model");
  const responseId = textAt(message, "id");
  if (model) events.push(responseId ? { type: "model", model, responseId } : { type: "model", model });
  const usage = objectAt(message, "usage");
  if (usage) events.push({ type: "usage", usage: readUsage(usage) });
}

function decodeBlock(
  block: JsonObject,
  blockIndex: number,
  tools: ToolIndexes,
  events: ProviderEvent[],
  { streamed }: { streamed: boolean },
): void {
  const text = textAt(block, "text");
  if (block["type"] === "text" && text) events.push({ type: "text", text });
  const thinking = textAt(block, "thinking");
  if (block["type"] === "thinking" && thinking) events.push({ type: "reasoning", text: thinking });
  if (block["type"] !== "tool_use") return;
  const index = tools.size;
  tools.set(blockIndex, index);
  const id = textAt(block, "id");
  const name = textAt(block, "name");
  events.push({
    type: "tool_call",
    index,
    ...(id ? { id } : {}),
    ...(name ? { name } : {}),
    // In a stream the block opens with an empty input and the real one follows in pieces.
    arguments: streamed ? "" : JSON.stringify(block["input"] ?? {}),
  });
}

function decodeDelta(delta: JsonObject, toolIndex: number, events: ProviderEvent[]): void {
  const text = textAt(delta, "text");
  const thinking = textAt(delta, "thinking");
  const json = textAt(delta, "partial_json");
  if (delta["type"] === "text_delta" && text) events.push({ type: "text", text });
  if (delta["type"] === "thinking_delta" && thinking) events.push({ type: "reasoning", text: thinking });
  if (delta["type"] === "input_json_delta" && json) {
    events.push({ type: "tool_call", index: toolIndex, arguments: json });
  }
}

function decodeStop(holder: JsonObject | undefined, events: ProviderEvent[]): void {
  const reason = textAt(holder, "stop_reason");
  if (reason) events.push({ type: "finish", reason: finishReasons[reason] ?? reason });
}

/** `input_tokens` leaves out what came from or went into the cache; `inputTokens` is all of the input. */
function readUsage(usage: JsonObject): Usage {
  const fresh = numberAt(usage, "input_tokens");
  const cached = numberAt(usage, "cache_read_input_tokens");
  const written = numberAt(usage, "cache_creation_input_tokens");
  const output = numberAt(usage, "output_tokens");
  return {
    ...(fresh === undefined ? {} : { inputTokens: fresh + (cached ?? 0) + (written ?? 0) }),
    ...(cached === undefined ? {} : { cachedInputTokens: cached }),
    ...(written === undefined ? {} : { cacheWriteTokens: written }),
    ...(output === undefined ? {} : { outputTokens: output }),
  };
}
