import type { ContentEvent, StreamEvent } from "./stream-event.ts";

const types: ReadonlySet<string> = new Set<ContentEvent["type"]>([
  "text",
  "reasoning",
  "refusal",
  "tool_call",
  "part",
  "opaque",
  "vectors",
  "usage",
  "model",
  "finish",
]);

/** Whether an event is part of the answer and not of how the run goes. */
export function isContentEvent(event: StreamEvent): event is { at: number } & ContentEvent {
  return types.has(event.type);
}
