import type { RunRecord } from "@shared/domain/run/run.ts";
import type { RunView } from "./runs.ts";

/** A kept run in the form the playground shows runs in. */
export function viewOfRecord(record: RunRecord): RunView {
  const { outcome, metrics } = record;
  return {
    runId: record.id,
    state: record.state === "running" ? "streaming" : "finished",
    request: record.request,
    startedAt: record.startedAt,
    output: record.output,
    warnings: record.warnings,
    record,
    ...(outcome ? { outcome } : {}),
    ...(metrics ? { metrics } : {}),
    ...(metrics?.httpStatus === undefined ? {} : { httpStatus: metrics.httpStatus }),
  };
}
