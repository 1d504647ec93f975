import { providerSigns } from "@engine/http/provider-signs.ts";
import type { Runner } from "@engine/runner.ts";
import { appError } from "@shared/domain/error/app-failure.ts";
import { mapStrings } from "@shared/domain/json/map-strings.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { printRequest } from "./print-request.ts";
import { PromptscopeError } from "./promptscope-error.ts";
import { tellWarnings, warningsOf } from "./tell-warnings.ts";
import type { CompletionOptions } from "./types.ts";

/** What a call wants to hear while it runs. */
type Watching = Pick<CompletionOptions, "onWarning" | "set_verbose">;

/** Tells what a run says on its way. */
export function watch(event: StreamEvent, record: RunRecord, options: Watching): void {
  if (event.type === "prepared") tellWarnings(warningsOf(record), options);
  if (event.type !== "request" || !options.set_verbose) return;
  const exchange = record.exchanges.find(({ id }) => id === event.exchangeId);
  if (exchange) printRequest(exchange);
}

/** Why a run failed, for its caller; undefined where it did not. */
export function failureOf(
  { outcome, plan, exchanges }: RunRecord,
  { signal }: Pick<CompletionOptions, "signal">,
  { redact }: Runner,
): PromptscopeError | undefined {
  const told = outcome ? ("error" in outcome ? outcome.error : undefined) : appError("internal");
  if (!told) return undefined;
  // The second net: no error of ours repeats a key, whoever wrote its words.
  const error = mapStrings(told, redact);
  const isStopped = error.code === "cancelled" && signal?.aborted;
  const answer = exchanges.findLast(({ kind }) => kind === "provider")?.response;
  return new PromptscopeError(error, {
    provider: plan?.route.provider ?? error.provider,
    headers: providerSigns(answer?.headers ?? []).map(([name, value]) => [name, redact(value)]),
    ...(isStopped ? { cause: signal.reason } : {}),
  });
}
