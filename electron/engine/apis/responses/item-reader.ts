import { isJsonObject, type JsonObject } from "@shared/domain/json/json.ts";
import { listAt, textAt } from "@shared/domain/json/read-json.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import { tokenOf } from "../wire/logprobs.ts";
import { citationOf } from "./citations.ts";
import { responsesId } from "./id.ts";
import { picturesOf, serverToolOf } from "./server-tools.ts";

/** Texts of an item that come in pieces: by which kind and which number among its kind. */
export type Piece = "text" | "refusal" | "summary" | "reasoning" | "arguments";

/** Reads the items of one answer, whole or piece by piece: what has come in pieces is not given again at an item's end. */
export interface ItemReader {
  /** An item began: of a call its name. */
  begin(item: JsonObject, key: string, events: ProviderEvent[]): void;
  piece(key: string, kind: Piece, number: number, text: string, events: ProviderEvent[]): void;
  annotation(key: string, annotation: JsonObject, events: ProviderEvent[]): void;
  /** An item is whole: gives what of it has not come yet, and what the API wants to have back of it. */
  end(item: JsonObject, key: string, events: ProviderEvent[]): void;
  /** Whether the caller's tools are called. */
  hasCalls(): boolean;
}

/** How far an item has come. Texts of a kind are counted together: servers number them differently in pieces and at the end. */
interface Progress {
  /** Of a call, its number among calls. */
  call?: number;
  /** Characters that have been given. */
  given: Partial<Record<Piece, number>>;
  /** Numbers of the summaries that have begun. */
  summaries: Set<number>;
  annotations: number;
  isDone?: true;
}

/** What a text is told as. */
const toldAs = { text: "text", refusal: "refusal", summary: "reasoning", reasoning: "reasoning" } as const;

