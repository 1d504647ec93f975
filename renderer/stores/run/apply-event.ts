import { foldEvent } from "@shared/domain/run/fold-events.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import type { RunView } from "./runs.ts";

/** Folds an event into a view; the view is changed. */
export function applyEvent(view: RunView, event: StreamEvent): void {
  switch (event.type) {
    case "prepared":
      view.warnings = event.warnings;
      return;
    case "queued":
      view.queued = {
        reason: event.reason,
        ahead: event.ahead,
        ...(event.pausedForMs === undefined ? {} : { resumesAt: Date.now() + event.pausedForMs }),
      };
      return;
    case "request":
      delete view.retry;
      delete view.queued;
      return;
    case "response":
      view.httpStatus = event.status;
      return;
    case "retry":
      view.retry = { attempt: event.attempt, startsAt: Date.now() + event.delayMs, error: event.error };
      return;
    case "end":
      view.outcome = event.outcome;
      view.metrics = event.metrics;
      view.state = "finished";
      view.endedAt = Date.now();
      return;
    default:
      if (event.type === "text" || event.type === "reasoning" || event.type === "tool_call") {
        view.state = "streaming";
        view.firstTokenAt ??= event.at;
      }
      foldEvent(view.output, event);
  }
}
