import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { ContentEvent } from "@shared/domain/run/stream-event.ts";
import { bodyObject } from "./body-object.ts";
import { frameEvents } from "./frame-events.ts";

/**
 * What a frame of a chat stream adds, in the forms of OpenAI and Anthropic: text in quotes, else a word for what it
 * is. Undefined when it says nothing known; the raw data stands beside it in any case.
 */
export function frameGist(data: string): string | undefined {
  if (data.trim() === "[DONE]") return "end of stream";
  const said = frameEvents(data).map(eventGist);
  return said.length > 0 ? said.join(" · ") : markGist(data);
}

function eventGist(event: ContentEvent): string {
  switch (event.type) {
    case "text":
      return JSON.stringify(event.text);
    case "tool_call":
      return event.name ? `tool call ${event.name}` : `tool input ${JSON.stringify(event.arguments)}`;
    case "usage":
    case "model":
    case "vectors":
      return event.type;
    case "part":
      return event.part.type;
    case "opaque":
      return `signature of ${event.of}`;
    case "finish":
      return `finish: ${event.reason}`;
    default:
      return `${event.type} ${JSON.stringify(event.text)}`;
  }
}

/** Frames that open and close something and carry no content. */
function markGist(data: string): string | undefined {
  const frame = bodyObject(data);
  if (!frame) return undefined;
  const choice = Array.isArray(frame["choices"]) ? frame["choices"][0] : undefined;
  const delta = isJsonObject(choice) ? choice["delta"] : undefined;
  if (isJsonObject(delta) && typeof delta["role"] === "string") return `role: ${delta["role"]}`;
  const type = frame["type"];
  return typeof type === "string" ? marks[type] : undefined;
}

const marks: Record<string, string> = {
  message_start: "the message starts",
  content_block_start: "a block starts",
  content_block_stop: "the block ends",
  message_stop: "end of stream",
  ping: "keep-alive",
};