export function createItemReader(): ItemReader {
  const items = new Map<string, Progress>();
  /** Ids of items that are whole. */
  const done = new Set<string>();
  let calls = 0;
  /** What follows a thought goes back under its own id, or the thought is refused. */
  let hasReasoned = false;

  function progressOf(key: string): Progress {
    const known = items.get(key);
    if (known) return known;
    const progress: Progress = { given: {}, summaries: new Set(), annotations: 0 };
    items.set(key, progress);
    return progress;
  }

  function tell(progress: Progress, kind: Piece, number: number, text: string, events: ProviderEvent[]): void {
    if (text === "") return;
    progress.given[kind] = (progress.given[kind] ?? 0) + text.length;
    if (kind === "arguments") {
      if (progress.call !== undefined) events.push({ type: "tool_call", index: progress.call, arguments: text });
      return;
    }
    events.push({ type: toldAs[kind], text: beginsParagraph(progress, kind, number) ? `\n\n${text}` : text });
  }

  /** Gives what of whole texts has not come in pieces. */
  function rest(
    progress: Progress,
    kind: Piece,
    texts: readonly (string | undefined)[],
    events: ProviderEvent[],
  ): void {
    let given = progress.given[kind] ?? 0;
    for (const [number, text = ""] of texts.entries()) {
      if (text.length > given) tell(progress, kind, number, text.slice(given), events);
      given = Math.max(0, given - text.length);
    }
  }

  function callBegins(item: JsonObject, progress: Progress, events: ProviderEvent[]): void {
    if (progress.call !== undefined) return;
    progress.call = calls;
    calls += 1;
    const id = textAt(item, "call_id") ?? textAt(item, "id");
    const name = nameOf(item);
    const signs = { ...(id ? { id } : {}), ...(name ? { name } : {}) };
    events.push({ type: "tool_call", index: progress.call, ...signs, arguments: "" });
    // Whoever writes the call anew has to know at its beginning that it says a text.
    if (isCustom(item)) markCall(item, progress.call, events);
  }

  function markCall({ arguments: _, input: __, ...data }: JsonObject, index: number, events: ProviderEvent[]): void {
    events.push({ type: "opaque", of: "tool_call", index, opaque: { api: responsesId, data } });
  }

  function endMessage(item: JsonObject, progress: Progress, events: ProviderEvent[]): void {
    // A compacted conversation has the user's messages in it too.
    if (item["role"] !== undefined && item["role"] !== "assistant") return;
    const parts = listAt(item, "content").filter(isJsonObject);
    const isRefused = parts.some(({ type }) => type === "refusal");
    rest(progress, "text", textsOf(parts, "text"), events);
    rest(progress, "refusal", textsOf(parts, "refusal"), events);
    const annotations = parts.flatMap((part) => listAt(part, "annotations")).filter(isJsonObject);
    for (const one of annotations.slice(progress.annotations)) cite(one, events);
    const tokens = parts.flatMap((part) => listAt(part, "logprobs").flatMap(tokenOf));
    if (tokens.length > 0) events.push({ type: "part", part: { type: "logprobs", value: tokens } });
    const { id, phase } = item;
    if (parts.length > 0 && typeof id === "string" && (hasReasoned || typeof phase === "string")) {
      const data = { id, ...(typeof phase === "string" ? { phase } : {}) };
      events.push({ type: "opaque", of: isRefused ? "refusal" : "text", opaque: { api: responsesId, data } });
    }
  }

  function endReasoning(item: JsonObject, progress: Progress, events: ProviderEvent[]): void {
    rest(progress, "summary", textsOf(listAt(item, "summary").filter(isJsonObject), "text"), events);
    rest(progress, "reasoning", textsOf(listAt(item, "content").filter(isJsonObject), "text"), events);
    hasReasoned = true;
    events.push({ type: "opaque", of: "reasoning", opaque: { api: responsesId, data: item } });
  }

  function endCall(item: JsonObject, progress: Progress, events: ProviderEvent[]): void {
    callBegins(item, progress, events);
    rest(progress, "arguments", [textAt(item, isCustom(item) ? "input" : "arguments")], events);
    const isMarked = hasReasoned || isCustom(item) || item["namespace"] !== undefined || item["caller"] !== undefined;
    if (progress.call !== undefined && isMarked) markCall(item, progress.call, events);
  }

  return {
    begin(item, key, events) {
      const progress = progressOf(key);
      if (isCall(item)) callBegins(item, progress, events);
    },
    piece(key, kind, number, text, events) {
      tell(progressOf(key), kind, number, text, events);
    },
    annotation(key, annotation, events) {
      progressOf(key).annotations += 1;
      cite(annotation, events);
    },
    end(item, key, events) {
      const progress = progressOf(key);
      const id = textAt(item, "id");
      if (progress.isDone || (id !== undefined && done.has(id))) return;
      progress.isDone = true;
      if (id !== undefined) done.add(id);
      if (item["type"] === "message") endMessage(item, progress, events);
      else if (item["type"] === "reasoning") endReasoning(item, progress, events);
      else if (isCall(item)) endCall(item, progress, events);
      else {
        events.push({ type: "part", part: serverToolOf(item) });
        for (const picture of picturesOf(item)) events.push({ type: "part", part: picture });
      }
    },
    hasCalls: () => calls > 0,
  };
}

function isCall(item: JsonObject): boolean {
  return item["type"] === "function_call" || isCustom(item);
}

function isCustom({ type }: JsonObject): boolean {
  return type === "custom_tool_call";
}

/** A tool out of a namespace is told apart from one of the same name by it. */
function nameOf(item: JsonObject): string | undefined {
  const name = textAt(item, "name");
  const namespace = textAt(item, "namespace");
  return name && namespace ? `${namespace}.${name}` : name;
}

function textsOf(parts: readonly JsonObject[], key: string): (string | undefined)[] {
  return parts.map((part) => textAt(part, key));
}

/** Each summary is a paragraph of its own. */
function beginsParagraph({ summaries }: Progress, kind: Piece, number: number): boolean {
  if (kind !== "summary" || summaries.has(number)) return false;
  summaries.add(number);
  return summaries.size > 1;
}

function cite(annotation: JsonObject, events: ProviderEvent[]): void {
  events.push({ type: "part", part: { type: "citation", value: citationOf(annotation) } });
}
