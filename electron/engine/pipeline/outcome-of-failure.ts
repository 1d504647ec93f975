import { appError, appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { Outcome } from "@shared/domain/run/stream-event.ts";

/** How a run ended that failed before its request was sent. */
export function outcomeBeforeSending(thrown: unknown, signal: AbortSignal): Outcome {
  if (signal.aborted) return { kind: "cancelled", error: appError("cancelled") };
  return { kind: "not_sent", error: appErrorOf(thrown) };
}
