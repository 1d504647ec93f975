import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";

/**
 * Why no complete response came: the person stopped it, the app was gone, or it failed; undefined when one came or may
 * still come. A request of no run cannot be stopped. In a stopped run an earlier attempt may have failed by itself, so that the words of both are compared.
 */
export function exchangeEnd(
  { failure, timings }: Exchange,
  record: RunRecord | undefined,
): "stopped" | "interrupted" | "failed" | undefined {
  if (failure === undefined) return undefined;
  const { outcome, state } = record ?? {};
  if (state === "interrupted" && timings.end === undefined) return "interrupted";
  return outcome?.kind === "cancelled" && failure === outcome.error.message ? "stopped" : "failed";
}
