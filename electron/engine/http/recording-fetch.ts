import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { createRecorder, type ExchangeRecorder } from "./exchange-recorder.ts";
import type { CreateFetch, CreateSend, FetchContext, ResponseRecord, SentAnswer } from "./http.ts";
import type { IncomingAnswer } from "./incoming-answer.ts";
import { networkFailure } from "./network-failure.ts";
import { knownSecrets, noSecrets } from "./redact.ts";
import { buildPost, buildRequest, type OutgoingRequest } from "./request-building.ts";
import { type ResponseBody, readBody, streamOf } from "./response-body.ts";
import { Sending } from "./sending.ts";
import { createSentAnswer } from "./sent-answer.ts";
import { withSleep } from "./wake.ts";

const bodilessStatuses = new Set([204, 205, 304]);
const records = new WeakMap<Response, ResponseRecord>();

type Signals = readonly (AbortSignal | null | undefined)[];

/**
 * The ONE way out of the process (see `CreateFetch`), over connections of our own and not over global `fetch`: only so are
 * header order, final URL and bytes exactly those that were recorded, and no redirect is ever followed.
 * The fetch rejects, and the body errors, with `AppFailure` only.
 */
export const createFetch: CreateFetch = (context) => async (input, init) => {
  const signals = [context.signal, init?.signal ?? (input instanceof Request ? input.signal : undefined)];
  assertRunning(signals);
  const outgoing = await buildRequest(input, init, context.allowed);
  const exchanging = await begin(outgoing, context, signals);
  return exchanging ? toResponse(await exchanging.run()) : new Response(null, { status: 200 });
};

/** The same for whoever reads answers: without the web's objects around it, which cost as much as a short answer. */
export const createSend: CreateSend = (context) => async (request) => {
  const signals = [context.signal];
  assertRunning(signals);
  const { url, method, headers, body } = request;
  const outgoing =
    method === "POST" && body !== undefined
      ? buildPost({ url, headers, body }, context.allowed)
      : await buildRequest(url, { method, headers, ...(body === undefined ? {} : { body }) }, context.allowed);
  const exchanging = await begin(outgoing, context, signals);
  return exchanging ? exchanging.run() : null;
};

/** Reports the request, and waits until it may leave. Undefined for a preview, which ends here. */
async function begin(
  outgoing: OutgoingRequest,
  context: FetchContext,
  signals: Signals,
): Promise<Exchanging | undefined> {
  assertRunning(signals);
  if (context.mode === "preview") {
    createRecorder(outgoing.wire, context, noSecrets).started();
    return undefined;
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
  return new Exchanging(outgoing, context, recorder, signals, values);
}

function toResponse(answer: SentAnswer): Response {
  const { status, statusText, body } = answer;
  try {
    const response = new Response(body && streamOf(body), { status, statusText, headers: answer.headers });
    records.set(response, answer.record);
    return response;
  } catch (error) {
    const failure = new AppFailure("protocol_error", { message: "The head of the answer makes no sense." });
    void body?.cancel(failure);
    throw error instanceof AppFailure ? error : failure;
  }
}

/** The record of a response this fetch gave; undefined for any other. */
export function recordOf(response: Response): ResponseRecord | undefined {
  return records.get(response);
}

/** One exchange on the wire, from the socket to the last byte of the body. */
class Exchanging {
  private readonly outgoing: OutgoingRequest;
  private readonly context: FetchContext;
  private readonly recorder: ExchangeRecorder;
  private readonly sending: Sending;
  private readonly unsubscribe: () => void;
  private readonly outcome = Promise.withResolvers<SentAnswer>();
  private message: IncomingAnswer | undefined;
  private body: ResponseBody | undefined;
  private over = false;

  constructor(
    outgoing: OutgoingRequest,
    context: FetchContext,
    recorder: ExchangeRecorder,
    signals: Signals,
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

  run(): Promise<SentAnswer> {
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
      const body = readBody(message, {
        limits: this.context.limits,
        recorder: this.recorder,
        onEnd: (failure) => this.finish(failure),
        toFailure: (error) => networkFailure(error, this.outgoing.url),
      });
      this.body = body;
      this.outcome.resolve(createSentAnswer(message, bodilessStatuses.has(status) ? null : body, this.recorder));
    } catch (error) {
      this.fail(networkFailure(error, this.outgoing.url));
    }
  }

  private fail(failure: AppFailure): void {
    if (this.over) return;
    const clean = withSleep(this.redacted(failure), this.recorder.exchange.startedAt);
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
function assertNotStopped(signals: Signals, recorder: ExchangeRecorder): void {
  try {
    assertRunning(signals);
  } catch (stopped) {
    recorder.ended("Stopped.");
    throw stopped;
  }
}

function assertRunning(signals: Signals): void {
  if (signals.some((signal) => signal?.aborted)) throw new AppFailure("cancelled");
}
