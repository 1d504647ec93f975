import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { listAt, numberAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import { failed } from "../wire/failures.ts";
import { readUsage } from "../wire/openai-usage.ts";
import { describeError, failureIn, saysFailure, type Words } from "../wire/words.ts";
import { createExtrasReader } from "./answer-extras.ts";
import { choicePart } from "./choice-part.ts";
import { createToolCallReader, type ToolCallReader } from "./tool-calls.ts";

/**
 * Reads the chunks of one stream (`delta`), or one whole completion (`message`): both have the same shape inside. One
 * choice is read, the one with the lowest number.
 */
export interface ChunkDecoder {
  /** Reads one; a failure that it tells of is the last event. */
  decode(chunk: JsonObject, events: ProviderEvent[]): void;
  /** No more comes: gives what was held back, and says so when the answer's reason was an error. */
  close(events: ProviderEvent[]): void;
}

export function createChunkDecoder(): ChunkDecoder {
  let modelSaid = false;
  /** The numbers of choices whose reason to end was an error. */
  const endedInError = new Set<number>();
  const readers = new Map<number, ToolCallReader>();
  /** Of choices beside the first: one of them is the answer where no first one ever comes. */
  const held = new Map<number, ProviderEvent[]>();
  const extras = createExtrasReader();
  let firstCame = false;
  let chosen = 0;
  let isClosed = false;

  /** Returns the failure that the choice tells of. */
  function decodeChoice(choice: JsonObject, index: number, events: ProviderEvent[]): Words | undefined {
    const tools = readers.get(index) ?? createToolCallReader();
    readers.set(index, tools);
    const content = objectAt(choice, "delta") ?? objectAt(choice, "message");
    if (content) decodeContent(content, tools, events);
    if (index === 0) extras.choice(choice, content, events);
    const reason = textAt(choice, "finish_reason");
    // Python's and JavaScript's nothing, written as a text (KoboldCpp).
    if (reason && !/^(?:null|none|undefined)$/i.test(reason)) events.push({ type: "finish", reason });
    if (reason === "error") endedInError.add(index);
    return saysFailure(choice["error"]) ? describeError(choice["error"]) : undefined;
  }

  function decodeChoices(chunk: JsonObject, events: ProviderEvent[]): Words | undefined {
    let failure: Words | undefined;
    let wholeCame = false;
    for (const choice of listAt(chunk, "choices")) {
      if (!isJsonObject(choice)) continue;
      const index = numberAt(choice, "index") ?? 0;
      if (index > 0) {
        hold(choice, index);
      } else if (!wholeCame) {
        firstCame = true;
        failure = decodeChoice(choice, 0, events) ?? failure;
        wholeCame = choice["message"] !== undefined;
      }
    }
    return failure;
  }

  function hold(choice: JsonObject, index: number): void {
    const own = held.get(index) ?? [];
    held.set(index, own);
    const failure = decodeChoice(choice, index, own);
    if (failure) own.push(failed(failure));
  }

  /** Gives what is told at the end: the lowest choice where no first one came, the others and the extras. */
  function release(events: ProviderEvent[]): void {
    if (isClosed) return;
    isClosed = true;
    if (!firstCame && held.size > 0) {
      chosen = Math.min(...held.keys());
      for (const event of held.get(chosen) ?? []) events.push(event);
      held.delete(chosen);
    }
    // A failure is the last event.
    if (events.at(-1)?.type === "provider_error") return;
    const others = [...held].toSorted(([a], [b]) => a - b).map(([index, own]) => choicePart(index, own));
    for (const part of [...extras.parts(), ...others]) events.push({ type: "part", part });
    held.clear();
  }

  return {
    decode(chunk, events) {
      const model = modelSaid ? undefined : readModel(chunk);
      if (model) {
        modelSaid = true;
        events.push(model);
      }
      const inChoice = decodeChoices(chunk, events);
      if (chunk["citations"] !== undefined || chunk["search_results"] !== undefined) extras.chunk(chunk);
      const usage = usageOf(chunk);
      if (usage) events.push({ type: "usage", usage: readUsage(usage) });
      const failure = failureOf(chunk) ?? inChoice;
      if (!failure) return;
      release(events);
      events.push(failed(failure));
    },
    close(events) {
      release(events);
      if (!endedInError.has(chosen) || events.at(-1)?.type === "provider_error") return;
      events.push(failed({ message: "The provider ended the answer with the reason “error”." }));
    },
  };
}

/** The model the server names, and the answer's id. */
function readModel(chunk: JsonObject): Extract<ProviderEvent, { type: "model" }> | undefined {
  const model = textAt(chunk, "model");
  if (!model) return undefined;
  const responseId = textAt(chunk, "id");
  const tier = textAt(chunk, "service_tier");
  return { type: "model", model, ...(responseId ? { responseId } : {}), ...(tier ? { tier } : {}) };
}

/** At the top, in Groq's own field, or inside a choice (Moonshot). */
function usageOf(chunk: JsonObject): JsonObject | undefined {
  const usage = objectAt(chunk, "usage") ?? objectAt(chunk["x_groq"], "usage");
  if (usage) return usage;
  for (const choice of listAt(chunk, "choices")) {
    const inside = objectAt(choice, "usage");
    if (inside) return inside;
  }
  return undefined;
}

/**
 * `{"error": …}` in place of a chunk or beside it, vLLM's `{"object":"error","message":…}`, and where there are no
 * choices any other form of a failure. Words alone, without a code, are not taken for one.
 */
function failureOf(chunk: JsonObject): Words | undefined {
  const isSaid = saysFailure(chunk["error"]) || chunk["object"] === "error" || chunk["type"] === "error";
  if (isSaid) return failureIn(chunk);
  if (Array.isArray(chunk["choices"]) || isJsonObject(chunk["usage"])) return undefined;
  const words = failureIn(chunk);
  return words?.code === undefined ? undefined : words;
}

function decodeContent(content: JsonObject, tools: ToolCallReader, events: ProviderEvent[]): void {
  // DeepSeek and vLLM say `reasoning_content`, OpenRouter and Groq `reasoning`; some send both with the same text.
  const reasoning =
    textAt(content, "reasoning_content") ||
    textAt(content, "reasoning") ||
    textAt(content, "thinking") ||
    detailsOf(listAt(content, "reasoning_details"));
  if (reasoning) events.push({ type: "reasoning", text: reasoning });
  decodeText(content["content"], events);
  const refusal = textAt(content, "refusal");
  if (refusal) events.push({ type: "refusal", text: refusal });
  const calls = listAt(content, "tool_calls");
  for (const [position, call] of calls.entries()) {
    if (isJsonObject(call)) tools.read(call, position, events);
  }
  // The old form; some servers send both with the same call.
  const oldCall = calls.length === 0 ? objectAt(content, "function_call") : undefined;
  if (oldCall) tools.read({ function: oldCall }, 0, events);
}

/** OpenRouter's parts of a thought, where they come alone (Snowflake): texts and summaries; what is encrypted says nothing. */
function detailsOf(details: readonly JsonValue[]): string {
  return details
    .map((detail) => (isJsonObject(detail) ? (textAt(detail, "text") ?? textAt(detail, "summary") ?? "") : ""))
    .join("");
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
    const thinking = textAt(part, "thinking");
    if (thinking) events.push({ type: "reasoning", text: thinking });
    for (const thought of listAt(part, "thinking")) {
      const reasoning = isJsonObject(thought) ? textAt(thought, "text") : undefined;
      if (reasoning) events.push({ type: "reasoning", text: reasoning });
    }
  }
}
