import { isJsonObject, type JsonObject } from "@shared/domain/json/json.ts";
import { listAt, numberAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import { failed, protocolError } from "../wire/failures.ts";
import { describeError, failureIn, saysFailure } from "../wire/words.ts";
import { citationOf } from "./citations.ts";
import { freeTextOf, markedAsText } from "./free-text-tools.ts";
import { messagesId } from "./id.ts";
import { createServerBlocks, serverPartOf } from "./server-blocks.ts";
import { createUsageReader } from "./usage.ts";

/** Anthropic's reasons in OpenAI's words; others are passed on as they are (`pause_turn`: the answer is not whole). */
const finishReasons: Record<string, string> = {
  end_turn: "stop",
  stop_sequence: "stop",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  tool_use: "tool_calls",
  refusal: "content_filter",
};

/** A call of a tool whose block is open. */
interface OpenCall {
  /** Of the caller's tools; the answer's own has none. */
  index?: number;
  /** As the block began: all of it where no pieces follow. */
  input: JsonObject;
  hasPieces: boolean;
  /** Of a tool that takes free text, its arguments so far: the text in them is told when they are whole. */
  held?: string;
}

/**
 * `answerTool`: the tool whose arguments are the answer itself, where one was offered; `freeText`: the names of those that
 * take free text.
 */
export interface DecodeOptions {
  answerTool?: string;
  freeText?: ReadonlySet<string>;
}

/** Reads the events of one streamed message, one call for each. */
export function createEventDecoder({
  answerTool,
  freeText,
}: DecodeOptions = {}): (event: JsonObject, events: ProviderEvent[]) => void {
  const readUsage = createUsageReader();
  /** By block number, which counts texts, thoughts and the provider's own tools too; calls are counted by themselves. */
  const open = new Map<number, OpenCall>();
  const servers = createServerBlocks();
  /** Of the open text, which they are told behind: they come before the words they are of. */
  let citations: JsonObject[] = [];
  let calls = 0;
  let messageId: string | undefined;
  let hasContent = false;
  let isAnswered = false;

  function start(event: JsonObject, events: ProviderEvent[]): void {
    const message = objectAt(event, "message");
    const id = textAt(message, "id");
    // Two streams that a proxy glued together: what came first is no part of what follows.
    if (hasContent && id !== messageId) {
      events.push(protocolError("A second message began in the middle of the first."));
      return;
    }
    messageId = id;
    if (message) decodeHead(message, readUsage, events);
  }

  function begin(block: JsonObject, number: number, events: ProviderEvent[]): void {
    close(number, events);
    hasContent = true;
    if (isServers(block)) {
      servers.begin(number, block);
      return;
    }
    if (block["type"] !== "tool_use") {
      decodeText(block, textAt(block, "type"), events);
      return;
    }
    const begun = { input: objectAt(block, "input") ?? {}, hasPieces: false };
    if (answerTool !== undefined && textAt(block, "name") === answerTool) {
      isAnswered = true;
      open.set(number, begun);
      return;
    }
    const isText = freeText?.has(textAt(block, "name") ?? "") === true;
    open.set(number, { ...begun, index: calls, ...(isText ? { held: "" } : {}) });
    events.push(callBegins(block, calls, ""), ...(isText ? [markedAsText(calls)] : []));
    calls += 1;
  }

  function callPiece({ index }: OpenCall, text: string, events: ProviderEvent[]): void {
    if (index === undefined) events.push({ type: "text", text });
    else events.push({ type: "tool_call", index, arguments: text });
  }

  function piece(delta: JsonObject, number: number, events: ProviderEvent[]): void {
    const kind = textAt(delta, "type");
    if (servers.piece(number, delta)) return;
    const citation = kind === "citations_delta" ? objectAt(delta, "citation") : undefined;
    if (citation) citations.push(citation);
    if (kind === "text_delta" || kind === "thinking_delta") {
      decodeText(delta, kind === "text_delta" ? "text" : "thinking", events);
    }
    if (kind === "signature_delta") decodeSignature(delta, events);
    const json = kind === "input_json_delta" ? textAt(delta, "partial_json") : undefined;
    // Tools that run at the provider get their input in such pieces too.
    const call = open.get(number);
    if (!call || !json) return;
    call.hasPieces = true;
    if (call.held === undefined) callPiece(call, json, events);
    else call.held += json;
  }

  /** A block that ends without pieces had its whole input at its start; a tool without arguments has an empty one. */
  function close(number: number, events: ProviderEvent[]): void {
    servers.end(number, events);
    for (const citation of citations) cite(citation, events);
    citations = [];
    const call = open.get(number);
    open.delete(number);
    if (!call) return;
    if (call.held !== undefined) callPiece(call, freeTextOf(call.held || JSON.stringify(call.input)), events);
    else if (!call.hasPieces) callPiece(call, JSON.stringify(call.input), events);
  }

  return (event, events) => {
    const number = numberAt(event, "index") ?? 0;
    switch (event["type"]) {
      case "message_start":
        start(event, events);
        return;
      case "content_block_start": {
        const block = objectAt(event, "content_block");
        if (block) begin(block, number, events);
        return;
      }
      case "content_block_delta": {
        const delta = objectAt(event, "delta");
        if (delta) piece(delta, number, events);
        return;
      }
      case "content_block_stop":
        close(number, events);
        return;
      case "message_delta": {
        // Some servers leave out the end of blocks.
        for (const left of [...open.keys()]) close(left, events);
        const usage = objectAt(event, "usage");
        if (usage) events.push({ type: "usage", usage: readUsage(usage) });
        decodeStop(objectAt(event, "delta"), isAnswered && calls === 0, events);
        return;
      }
      case "message_stop":
        for (const left of [...open.keys()]) close(left, events);
        events.push({ type: "terminated" });
        return;
      case "error":
        events.push(failed(failureIn(event) ?? describeError(event)));
        return;
      default:
        // `ping` and kinds to come say nothing that is shown; a proxy's error may have no type.
        decodeUntyped(event, events);
        return;
    }
  };
}

/** Reads a whole message. */
export function decodeMessage(
  message: JsonObject,
  events: ProviderEvent[],
  { answerTool, freeText }: DecodeOptions = {},
): void {
  decodeHead(message, createUsageReader(), events);
  let calls = 0;
  let isAnswered = false;
  for (const block of listAt(message, "content")) {
    if (!isJsonObject(block)) continue;
    if (isServers(block)) events.push({ type: "part", part: serverPartOf(block) });
    else if (block["type"] !== "tool_use") decodeText(block, textAt(block, "type"), events);
    else if (answerTool !== undefined && textAt(block, "name") === answerTool) {
      isAnswered = true;
      events.push({ type: "text", text: JSON.stringify(block["input"] ?? {}) });
    } else {
      const input = JSON.stringify(block["input"] ?? {});
      if (freeText?.has(textAt(block, "name") ?? "")) {
        const told = { type: "tool_call", index: calls, arguments: freeTextOf(input) } as const;
        events.push(callBegins(block, calls, ""), markedAsText(calls), told);
      } else events.push(callBegins(block, calls, input));
      calls += 1;
    }
  }
  decodeStop(message, isAnswered && calls === 0, events);
  if (saysFailure(message["error"])) events.push(failed(describeError(message["error"])));
}

function decodeUntyped(event: JsonObject, events: ProviderEvent[]): void {
  const isNamed = typeof event["type"] === "string";
  const words = isNamed && !saysFailure(event["error"]) ? undefined : failureIn(event);
  if (words) events.push(failed(words));
}

function decodeHead(
  message: JsonObject,
  readUsage: ReturnType<typeof createUsageReader>,
  events: ProviderEvent[],
): void {
  const model = textAt(message, "model");
  const responseId = textAt(message, "id");
  const usage = objectAt(message, "usage");
  const tier = textAt(usage, "service_tier");
  if (model) events.push({ type: "model", model, ...(responseId ? { responseId } : {}), ...(tier ? { tier } : {}) });
  if (usage) events.push({ type: "usage", usage: readUsage(usage) });
}

/** The text or thought of a block, or of a piece of one; of other kinds nothing is shown. */
function decodeText(block: JsonObject, kind: string | undefined, events: ProviderEvent[]): void {
  const redacted = kind === "redacted_thinking" ? textAt(block, "data") : undefined;
  if (redacted) events.push(opaqueThought({ redacted }));
  if (kind !== "text" && kind !== "thinking") return;
  const text = textAt(block, kind);
  if (text) events.push({ type: kind === "text" ? "text" : "reasoning", text });
  for (const one of listAt(block, "citations")) if (isJsonObject(one)) cite(one, events);
  if (kind === "thinking") decodeSignature(block, events);
}

/** Blocks whose words, thoughts or calls are read here; all others are steps of the provider's. */
const readHere = new Set(["text", "thinking", "redacted_thinking", "tool_use"]);

function isServers(block: JsonObject): boolean {
  return !readHere.has(textAt(block, "type") ?? "text");
}

function cite(citation: JsonObject, events: ProviderEvent[]): void {
  events.push({ type: "part", part: { type: "citation", value: citationOf(citation) } });
}

/** Anthropic takes thoughts back only with the signature they came with. */
function decodeSignature(holder: JsonObject, events: ProviderEvent[]): void {
  const signature = textAt(holder, "signature");
  if (signature) events.push(opaqueThought({ signature }));
}

function opaqueThought(data: JsonObject): ProviderEvent {
  return { type: "opaque", of: "reasoning", opaque: { api: messagesId, data } };
}

function callBegins(block: JsonObject, index: number, input: string): ProviderEvent {
  const id = textAt(block, "id");
  const name = textAt(block, "name");
  return { type: "tool_call", index, ...(id ? { id } : {}), ...(name ? { name } : {}), arguments: input };
}

/** `isAnswer`: the one call there is was the answer. */
function decodeStop(holder: JsonObject | undefined, isAnswer: boolean, events: ProviderEvent[]): void {
  const reason = textAt(holder, "stop_reason");
  if (!reason) return;
  const said = finishReasons[reason] ?? reason;
  const why = reason === "refusal" ? textAt(objectAt(holder, "stop_details"), "explanation") : undefined;
  if (why) events.push({ type: "refusal", text: why });
  events.push({ type: "finish", reason: isAnswer && reason === "tool_use" ? "stop" : said });
}
