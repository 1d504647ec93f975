import { AppFailure, appErrorOf } from "@shared/domain/app-failure.ts";
import type { RequestPlan } from "@shared/domain/request-plan.ts";
import type { RunPreview, RunRecord, RunRequest } from "@shared/domain/run.ts";
import type { RunMetrics, StreamEvent } from "@shared/domain/stream-event.ts";
import type { Exchange, SecretRef } from "@shared/domain/wire.ts";
import { toSecretRef } from "../config/secret-vault.ts";
import type { CreateFetch } from "../http/http.ts";
import { secretPlaceholder } from "../http/secret-placeholder.ts";
import type { CallIo, Clock, SecretResolver } from "../ports.ts";
import type { ProviderPreset } from "../providers/provider.ts";
import { adapterFor } from "../providers/registry.ts";
import { executePlan, previewPlan } from "./execute-plan.ts";
import { outcomeBeforeSending } from "./outcome-of-failure.ts";
import { type PreparePorts, prepareRun } from "./prepare-run.ts";
import { estimateTokens } from "./token-estimate.ts";

/** What sending needs besides what preparing needs. */
export interface RunPorts extends PreparePorts {
  createFetch: CreateFetch;
  secrets: SecretResolver;
  clock: Clock;
}

/** Runs one request to its end: prepare, execute, and exactly one `end` event, whatever happens. */
export async function performRun(
  record: RunRecord,
  ports: RunPorts,
  emit: (event: StreamEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = ports.clock.monotonic();
  const at = () => ports.clock.monotonic() - startedAt;
  const onExchange = (exchange: Exchange) => {
    if (!record.exchanges.includes(exchange)) record.exchanges.push(exchange);
  };
  const unsent = (): RunMetrics => ({ totalMs: at(), usage: {}, attempts: 0 });
  try {
    const { plan, preset } = await prepareRun(record.request, record, ports, { signal, onExchange });
    emit({ type: "prepared", at: at(), warnings: record.warnings });
    const io = { ...sendingIo(plan, preset, ports), signal, onExchange, startedAt, emit };
    const { outcome, metrics } = await executePlan(plan, { ...io, adapter: await adapterFor(preset) });
    emit({ type: "end", at: at(), outcome, metrics });
  } catch (thrown) {
    emit({ type: "end", at: at(), outcome: outcomeBeforeSending(thrown, signal), metrics: unsent() });
  }
}

/**
 * Builds what a run would send, stopped before the provider's socket. What could be built before something failed is
 * there with the error.
 * @throws AppFailure `cancelled` when the caller has gone; every other failure is data in the preview.
 */
export async function previewRun(request: RunRequest, ports: RunPorts, io: CallIo): Promise<RunPreview> {
  const preview: RunPreview = { warnings: [] };
  try {
    const { plan, preset } = await prepareRun(request, preview, ports, io);
    const sending = { ...sendingIo(plan, preset, ports), signal: io.signal };
    preview.wire = await previewPlan(plan, { ...sending, adapter: await adapterFor(preset) });
  } catch (thrown) {
    if (io.signal.aborted) throw new AppFailure("cancelled");
    preview.error = appErrorOf(thrown);
  }
  if (preview.compiled) preview.tokenEstimate = estimateTokens(preview.compiled.messages.map(({ message }) => message));
  return preview;
}

function sendingIo(plan: RequestPlan, preset: ProviderPreset, ports: RunPorts) {
  const { createFetch, secrets, clock } = ports;
  const allowed: SecretRef[] = plan.endpoint.credential ? [toSecretRef(plan.endpoint.credential)] : [];
  const [ref] = allowed;
  // The SDKs refuse to work without some key; a local server ignores it.
  const apiKey = ref ? secretPlaceholder(ref) : (preset.dummyKey ?? "no-key");
  return { preset, createFetch, secrets, clock, allowed, apiKey };
}
