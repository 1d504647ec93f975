import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { createRecorder, type ExchangeRecorder, headerPairs, type ReceivedFrame } from "./exchange-recorder.ts";
import type { CreateFetch, FetchContext } from "./http.ts";
import type { IncomingAnswer } from "./incoming-answer.ts";
import { networkFailure } from "./network-failure.ts";
import { knownSecrets, noSecrets, type Redactor } from "./redact.ts";
import { buildRequest, type OutgoingRequest } from "./request-building.ts";
import { type ResponseBody, readBody } from "./response-body.ts";
import { Sending } from "./sending.ts";
import type { TextGuard } from "./text-guard.ts";

const bodilessStatuses = new Set([204, 205, 304]);
const records = new WeakMap<Response, ResponseRecord>();

/** The open end of a response's record. */
export interface ResponseRecord {
  /** Takes an SSE event from the decoder, since it is the one that parses them. */
  frame(frame: ReceivedFrame): void;
  /** Replaces the secrets of this request in whatever is said about its answer. */
  redact: Redactor;
  /** For a text that comes in pieces. */
  guardText(): TextGuard;
  /** The frames there are so far; the next one gets this number. */
  frames(): number;
}

/**
 * The ONE way out of the process (see `CreateFetch`), over connections of our own and not over global `fetch`: only so are
 * header order, final URL and bytes exactly those that were recorded, and no redirect is ever followed.
 * The fetch rejects, and the body errors, with `AppFailure` only.
 */
export const createFetch: CreateFetch = (context) => async (input, init) => {
  const signals = [context.signal, init?.signal ?? (input instanceof Request ? input.signal : undefined)];
  assertRunning(signals);
  const outgoing = await buildRequest(input, init, context.allowed);
  assertRunning(signals);
  if (context.mode === "preview") {
    createRecorder(outgoing.wire, context, noSecrets).started();
    return new Response(null, { status: 200 });
  }
  const values: string[] = [];
  const recorder = createRecorder(
    outgoing.wire,
    context,
    knownSecrets(() => values),
  );
  recorder.started();
  if (context.beforeSending) {
    await context.beforeSending();
    assertNotStopped(signals, recorder);
    recorder.sending();
  }
  return new Exchanging(outgoing, context, recorder, signals, values).run();
};

/** The record of a response this fetch gave; undefined for any other. */
export function recordOf(response: Response): ResponseRecord | undefined {
  return records.get(response);
}

/** For the other fetch there is, which replays a recorded answer. */
export function keepRecord(response: Response, record: ResponseRecord): void {
  records.set(response, record);
}

/** One exchange on the wire, from the socket to the last byte of the body. */
class Exchanging {
  private readonly outgoing: OutgoingRequest;
  private readonly context: FetchContext;
  private readonly recorder: ExchangeRecorder;
  private readonly sending: Sending;
  private readonly unsubscribe: () => void;
  private readonly outcome = Promise.withResolvers<Response>();
  private message: IncomingAnswer | undefined;
  private body: ResponseBody | undefined;
  private over = false;

  constructor(
    outgoing: OutgoingRequest,
    context: FetchContext,
    recorder: ExchangeRecorder,
    signals: readonly (AbortSignal | null | undefined)[],
    secretValues: string[],
  ) {
    this.outgoing = outgoing;
    this.context = context;
    this.recorder = recorder;
    this.sending = new Sending(outgoing, context, recorder, secretValues, {
      answered: (message) => this.answered(message),
      failed: (failure) => this.fail(failure),
    });
    const onAbort = () => this.fail(new AppFailure("cancelled"));
    for (const signal of signals) signal?.addEventListener("abort", onAbort, { once: true });
    this.unsubscribe = () => {
      for (const signal of signals) signal?.removeEventListener("abort", onAbort);
    };
  }

  run(): Promise<Response> {
    this.sending.start();
    return this.outcome.promise;
  }

  private answered(message: IncomingAnswer): void {
    this.message = message;
    const status = message.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      this.fail(redirectFailure(status, message.headers["location"]));
      return;
    }
    if (status < 200 || status > 599) {
      this.fail(new AppFailure("protocol_error", { message: `The server answered with the status ${status}.` }));
      return;
    }
    try {
      const response = this.toResponse(message, status);
      records.set(response, this.recorder);
      this.outcome.resolve(response);
    } catch (error) {
      this.fail(networkFailure(error, this.outgoing.url));
    }
  }

  private toResponse(message: IncomingAnswer, status: number): Response {
    const body = readBody(message, {
      limits: this.context.limits,
      recorder: this.recorder,
      onEnd: (failure) => this.finish(failure),
      toFailure: (error) => networkFailure(error, this.outgoing.url),
    });
    this.body = body;
    const headers = new Headers(headerPairs(message.rawHeaders));
    const hasBody = !bodilessStatuses.has(status);
    if (!hasBody) message.resume();
    return new Response(hasBody ? body.stream : null, { status, statusText: message.statusMessage ?? "", headers });
  }

  private fail(failure: AppFailure): void {
    if (this.over) return;
    const clean = this.redacted(failure);
    if (this.body) {
      this.body.fail(clean);
      return;
    }
    this.finish(clean);
    this.outcome.reject(clean);
  }

  /** The one end of every exchange: nothing is left listening, and no socket open that is not free for the next. */
  private finish(failure?: AppFailure): void {
    if (this.over) return;
    this.over = true;
    this.unsubscribe();
    this.sending.end(failure !== undefined || !this.message?.complete);
    this.recorder.ended(failure?.error.message);
  }

  private redacted(failure: AppFailure): AppFailure {
    const { code, message, detail, ...rest } = failure.error;
    const { redact } = this.recorder;
    return new AppFailure(code, {
      ...rest,
      message: redact(message),
      ...(detail === undefined ? {} : { detail: redact(detail) }),
    });
  }
}

function redirectFailure(status: number, location: string | undefined): AppFailure {
  return new AppFailure("redirect_refused", {
    status,
    ...(location === undefined ? {} : { detail: `${status} to ${location}` }),
  });
}

/** Stopped while it was being written down: the exchange ends without a socket. */
function assertNotStopped(signals: readonly (AbortSignal | null | undefined)[], recorder: ExchangeRecorder): void {
  try {
    assertRunning(signals);
  } catch (stopped) {
    recorder.ended("Stopped.");
    throw stopped;
  }
}

function assertRunning(signals: readonly (AbortSignal | null | undefined)[]): void {
  if (signals.some((signal) => signal?.aborted)) throw new AppFailure("cancelled");
}
