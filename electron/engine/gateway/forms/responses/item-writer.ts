import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { Opaque } from "@shared/domain/message/output-part.ts";
import type { ContentEvent } from "@shared/domain/run/stream-event.ts";
import { withCarried } from "../wire/carried.ts";
import { saysFreeText } from "../wire/free-text.ts";
import { writeItemId } from "../wire/written-ids.ts";

/** An event of a streamed response, without its number. */
export type ResponseEvent = { type: string } & JsonObject;

/** Makes items of an answer's events, and tells how they come about; for a whole answer the items alone count. */
export interface ItemWriter {
  write(event: ContentEvent): ResponseEvent[];
  /** Ends what is open. */
  close(): ResponseEvent[];
  /** Those that are whole. */
  readonly items: readonly JsonObject[];
  hasCalls(): boolean;
}

type Open =
  | { kind: "text" | "refusal" | "reasoning"; text: string }
  /** `isTold`: its beginning was sent. */
  | { kind: "call"; index: number; item: JsonObject; isTold: boolean };

/** What a call says, by the kind of its tool: the key in its item, and how events of its pieces begin. */
const said = {
  function_call: { key: "arguments", event: "response.function_call_arguments" },
  custom_tool_call: { key: "input", event: "response.custom_tool_call_input" },
} as const;

function saidBy(item: JsonObject): (typeof said)[keyof typeof said] {
  return item["type"] === "custom_tool_call" ? said.custom_tool_call : said.function_call;
}

