import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { listAt, numberAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { ProviderEvent, Usage } from "@shared/domain/run/stream-event.ts";

/**
 * Reads one chunk of a stream (`delta`) or a whole completion (`message`): both have the same shape inside. Only the
 * first choice is read.
 */
export function decodeChunk(chunk: JsonObject, events: ProviderEvent[]): void {
  const failure = readFailure(chunk);
  if (failure) {
    events.push(failure);
    return;
  }
  const choice = listAt(chunk, "choices").find((one) => isJsonObject(one) && (one["index"] ?? 0) === 0);
  if (isJsonObject(choice)) decodeChoice(choice, events);
  const usage = objectAt(chunk, "usage") ?? objectAt(chunk["x_groq"], "usage");
  if (usage) events.push({ type: "usage", usage: readUsage(usage) });
}

/** The model the server names, and the answer's id. */
export function readModel(chunk: JsonObject): Extract<ProviderEvent, { type: "model" }> | undefined {
  const model = textAt(chunk, "model");
  if (!model) return undefined;
  const responseId = textAt(chunk, "id");
  return responseId ? { type: "model", model, responseId } : { type: "model", model };
}

function decodeChoice(choice: JsonObject, events: ProviderEvent[]): void {
  const content = objectAt(choice, "delta") ?? objectAt(choice, "message");
  if (content) decodeContent(content, events);
  const reason = textAt(choice, "finish_reason");
  if (reason) events.push({ type: "finish", reason });
}

function decodeContent(content: JsonObject, events: ProviderEvent[]): void {
  // DeepSeek and vLLM say `reasoning_content`, OpenRouter and Groq `reasoning`; some send both with the same text.
  const reasoning = textAt(content, "reasoning_content") ?? textAt(content, "reasoning");
  if (reasoning) events.push({ type: "reasoning", text: reasoning });
  decodeText(content["content"], events);
  const refusal = textAt(content, "refusal");
  if (refusal) events.push({ type: "refusal", text: refusal });
  for (const [position, call] of listAt(content, "tool_calls").entries()) {
    if (isJsonObject(call)) decodeToolCall(call, position, events);
  }
  const legacyCall = objectAt(content, "function_call");
  if (legacyCall) decodeToolCall({ function: legacyCall }, 0, events);
}

/** A text, or Mistral's list of parts with `text` and `thinking` in it. */
function decodeText(content: JsonValue | undefined, events: ProviderEvent[]): void {
  if (typeof content === "string") {
    if (content !== "") events.push({ type: "text", text: content });
    return;
  }
  if (!Array.isArray(content)) return;
  for (const part of content) {
    if (!isJsonObject(part)) continue;
    const text = textAt(part, "text");
    if (text) events.push({ type: "text", text });
    for (const thought of listAt(part, "thinking")) {
      const reasoning = isJsonObject(thought) ? textAt(thought, "text") : undefined;
      if (reasoning) events.push({ type: "reasoning", text: reasoning });
    }
  }
}

function decodeToolCall(call: JsonObject, position: number, events: ProviderEvent[]): void {
  const called = objectAt(call, "function");
  const id = textAt(call, "id");
  const name = textAt(called, "name");
  events.push({
    type: "tool_call",
    index: numberAt(call, "index") ?? position,
    ...(id ? { id } : {}),
    ...(name ? { name } : {}),
    arguments: textAt(called, "arguments") ?? "",
  });
}

function readUsage(usage: JsonObject): Usage {
  const input = objectAt(usage, "prompt_tokens_details");
  const output = objectAt(usage, "completion_tokens_details");
  return defined({
    inputTokens: numberAt(usage, "prompt_tokens"),
    outputTokens: numberAt(usage, "completion_tokens"),
    totalTokens: numberAt(usage, "total_tokens"),
    // DeepSeek counts hits in a field of its own.
    cachedInputTokens: numberAt(input, "cached_tokens") ?? numberAt(usage, "prompt_cache_hit_tokens"),
    reasoningTokens: numberAt(output, "reasoning_tokens"),
  });
}

function defined(usage: { [Key in keyof Usage]: number | undefined }): Usage {
  return Object.fromEntries(Object.entries(usage).filter(([, count]) => count !== undefined));
}

/** `{"error": …}` in place of a chunk, or vLLM's `{"object":"error","message":…}`. */
function readFailure(chunk: JsonObject): Extract<ProviderEvent, { type: "provider_error" }> | undefined {
  const error = chunk["object"] === "error" ? chunk : chunk["error"];
  if (error === undefined || error === null) return undefined;
  const { message, code } = describeError(error);
  return code === undefined ? { type: "provider_error", message } : { type: "provider_error", message, code };
}

/** OpenAI's error object, or the plain text some servers send in its place. */
export function describeError(error: JsonValue): { message: string; code?: string; type?: string } {
  if (!isJsonObject(error)) return { message: typeof error === "string" ? error : JSON.stringify(error) };
  const code = error["code"];
  const type = textAt(error, "type");
  return {
    message: textAt(error, "message") ?? JSON.stringify(error),
    ...(typeof code === "string" || typeof code === "number" ? { code: String(code) } : {}),
    ...(type ? { type } : {}),
  };
}
