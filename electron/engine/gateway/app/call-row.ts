import type { GatewayCallRow } from "@shared/domain/gateway/gateway.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import type { GatewayCall } from "../call-record.ts";

/** A call as the log shows it. */
export function toCallRow({ record, requestedModel }: GatewayCall): GatewayCallRow {
  const { resolved, request, plan, outcome, metrics } = record;
  const asked = refOf(request.prompt);
  const version = resolved?.prompt.version ?? asked?.version ?? asked?.label;
  return {
    runId: record.id,
    sequence: record.sequence,
    startedAt: record.startedAt,
    state: record.state,
    requestedModel,
    prompt: asked === null ? null : `${asked.name}@${version ?? "production"}`,
    provider: plan?.route.providerLabel ?? null,
    targetModel: plan?.route.model ?? null,
    alias: plan?.route.source === "gateway alias",
    stream: request.stream,
    httpStatus: metrics?.httpStatus ?? null,
    outcome: outcome?.kind ?? null,
    error: outcome && "error" in outcome ? outcome.error.message : null,
    totalMs: metrics?.totalMs ?? null,
    usage: metrics?.usage ?? record.output.usage,
  };
}
