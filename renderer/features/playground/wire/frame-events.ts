import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { emptyOutput, foldEvent } from "@shared/domain/run/fold-events.ts";
import type { ContentEvent, RunOutput } from "@shared/domain/run/stream-event.ts";
import type { WireFrame } from "@shared/domain/wire/wire.ts";
import { bodyObject } from "./body-object.ts";

/*
 * Frames read for a person: what one adds to the answer. The answer itself is decoded by the engine; this only shows,
 * frame by frame, how it came to be.
 */

/** What a frame of a chat stream adds to the answer, in the forms of OpenAI and Anthropic. */
export function frameEvents(data: string): ContentEvent[] {
  const frame = bodyObject(data);
  if (!frame) return [];
  return Array.isArray(frame["choices"]) ? openaiEvents(frame, frame["choices"]) : anthropicEvents(frame);
}

/** The answer as it stood after the first `count` frames. */
export function outputAfter(frames: readonly WireFrame[], count: number): RunOutput {
  const output = emptyOutput();
  const numbered = numberCalls();
  for (const frame of frames.slice(0, count)) {
    for (const event of frameEvents(frame.data)) foldEvent(output, { ...numbered(event), at: frame.at });
  }
  // Anthropic numbers all blocks of an answer, so its tool calls leave gaps; pieces of blocks that never began as a call
  // are the input of a tool that the provider runs itself.
  return { ...output, toolCalls: output.toolCalls.filter(({ id, function: { name } }) => id !== "" || name !== "") };
}

/**
 * Calls in the order in which they begin: servers leave their number out or say 0 for all, and a new id with a name is
 * a new call (`electron/engine/apis/README.md#one-answer-of-several`).
 */
function numberCalls(): (event: ContentEvent) => ContentEvent {
  const latest = new Map<number, { id: string | undefined; index: number }>();
  let next = 0;
  return (event) => {
    if (event.type !== "tool_call") return event;
    const known = latest.get(event.index);
    const id = event.id === "" ? undefined : event.id;
    const isAnother = id !== undefined && known?.id !== undefined && id !== known.id && Boolean(event.name);
    const call = known && !isAnother ? known : { id, index: next };
    if (call !== known) {
      latest.set(event.index, call);
      next += 1;
    }
    call.id ??= id;
    return { ...event, index: call.index };
  };
}

function openaiEvents(frame: JsonObject, choices: JsonValue[]): ContentEvent[] {
  const choice = choices[0];
  if (!isJsonObject(choice)) return isJsonObject(frame["usage"]) ? [{ type: "usage", usage: {} }] : [];
  const delta = choice["delta"];
  const events: ContentEvent[] = isJsonObject(delta)
    ? [
        ...said("reasoning", delta["reasoning_content"] ?? delta["reasoning"]),
        ...said("text", delta["content"]),
        ...said("refusal", delta["refusal"]),
        ...toolCalls(delta["tool_calls"]),
      ]
    : [];
  // A completion of a text has no deltas.
  events.push(...said("text", choice["text"]));
  if (typeof choice["finish_reason"] === "string") events.push({ type: "finish", reason: choice["finish_reason"] });
  return events;
}

function toolCalls(calls: JsonValue | undefined): ContentEvent[] {
  if (!Array.isArray(calls)) return [];
  return calls.filter(isJsonObject).map((call, position) => {
    const called = isJsonObject(call["function"]) ? call["function"] : {};
    return {
      type: "tool_call",
      index: typeof call["index"] === "number" ? call["index"] : position,
      ...(typeof call["id"] === "string" ? { id: call["id"] } : {}),
      ...(typeof called["name"] === "string" ? { name: called["name"] } : {}),
      arguments: typeof called["arguments"] === "string" ? called["arguments"] : "",
    };
  });
}

function anthropicEvents(frame: JsonObject): ContentEvent[] {
  const index = typeof frame["index"] === "number" ? frame["index"] : 0;
  const block = frame["content_block"];
  if (isJsonObject(block) && block["type"] === "tool_use") {
    return [{ type: "tool_call", index, id: String(block["id"]), name: String(block["name"]), arguments: "" }];
  }
  const delta = frame["delta"];
  if (!isJsonObject(delta)) return [];
  if (typeof delta["stop_reason"] === "string") return [{ type: "finish", reason: delta["stop_reason"] }];
  if (typeof delta["partial_json"] === "string") {
    return [{ type: "tool_call", index, arguments: delta["partial_json"] }];
  }
  return [...said("reasoning", delta["thinking"]), ...said("text", delta["text"])];
}

function said(type: "text" | "reasoning" | "refusal", value: JsonValue | undefined): ContentEvent[] {
  return typeof value === "string" && value !== "" ? [{ type, text: value }] : [];
}
