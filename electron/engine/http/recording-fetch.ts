import type { ClientRequest, IncomingMessage } from "node:http";
import { AppFailure } from "@shared/domain/app-failure.ts";
import { openRequest, watchConnection } from "./connection.ts";
import { createRecorder, type ExchangeRecorder, headerPairs, type ReceivedFrame } from "./exchange-recorder.ts";
import type { CreateFetch, FetchContext } from "./http.ts";
import { networkFailure } from "./network-failure.ts";
import { createRedactor, type Redactor } from "./redact.ts";
import { buildRequest, joinSecrets, type OutgoingRequest } from "./request-building.ts";
import { type ResponseBody, readBody } from "./response-body.ts";

/** A socket the server closed while it lay idle is replaced at most this often. */
const staleSocketRetries = 1;
const bodilessStatuses = new Set([204, 205, 304]);
const records = new WeakMap<Response, ResponseRecord>();

/** The open end of a response's record. */
export interface ResponseRecord {
  /** Takes an SSE event from the decoder, since it is the one that parses them. */
  frame(frame: ReceivedFrame): void;
  /** Replaces the secrets of this request in whatever is said about its answer. */
  redact: Redactor;
}

/**
 * The ONE way out of the process (see `CreateFetch`), over node's own client and not over global `fetch`: only so are
 * header order, final URL and bytes exactly those that were recorded, and no redirect is ever followed.
 * The fetch rejects, and the body errors, with `AppFailure` only.
 */
export const createFetch: CreateFetch = (context) => async (input, init) => {
  const signals = [context.signal, init?.signal ?? (input instanceof Request ? input.signal : undefined)];
  assertRunning(signals);
  const outgoing = await buildRequest(input, init, context.allowed);
  assertRunning(signals);
  if (context.mode === "preview") {
    createRecorder(outgoing.wire, context, (text) => text).started();
    return new Response(null, { status: 200 });
  }
  const values: string[] = [];
  const recorder = createRecorder(
    outgoing.wire,
    context,
    createRedactor(() => values),
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
  private readonly secretValues: string[];
  private readonly unsubscribe: () => void;
  private readonly outcome = Promise.withResolvers<Response>();
  private request: ClientRequest | undefined;
  private message: IncomingMessage | undefined;
  /** Of a reused socket, what earlier answers had brought. */
  private bytesReadBefore = 0;
  private body: ResponseBody | undefined;
  private timer: NodeJS.Timeout | undefined;
  private staleRetriesLeft = staleSocketRetries;
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
    this.secretValues = secretValues;
    const onAbort = () => this.fail(new AppFailure("cancelled"));
    for (const signal of signals) signal?.addEventListener("abort", onAbort, { once: true });
    this.unsubscribe = () => {
      for (const signal of signals) signal?.removeEventListener("abort", onAbort);
    };
  }

  run(): Promise<Response> {
    try {
      this.open(false);
    } catch (error) {
      this.fail(networkFailure(error, this.outgoing.url));
    }
    return this.outcome.promise;
  }

  private open(fresh: boolean): void {
    const { url, body, wire } = this.outgoing;
    const { limits } = this.context;
    const timings = this.recorder.exchange.timings;
    const headers = joinSecrets(wire.headers, {
      resolve: (id) => {
        const value = this.context.secrets.resolve(id);
        this.secretValues.push(value, ...partsOfBasicCredentials(value));
        return value;
      },
    });
    const request = openRequest(url, wire.method, headers, { fresh });
    this.request = request;
    this.failAfter("connect_timeout", limits.connectMs);
    watchConnection(request, timings, this.recorder.elapsed, url.protocol === "https:", () =>
      this.failAfter("first_byte_timeout", limits.firstByteMs),
    );
    request.once("socket", (socket) => {
      this.bytesReadBefore = socket.bytesRead;
    });
    request.once("finish", () => {
      timings.requestSent = this.recorder.elapsed();
    });
    request.once("response", (message) => this.onResponse(message));
    request.on("error", (error) => this.onRequestError(request, error));
    request.end(body);
  }

  /** Before any byte of an answer, on a socket that had lain idle: the server had closed it. Anything else is final. */
  private onRequestError(request: ClientRequest, error: Error): void {
    if (request !== this.request) return;
    const broken = networkFailure(error, this.outgoing.url);
    const unanswered = !this.over && request.socket?.bytesRead === this.bytesReadBefore;
    const stale = request.reusedSocket && unanswered && broken.error.code === "connection_lost";
    if (stale && this.staleRetriesLeft > 0) {
      this.staleRetriesLeft -= 1;
      this.open(true);
      return;
    }
    this.fail(broken);
  }

  private onResponse(message: IncomingMessage): void {
    clearTimeout(this.timer);
    this.message = message;
    this.recorder.responded(message);
    const status = message.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      this.fail(redirectFailure(status, message.headers.location));
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

  private toResponse(message: IncomingMessage, status: number): Response {
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

  private failAfter(code: "connect_timeout" | "first_byte_timeout", ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fail(new AppFailure(code)), ms);
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
    clearTimeout(this.timer);
    this.unsubscribe();
    if (failure || !this.message?.complete) this.request?.destroy();
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

/** The value of HTTP Basic holds a second secret: `base64(user:password)`. */
function partsOfBasicCredentials(value: string): string[] {
  const [, password] = Buffer.from(value, "base64").toString("utf8").split(":", 2);
  return password === undefined || !/^[\x21-\x7e]+$/.test(password) ? [] : [password];
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
