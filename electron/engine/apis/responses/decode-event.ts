import { isJsonObject, type JsonObject } from "@shared/domain/json/json.ts";
import { listAt, numberAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import { failed } from "../wire/failures.ts";
import { describeError, failureIn, saysFailure } from "../wire/words.ts";
import { createItemReader, type ItemReader, type Piece } from "./item-reader.ts";
import { readUsage } from "./usage.ts";
import type { EventType } from "./wire-types.ts";

/**
 * What an event does. `piece`: its `delta` is a piece of an item's text. `nothing`: it says how a step goes, or again
 * what an item says at its end.
 */
type Meaning = { piece: Piece } | "begins" | "item begins" | "item ends" | "annotation" | "ends" | "error" | "nothing";

/** Every event there is: a new one does not compile before it has a row. */
const meanings: Record<EventType, Meaning> = {
  "response.created": "begins",
  "response.queued": "begins",
  "response.in_progress": "begins",
  "response.completed": "ends",
  "response.incomplete": "ends",
  "response.failed": "ends",
  error: "error",
  "response.output_item.added": "item begins",
  "response.output_item.done": "item ends",
  "response.output_text.delta": { piece: "text" },
  "response.refusal.delta": { piece: "refusal" },
  "response.reasoning_text.delta": { piece: "reasoning" },
  "response.reasoning_summary_text.delta": { piece: "summary" },
  "response.function_call_arguments.delta": { piece: "arguments" },
  "response.custom_tool_call_input.delta": { piece: "arguments" },
  "response.output_text.annotation.added": "annotation",
  "response.output_text.done": "nothing",
  "response.refusal.done": "nothing",
  "response.reasoning_text.done": "nothing",
  "response.reasoning_summary_text.done": "nothing",
  "response.reasoning_summary_part.added": "nothing",
  "response.reasoning_summary_part.done": "nothing",
  "response.function_call_arguments.done": "nothing",
  "response.custom_tool_call_input.done": "nothing",
  "response.content_part.added": "nothing",
  "response.content_part.done": "nothing",
  "response.audio.delta": "nothing",
  "response.audio.done": "nothing",
  "response.audio.transcript.delta": "nothing",
  "response.audio.transcript.done": "nothing",
  "response.code_interpreter_call_code.delta": "nothing",
  "response.code_interpreter_call_code.done": "nothing",
  "response.code_interpreter_call.completed": "nothing",
  "response.code_interpreter_call.in_progress": "nothing",
  "response.code_interpreter_call.interpreting": "nothing",
  "response.compaction.compacting": "nothing",
  "response.file_search_call.completed": "nothing",
  "response.file_search_call.in_progress": "nothing",
  "response.file_search_call.searching": "nothing",
  "response.shell_call_command.added": "nothing",
  "response.shell_call_command.delta": "nothing",
  "response.shell_call_command.done": "nothing",
  "response.shell_call_output_content.delta": "nothing",
  "response.shell_call_output_content.done": "nothing",
  "response.web_search_call.completed": "nothing",
  "response.web_search_call.in_progress": "nothing",
  "response.web_search_call.searching": "nothing",
  "response.image_generation_call.completed": "nothing",
  "response.image_generation_call.generating": "nothing",
  "response.image_generation_call.in_progress": "nothing",
  "response.image_generation_call.partial_image": "nothing",
  "response.mcp_call_arguments.delta": "nothing",
  "response.mcp_call_arguments.done": "nothing",
  "response.mcp_call.completed": "nothing",
  "response.mcp_call.failed": "nothing",
  "response.mcp_call.in_progress": "nothing",
  "response.mcp_list_tools.completed": "nothing",
  "response.mcp_list_tools.failed": "nothing",
  "response.mcp_list_tools.in_progress": "nothing",
};

const known = new Map<string, Meaning>(Object.entries(meanings));

/** Reads the events of one streamed response, one call for each. */
export function createEventDecoder(): (event: JsonObject, events: ProviderEvent[]) => void {
  const items = createItemReader();
  const head = createHeadReader();

  return (event, events) => {
    const meaning = known.get(textAt(event, "type") ?? "");
    if (typeof meaning === "object") {
      const paragraph = numberAt(event, "summary_index") ?? 0;
      items.piece(keyOf(event), meaning.piece, paragraph, textAt(event, "delta") ?? "", events);
      return;
    }
    switch (meaning) {
      case "begins":
        head(objectAt(event, "response"), events);
        return;
      case "item begins":
      case "item ends": {
        const item = objectAt(event, "item");
        if (item) items[meaning === "item begins" ? "begin" : "end"](item, keyOf(event), events);
        return;
      }
      case "annotation": {
        const annotation = objectAt(event, "annotation");
        if (annotation) items.annotation(keyOf(event), annotation, events);
        return;
      }
      case "ends": {
        const response = objectAt(event, "response") ?? {};
        head(response, events);
        // Items that had no event of their own: it may have been lost, or the server has none.
        readItems(response, items, events);
        decodeEnd(response, items.hasCalls(), events);
        return;
      }
      case "error":
        events.push(failed(failureIn(event) ?? describeError(event)));
        return;
      case "nothing":
        return;
      case undefined:
        // Kinds to come say nothing that is shown; a proxy's error may have no type.
        decodeUnknown(event, events);
        return;
    }
  };
}

/** Reads a whole response. */
export function decodeResponse(response: JsonObject, events: ProviderEvent[]): void {
  const items = createItemReader();
  createHeadReader()(response, events);
  readItems(response, items, events);
  decodeEnd(response, items.hasCalls(), events);
}

/** Items are told apart by their place in the answer: their ids differ between events on some servers. */
function keyOf(event: JsonObject): string {
  const index = numberAt(event, "output_index");
  return index === undefined ? (textAt(event, "item_id") ?? "") : String(index);
}

function readItems(response: JsonObject, items: ItemReader, events: ProviderEvent[]): void {
  for (const [index, item] of listAt(response, "output").entries()) {
    if (isJsonObject(item)) items.end(item, String(index), events);
  }
}

/** The model and the answer's id, told once. */
function createHeadReader(): (response: JsonObject | undefined, events: ProviderEvent[]) => void {
  let told = "";
  return (response, events) => {
    const model = textAt(response, "model");
    // The tier that was asked for stands there until it is known which one served.
    const tier = textAt(response, "service_tier");
    const now = `${model} ${tier === "auto" ? "" : (tier ?? "")}`;
    if (!model || told === now) return;
    told = now;
    const responseId = textAt(response, "id");
    const served = tier === undefined || tier === "auto" ? {} : { tier };
    events.push({ type: "model", model, ...(responseId ? { responseId } : {}), ...served });
  };
}

/** How a response says that it ended; the events are closed by its full stop, or by its failure. */
function decodeEnd(response: JsonObject, hasCalls: boolean, events: ProviderEvent[]): void {
  const usage = objectAt(response, "usage");
  if (usage) events.push({ type: "usage", usage: readUsage(usage) });
  const status = textAt(response, "status");
  const { error } = response;
  if (status === "failed" || saysFailure(error)) {
    events.push(failed(saysFailure(error) ? describeError(error) : { message: "The provider says that it failed." }));
    return;
  }
  const reason = status === "incomplete" ? textAt(objectAt(response, "incomplete_details"), "reason") : undefined;
  events.push({ type: "finish", reason: finishOf(status, reason, hasCalls) }, { type: "terminated" });
}

/** Its status in chat completions' words; one that has none there is told as it is: `queued`, `cancelled`. */
function finishOf(status: string | undefined, reason: string | undefined, hasCalls: boolean): string {
  if (status === "incomplete") return reason === "max_output_tokens" ? "length" : (reason ?? status);
  if (status !== undefined && status !== "completed") return status;
  return hasCalls ? "tool_calls" : "stop";
}

function decodeUnknown(event: JsonObject, events: ProviderEvent[]): void {
  const isNamed = typeof event["type"] === "string";
  const words = isNamed && !saysFailure(event["error"]) ? undefined : failureIn(event);
  if (words) events.push(failed(words));
}
