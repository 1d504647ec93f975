import type { GatewayCall } from "@engine/gateway/call-record.ts";
import { neutralJson } from "@shared/domain/text/terminal-text.ts";

/** One line per call: model, prompt, target, status, time. */
export function callLine({ record, requestedModel, decisions, mock }: GatewayCall): string {
  const prompt = record.resolved ? ` ${record.resolved.prompt.name}@${record.resolved.prompt.version}` : "";
  const route = mock
    ? " → mock_response (no provider asked)"
    : record.plan
      ? ` → ${record.plan.route.provider}/${record.plan.route.model}`
      : "";
  const outcome = record.outcome;
  const ended = outcome && "error" in outcome ? `${outcome.kind}: ${outcome.error.message}` : (outcome?.kind ?? "");
  const total = record.metrics ? ` ${Math.round(record.metrics.totalMs)} ms` : "";
  return `${requestedModel || decisions[0]?.value}${prompt}${route} ${ended}${total}`;
}

/** The same for programs; `request_id` is that of the answer's `x-litellm-call-id`. */
export function callJson({ record, requestedModel, group, entryId, retries }: GatewayCall, now: number): string {
  const { outcome, metrics, resolved, plan } = record;
  return jsonLine(outcome && "error" in outcome ? "ERROR" : "INFO", "call", now, {
    request_id: record.id,
    model: requestedModel,
    model_group: group,
    deployment: entryId,
    prompt: resolved && `${resolved.prompt.name}@${resolved.prompt.version}`,
    provider: plan?.route.provider,
    provider_model: plan?.route.model,
    outcome: outcome?.kind,
    error: outcome && "error" in outcome ? outcome.error.message : undefined,
    status: metrics?.httpStatus,
    ms: metrics && Math.round(metrics.totalMs),
    first_token_ms: metrics?.ttftMs === undefined ? undefined : Math.round(metrics.ttftMs),
    retries,
    input_tokens: metrics?.usage.inputTokens,
    output_tokens: metrics?.usage.outputTokens,
  });
}

/** A line of LiteLLM's `json_logs`: `message`, `level` and `timestamp`, then what else is known. JSON escapes line ends. */
export function jsonLine(
  level: "INFO" | "ERROR",
  message: string,
  now: number,
  more: Record<string, string | number | undefined> = {},
): string {
  return neutralJson(JSON.stringify({ message, level, timestamp: new Date(now).toISOString(), ...more }));
}
