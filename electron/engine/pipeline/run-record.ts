import { randomUUID } from "node:crypto";
import { emptyOutput, foldEvent } from "@shared/domain/run/fold-events.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";

/** The record of a run that has just started. `startedAt` is in UTC milliseconds. */
export function newRunRecord(request: RunRequest, sequence: number, startedAt: number): RunRecord {
  return {
    id: randomUUID(),
    sequence,
    startedAt,
    state: "running",
    kind: request.input === undefined ? "generate" : "embed",
    request,
    exchanges: [],
    output: emptyOutput(),
    warnings: [],
  };
}

/** Adds an event to a record. What comes after its end is not added; false says so. */
export function recordEvent(record: RunRecord, event: StreamEvent): boolean {
  if (record.state === "finished") return false;
  foldEvent(record.output, event);
  if (event.type === "end") {
    record.state = "finished";
    record.outcome = event.outcome;
    record.metrics = event.metrics;
  }
  return true;
}
