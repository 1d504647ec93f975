import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { ContentEvent, Outcome, RunMetrics, StreamEvent } from "@shared/domain/run/stream-event.ts";
import type { Exchange, SecretRef, WireRequest } from "@shared/domain/wire/wire.ts";
import type { Api, BuiltRequest, ReadableAnswer, ReadFrame } from "../apis/api.ts";
import { serversSigns } from "../apis/wire/refusal.ts";
import {
  type CreateSend,
  defaultLimits,
  type FetchContext,
  type ResponseLimits,
  type SentAnswer,
} from "../http/http.ts";
import { type ResponseBody, streamOf } from "../http/response-body.ts";
import { type AttemptFailure, decideRetry, waitFor } from "../http/retry-policy.ts";
import type { Clock, SecretResolver } from "../ports.ts";
import type { Provider } from "../providers/provider.ts";
import { createAnswerGuard } from "./answer-guard.ts";
import { errorOfAttempt, errorOfRefusal, outcomeOfError } from "./attempt-failure.ts";
import { createHeldFrames, type FrameListener } from "./held-frames.ts";
import { readAnswer } from "./read-answer.ts";
import { createRunMeter, type RunMeter } from "./run-meter.ts";

/** What a preview and a run need alike. */
export interface PreviewIo {
  /** What goes out: of the plan, or with a body that was edited by hand. */
  request: BuiltRequest;
  createSend: CreateSend;
  secrets: SecretResolver;
  /** The secrets the request may use. */
  allowed: readonly SecretRef[];
  signal: AbortSignal;
  clock: Clock;
}

export interface ExecuteIo extends PreviewIo {
  /** Reads the answer. */
  api: Api;
  provider: Pick<Provider, "label" | "local">;
  /** Monotonic; events and totals count from here. */
  startedAt: number;
  emit(event: StreamEvent): void;
  /** Waited for before more of the answer is read: whoever passes it on to a slow reader makes the provider wait. */
  ready?: () => Promise<void>;
  onExchange(exchange: Exchange): void;
  /** Waited for before the socket of each attempt opens. */
  beforeSending?: (() => Promise<void>) | undefined;
  /** Told of every SSE event. */
  frames?: FrameListener;
  limits?: ResponseLimits;
  /** The most attempts there may be; without it the retry policy decides alone. */
  attempts?: number;
  /** Of the jitter between attempts; at least 0, less than 1. */
  random?: () => number;
}

/** How an attempt ended: with an outcome, or in a way that may be tried again. */
type AttemptEnd = { outcome: Outcome } | { error: AppError; failure: AttemptFailure };

/**
 * Sends a plan and reads the answer: attempts under our retry policy, each an exchange of its own, and never another
 * one after the first byte of an answer. Emits `request`, `response`, `retry` and content events; partial content
 * counts whatever the outcome.
 * @throws only what is a fault of ours; every failure of the outside world is an outcome.
 */
export async function executePlan(
  plan: RequestPlan,
  io: ExecuteIo,
): Promise<{ outcome: Outcome; metrics: RunMetrics }> {
  const meter = createRunMeter(io.startedAt, plan.stream);
  const outcome = await attemptUntilDone(plan, io, meter);
  return { outcome, metrics: meter.metrics(io.clock.monotonic()) };
}

/**
 * The request that `executePlan` would send, through the same code, stopped before the socket.
 * @throws AppFailure for an address or a header that cannot be.
 */
export async function previewRequest(io: PreviewIo): Promise<WireRequest> {
  let wire: WireRequest | undefined;
  const onExchange = ({ request }: Exchange) => {
    wire = request;
  };
  await io.createSend({ ...contextOf(io, 1), onExchange, mode: "preview" })(io.request);
  if (!wire) throw new Error("A preview reported no request.");
  return wire;
}

async function attemptUntilDone(plan: RequestPlan, io: ExecuteIo, meter: RunMeter): Promise<Outcome> {
  const clock = { now: io.clock.now, random: io.random ?? Math.random };
  for (let attempt = 1; ; attempt += 1) {
    meter.attempt(io.clock.monotonic());
    const end = await attemptOnce(plan, io, attempt, meter);
    if ("outcome" in end) return end.outcome;
    const decision = decideRetry(end.failure, attempt, clock);
    if (!decision.retry || attempt === io.attempts) {
      return outcomeOfError(end.error);
    }
    io.emit({ type: "retry", at: at(io), attempt: attempt + 1, delayMs: decision.delayMs, error: end.error });
    try {
      await waitFor(decision.delayMs, io.signal);
    } catch (stopped) {
      return outcomeOfError(errorOfAttempt(stopped, io.provider, io.signal));
    }
  }
}

