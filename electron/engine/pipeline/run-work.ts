import { AppFailure, appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { ModelRoute } from "@shared/domain/model/model.ts";
import type { ModelPrice } from "@shared/domain/model/price.ts";
import { askedTier } from "@shared/domain/model/price-rates.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { RunPreview, RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import type { Outcome, RunMetrics, StreamEvent } from "@shared/domain/run/stream-event.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { apiEndpoint, noKey } from "../credentials/api-endpoint.ts";
import type { CreateSend } from "../http/http.ts";
import { costOfRun } from "../models/cost.ts";
import { modelRules } from "../models/model-rules.ts";
import { parametersFor } from "../models/parameters-for.ts";
import type { CallIo, Clock, RunStart, SecretResolver } from "../ports.ts";
import type { Provider } from "../providers/provider.ts";
import { apiOf } from "../providers/registry.ts";
import { checkAnswer } from "./check-answer.ts";
import { apiOptions } from "./choose-api.ts";
import { type ExecuteIo, executePlan, previewRequest } from "./execute-plan.ts";
import type { FrameListener } from "./held-frames.ts";
import { explainImageRefusal } from "./images.ts";
import { outcomeBeforeSending } from "./outcome-of-failure.ts";
import { type PreparePorts, prepareRun } from "./prepare-run.ts";
import { readRateLimits } from "./rate-limits.ts";
import { laneOf, type QueueSlot, type RunQueue } from "./run-queue.ts";
import { estimateTokens } from "./tokens/estimate-tokens.ts";
import type { TokenCounter } from "./tokens/token-counter.ts";

/** What sending needs besides what preparing needs. */
export interface RunPorts extends PreparePorts {
  createSend: CreateSend;
  secrets: SecretResolver;
  clock: Clock;
  /** Where a run's start is recorded before anything is sent; without one it is not kept. */
  start?: RunStart;
  /** Where runs wait for their turn; without one they are sent at once. */
  queue?: RunQueue;
  /** Told when its turn has come. */
  sent?: () => void;
  /** Told when an attempt has failed and another follows. */
  retrying?: (retry: RetryAhead) => void;
  /** The price in force for a model, which the provider may name more exactly than the route does. */
  findPrice?: (
    route: ModelRoute,
    reportedModel: string | undefined,
    connection: string | undefined,
  ) => ModelPrice | undefined;
  /** Counts the tokens of a preview beside everything else; without one there is the first figure alone. */
  tokens?: TokenCounter;
  /** Told of every event of a streamed answer as the provider sent it, once it is known to hold no secret. */
  frames?: FrameListener;
}

/** Where a run waits in place of the usual queue, and who hears of its turn. */
export type RunTurn = Pick<RunPorts, "queue" | "sent" | "retrying">;

/** An attempt that follows one that failed. */
export interface RetryAhead {
  /** From 2. */
  attempt: number;
  delayMs: number;
  /** The provider has asked to slow down. */
  isLimited: boolean;
}

/**
 * Runs one request to its end: prepare, wait for a turn, execute, and exactly one `end` event, whatever happens. Whoever
 * calls it records that the run begins, and need not wait: a prompt that is at hand is then kept with it in one go.
 */
export async function performRun(
  record: RunRecord,
  ports: RunPorts,
  emit: (event: StreamEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = ports.clock.monotonic();
  const at = () => ports.clock.monotonic() - startedAt;
  const { givenAnswer } = record.request;
  if (givenAnswer !== undefined) {
    emit({ type: "prepared", at: 0, warnings: [] });
    emit({ type: "text", at: 0, text: givenAnswer });
    // Nothing was measured: there was no call.
    const metrics = { totalMs: 0, usage: {}, attempts: 0 };
    emit({ type: "end", at: 0, outcome: { kind: "completed", finishReason: "given" }, metrics });
    return;
  }
  const onExchange = (exchange: Exchange) => {
    if (!record.exchanges.includes(exchange)) record.exchanges.push(exchange);
  };
  try {
    const { plan, provider } = await prepareRun(record.request, record, ports, { signal, onExchange });
    // A run may wait long for its turn.
    void ports.start?.begin(record);
    emit({ type: "prepared", at: at(), warnings: record.warnings });
    const sending = sendingIo(record.request, plan, provider, ports);
    const slot = await takeTurn(record, plan, provider, { ports, signal, emit, at });
    ports.sent?.();
    const { frames, start } = ports;
    // After a crash the very request is there to be looked at, whatever became of it.
    const beforeSending = start && (() => unlessAborted(start.begin(record), signal));
    const io = {
      ...sending,
      signal,
      onExchange,
      beforeSending,
      startedAt,
      emit,
      ...(frames ? { frames } : {}),
    };
    const { outcome, metrics } = await executeInTurn(plan, io, slot, ports.retrying);
    const checks = await checkAnswer(plan, record.output, outcome);
    if (checks) record.checks = checks;
    emit({
      type: "end",
      at: at(),
      outcome: explainImageRefusal(outcome, plan.messages),
      metrics: withCost(withoutQueue(metrics, record), plan, record, ports),
    });
  } catch (thrown) {
    const metrics = withoutQueue({ totalMs: at(), usage: {}, attempts: 0 }, record);
    emit({ type: "end", at: at(), outcome: outcomeBeforeSending(thrown, signal), metrics });
  }
}

/**
 * Builds what a run would send, stopped before the provider's socket. What could be built before something failed is
 * there with the error.
 * @throws AppFailure `cancelled` when the caller has gone; every other failure is data in the preview.
 */
export async function previewRun(request: RunRequest, ports: RunPorts, io: CallIo): Promise<RunPreview> {
  const preview: RunPreview = { warnings: [] };
  if (request.givenAnswer !== undefined) return preview;
  try {
    const { plan, provider } = await prepareRun(request, preview, ports, io);
    const model = plan.route.rulesOf ?? plan.route.model;
    preview.apis = apiOptions(provider);
    preview.parameterRules = parametersFor(apiOf(provider, plan.api), provider, model).rules;
    const context = modelRules(provider, model)?.facts?.context;
    if (context !== undefined) preview.contextTokens = context;
    preview.wire = await previewRequest({ ...sendingIo(request, plan, provider, ports), signal: io.signal });
  } catch (thrown) {
    if (io.signal.aborted) throw new AppFailure("cancelled");
    preview.error = appErrorOf(thrown);
  }
  if (preview.compiled) {
    const messages = preview.compiled.messages.map(({ message }) => message);
    preview.tokenEstimate = ports.tokens?.estimate(messages) ?? estimateTokens(messages);
  }
  return preview;
}

function sendingIo(request: RunRequest, plan: RequestPlan, provider: Provider, ports: RunPorts) {
  const { secrets, clock, createSend } = ports;
  const api = apiOf(provider, plan.api);
  const { endpoint, allowed } = apiEndpoint(plan.endpoint, provider);
  const built = api.build(plan, { key: noKey, ...endpoint });
  // Whoever typed a body means those bytes.
  const sent = request.handEditedBody === undefined ? built : { ...built, body: request.handEditedBody };
  return { api, provider, request: sent, createSend, secrets, clock, allowed };
}

interface Turn {
  ports: RunPorts;
  signal: AbortSignal;
  emit: (event: StreamEvent) => void;
  at: () => number;
}

/** Waits for a slot and notes the wait in the record, cut short or not. */
async function takeTurn(record: RunRecord, plan: RequestPlan, provider: Provider, turn: Turn) {
  const { ports, signal, emit, at } = turn;
  let queuedAt: number | undefined;
  try {
    return await ports.queue?.enter(laneOf(plan, provider), signal, (place) => {
      queuedAt ??= at();
      emit({ type: "queued", at: at(), ...place });
    });
  } finally {
    if (queuedAt !== undefined) record.queue = { at: queuedAt, ms: at() - queuedAt };
  }
}

/** A provider that asks to slow down means every call with that key, so the whole lane waits. */
async function executeInTurn(
  plan: RequestPlan,
  io: ExecuteIo,
  slot: QueueSlot | undefined,
  retrying: RunPorts["retrying"],
) {
  const emit = (event: StreamEvent) => {
    if (event.type === "retry") {
      const { attempt, delayMs, error } = event;
      const isLimited = error.code === "provider_rate_limited";
      if (isLimited) slot?.refused(delayMs);
      retrying?.({ attempt, delayMs, isLimited });
    }
    io.emit(event);
  };
  let last: Exchange | undefined;
  const onExchange = (exchange: Exchange) => {
    last = exchange;
    io.onExchange(exchange);
  };
  try {
    const end = await executePlan(plan, { ...io, emit, onExchange });
    if (isLimitedEnd(end.outcome)) slot?.refused(askedWait(end.outcome));
    else if (last?.response) {
      const { inputTokens = 0, outputTokens = 0 } = end.metrics.usage;
      slot?.answered(readRateLimits(last.response.headers, io.clock.now()), inputTokens + outputTokens);
    }
    return end;
  } finally {
    slot?.release();
  }
}

/** A run that is stopped need not wait for a disk that does not answer: nothing of it will leave. */
function unlessAborted(written: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const go = () => {
      signal.removeEventListener("abort", go);
      resolve();
    };
    signal.addEventListener("abort", go);
    void written.then(go);
  });
}

function isLimitedEnd(outcome: Outcome): boolean {
  return "error" in outcome && outcome.error.code === "provider_rate_limited";
}

function askedWait(outcome: Outcome): number {
  return "error" in outcome ? (outcome.error.retryAfterMs ?? 0) : 0;
}

function withoutQueue(metrics: RunMetrics, { queue }: RunRecord): RunMetrics {
  return queue ? { ...metrics, totalMs: metrics.totalMs - queue.ms, queuedMs: queue.ms } : metrics;
}

function withCost(metrics: RunMetrics, plan: RequestPlan, record: RunRecord, { findPrice }: RunPorts): RunMetrics {
  const price = findPrice?.(plan.route, record.output.reportedModel, refOf(record.request.prompt)?.connection);
  const cost = costOfRun(metrics.usage, price, record.startedAt, askedTier(plan));
  return cost ? { ...metrics, cost } : metrics;
}