/** @param suffix tells the ids of one answer's items from another's. */
export function createItemWriter(suffix: string): ItemWriter {
  const items: JsonObject[] = [];
  let open: Open | undefined;
  let calls = 0;

  const place = () => ({ output_index: items.length });
  const idOf = (prefix: string) => writeItemId(prefix, suffix, items.length);

  function end(opaque?: Opaque): ResponseEvent[] {
    if (!open) return [];
    const ended = open;
    open = undefined;
    const opening = ended.kind === "call" ? tell(ended) : [];
    const [item, events] = ended.kind === "call" ? endCall(ended.item) : endText(ended, opaque);
    const done = { type: "response.output_item.done", ...place(), item };
    items.push(item);
    return [...opening, ...events, done];
  }

  /** A call begins with its id, which may have to carry something that comes behind its name: so long nothing is sent. */
  function tell(call: Extract<Open, { kind: "call" }>): ResponseEvent[] {
    if (call.isTold) return [];
    call.isTold = true;
    return [{ type: "response.output_item.added", ...place(), item: { ...call.item, [saidBy(call.item).key]: "" } }];
  }

  function endText({ kind, text }: Exclude<Open, { kind: "call" }>, opaque?: Opaque): [JsonObject, ResponseEvent[]] {
    if (kind === "reasoning") {
      const id = idOf("rs");
      const at = { item_id: id, ...place(), summary_index: 0 };
      const part = { type: "summary_text", text };
      const carried = opaque ? { encrypted_content: withCarried("", opaque) } : {};
      const told = [
        { type: "response.reasoning_summary_text.done", ...at, text },
        { type: "response.reasoning_summary_part.done", ...at, part },
      ];
      return [{ id, type: "reasoning", summary: text === "" ? [] : [part], ...carried }, text === "" ? [] : told];
    }
    const id = idOf("msg");
    const at = { item_id: id, ...place(), content_index: 0 };
    const part = partOf(kind, text);
    const whole = kind === "text" ? { text, logprobs: [] } : { refusal: text };
    return [
      { id, type: "message", status: "completed", role: "assistant", content: [part] },
      [
        { type: kind === "text" ? "response.output_text.done" : "response.refusal.done", ...at, ...whole },
        { type: "response.content_part.done", ...at, part },
      ],
    ];
  }

  function endCall(item: JsonObject): [JsonObject, ResponseEvent[]] {
    const { key, event } = saidBy(item);
    const isFunction = key === "arguments";
    const whole = isFunction ? { ...item, status: "completed" } : item;
    const named = isFunction ? { name: item["name"] ?? "" } : {};
    return [
      whole,
      [{ type: `${event}.done`, item_id: item["id"] ?? "", ...place(), ...named, [key]: item[key] ?? "" }],
    ];
  }

  function begin(kind: "text" | "refusal" | "reasoning"): ResponseEvent[] {
    if (open?.kind === kind) return [];
    const before = end();
    open = { kind, text: "" };
    const id = idOf(kind === "reasoning" ? "rs" : "msg");
    const at = { item_id: id, ...place() };
    const item: JsonObject =
      kind === "reasoning"
        ? { id, type: "reasoning", summary: [] }
        : { id, type: "message", status: "in_progress", role: "assistant", content: [] };
    const part =
      kind === "reasoning"
        ? {
            type: "response.reasoning_summary_part.added",
            ...at,
            summary_index: 0,
            part: { type: "summary_text", text: "" },
          }
        : { type: "response.content_part.added", ...at, content_index: 0, part: partOf(kind, "") };
    return [...before, { type: "response.output_item.added", ...place(), item }, part];
  }

  function piece(kind: "text" | "refusal" | "reasoning", text: string): ResponseEvent[] {
    const opening = begin(kind);
    if (open && open.kind === kind) open.text += text;
    const names = { text: "output_text", refusal: "refusal", reasoning: "reasoning_summary_text" };
    const index = kind === "reasoning" ? { summary_index: 0 } : { content_index: 0 };
    const at = { item_id: idOf(kind === "reasoning" ? "rs" : "msg"), ...place(), ...index };
    const logprobs = kind === "text" ? { logprobs: [] } : {};
    return [...opening, { type: `response.${names[kind]}.delta`, ...at, delta: text, ...logprobs }];
  }

  function call(event: Extract<ContentEvent, { type: "tool_call" }>): ResponseEvent[] {
    const { index, id, name, arguments: text } = event;
    const events: ResponseEvent[] = [];
    if (!(open?.kind === "call" && open.index === index)) {
      events.push(...end());
      calls += 1;
      const item = {
        id: idOf("fc"),
        type: "function_call",
        status: "in_progress",
        call_id: id ?? `call_${index}`,
        name: name ?? "",
        arguments: "",
      };
      open = { kind: "call", index, item, isTold: false };
    }
    if (open?.kind !== "call") return events;
    const { item } = open;
    if (name !== undefined) item["name"] = name;
    if (text === "") return events;
    events.push(...tell(open));
    const { key, event: kind } = saidBy(item);
    item[key] = `${String(item[key])}${text}`;
    const at = { item_id: item["id"] ?? "", ...place() };
    return [...events, { type: `${kind}.delta`, ...at, delta: text }];
  }

  function opaque(event: Extract<ContentEvent, { type: "opaque" }>): ResponseEvent[] {
    if (event.of === "reasoning") return [...begin("reasoning"), ...end(event.opaque)];
    if (event.of !== "tool_call" || open?.kind !== "call") return [];
    // What comes behind the arguments is another server's own, which takes its calls without it.
    if (open.isTold) return [];
    const { call_id: callId = "", name = "" } = open.item;
    if (saysFreeText(event.opaque)) {
      open.item = { id: idOf("ctc"), type: "custom_tool_call", call_id: callId, name, input: "" };
      return tell(open);
    }
    open.item["call_id"] = withCarried(String(open.item["call_id"]), event.opaque);
    return tell(open);
  }

  return {
    items,
    hasCalls: () => calls > 0,
    write(event) {
      switch (event.type) {
        case "text":
        case "refusal":
        case "reasoning":
          return piece(event.type, event.text);
        case "tool_call":
          return call(event);
        case "opaque":
          return opaque(event);
        default:
          return [];
      }
    },
    close: () => end(),
  };
}

function partOf(kind: "text" | "refusal", text: string): JsonObject {
  const empty: JsonValue[] = [];
  return kind === "text"
    ? { type: "output_text", text, annotations: empty, logprobs: [] }
    : { type: "refusal", refusal: text };
}