async function attemptOnce(plan: RequestPlan, io: ExecuteIo, attempt: number, meter: RunMeter): Promise<AttemptEnd> {
  let exchangeId = "";
  const onExchange = (exchange: Exchange) => {
    io.onExchange(exchange);
    if (exchangeId !== "") return;
    exchangeId = exchange.id;
    io.emit({ type: "request", at: at(io), exchangeId, attempt });
  };
  const beforeSending = io.beforeSending && (() => writtenDown(io, meter));
  const send = io.createSend({ ...contextOf(io, attempt), onExchange, beforeSending });
  let answer: SentAnswer;
  try {
    answer = answered(await send(io.request));
  } catch (thrown) {
    const error = errorOfAttempt(thrown, io.provider, io.signal);
    return { error, failure: { kind: "error", code: error.code } };
  }
  meter.status(answer.status);
  io.emit({ type: "response", at: at(io), exchangeId, status: answer.status });
  return answer.ok ? { outcome: await readSuccess(answer, plan, io, meter) } : readFailure(answer, io);
}

function answered(answer: SentAnswer | null): SentAnswer {
  if (!answer) throw new Error("Only a preview has no answer.");
  return answer;
}

/** What is measured of an attempt begins with its socket. */
async function writtenDown(io: ExecuteIo, meter: RunMeter): Promise<void> {
  await io.beforeSending?.();
  meter.sending(io.clock.monotonic());
}

async function readSuccess(answer: SentAnswer, plan: RequestPlan, io: ExecuteIo, meter: RunMeter): Promise<Outcome> {
  const { record } = answer;
  const guard = createAnswerGuard(record);
  const held = io.frames && createHeldFrames(guard, io.frames);
  // Events that came together came at one time; whoever tells of no frames is asked for each.
  let cameAt: number | undefined;
  const onFrames = (frames: readonly ReadFrame[]) => {
    cameAt = io.clock.monotonic();
    record.framesCame(frames);
    if (held) for (const frame of frames) held.push(frame);
  };
  const limits = io.limits ?? defaultLimits;
  const onFrame = (frame: ReadFrame) => onFrames([frame]);
  const events = io.api.read(new AnswerForApi(answer), { stream: plan.stream, plan, onFrame, onFrames, limits });
  try {
    const emit = (event: ContentEvent) => {
      const now = cameAt ?? io.clock.monotonic();
      meter.content(event, now);
      io.emit({ at: now - io.startedAt, ...event });
    };
    const outcome = await readAnswer(events, guard, emit, io.ready).finally(held?.end);
    // An aborted stream must not pass for one that merely ended.
    const unfinished = outcome.kind === "truncated" || outcome.kind === "completed_unterminated";
    if (unfinished && io.signal.aborted) return outcomeOfError(new AppFailure("cancelled").error);
    return withSigns(outcome, answer, io);
  } catch (thrown) {
    return withSigns(outcomeOfError(errorOfAttempt(thrown, io.provider, io.signal)), answer, io);
  }
}

/** A failure inside an answer of 200 is asked about like any other: by the id in its headers. */
function withSigns(outcome: Outcome, { headers, record }: SentAnswer, { clock }: ExecuteIo): Outcome {
  if (!("error" in outcome) || outcome.kind === "cancelled") return outcome;
  const { requestId, ...wait } = serversSigns(headers, clock.now());
  const id = requestId === undefined ? {} : { requestId: record.redact(requestId) };
  return { ...outcome, error: { ...outcome.error, ...wait, ...id } };
}

/** What an API reads of an answer; a class for its getter (`sent-answer.ts`). */
class AnswerForApi implements ReadableAnswer {
  readonly headers: ReadableAnswer["headers"];
  readonly reader?: ResponseBody;
  private readonly answer: SentAnswer;

  constructor(answer: SentAnswer) {
    const { contentType, body } = answer;
    this.answer = answer;
    this.headers = {
      get: (name) => (name.toLowerCase() === "content-type" && contentType !== "" ? contentType : null),
    };
    if (body) this.reader = body;
  }

  get body(): ReadableAnswer["body"] {
    const { body } = this.answer;
    return body && streamOf(body);
  }

  text(): Promise<string> {
    return this.answer.text();
  }

  readWhole(): Promise<Buffer> {
    return this.answer.whole();
  }
}

async function readFailure(answer: SentAnswer, io: ExecuteIo): Promise<AttemptEnd> {
  try {
    const { redact } = answer.record;
    const { status, headers } = answer;
    const refused = { status, headers, body: redact(await answer.text()) };
    const { api, provider } = io;
    const error = errorOfRefusal(refused, { api, provider, redact, now: io.clock.now() });
    return { error, failure: { kind: "status", status, headers } };
  } catch (thrown) {
    return { outcome: outcomeOfError(errorOfAttempt(thrown, io.provider, io.signal)) };
  }
}

function contextOf(io: PreviewIo & { limits?: ResponseLimits }, attempt: number): FetchContext {
  return {
    kind: "provider",
    attempt,
    secrets: io.secrets,
    allowed: io.allowed,
    limits: io.limits ?? defaultLimits,
    clock: io.clock,
    mode: "send",
    signal: io.signal,
  };
}

function at(io: ExecuteIo): number {
  return io.clock.monotonic() - io.startedAt;
}
