import type { ClientRequest, IncomingMessage } from "node:http";
import { AppFailure } from "@shared/domain/app-failure.ts";
import { openRequest, watchConnection } from "./connection.ts";
import { createRecorder, type ExchangeRecorder } from "./exchange-recorder.ts";
import type { FetchContext } from "./http.ts";
import { networkFailure } from "./network-failure.ts";
import { createRedactor, type Redactor } from "./redact.ts";
import { buildRequest, joinSecrets, type OutgoingRequest } from "./request-building.ts";

export interface RelayRequest {
  url: string;
  /** With secret placeholders, in the order they leave. */
  headers: [name: string, value: string][];
  body: string;
}

/** An answer whose bytes are passed on as they come. The record is filled beside them. */
export interface RelayedAnswer {
  message: IncomingMessage;
  redact: Redactor;
  recorder: ExchangeRecorder;
  /** Every secret value of the request, to find one that a server echoes. */
  secretValues: readonly string[];
  /** Ends the exchange: nothing is left open after it. `failure` when the answer is not whole. */
  end(failure?: AppFailure): void;
  /** Turns what broke the body into ours. */
  toFailure(error: unknown): AppFailure;
}

/**
 * Sends one POST and hands the raw answer over: the lean sibling of the recording fetch, for whoever passes bytes
 * through (`performance.md` §2). Same record, same rules: no redirect, secrets joined last, limits on waiting.
 * @throws AppFailure when no answer comes.
 */
export async function relayRequest(request: RelayRequest, context: FetchContext): Promise<RelayedAnswer> {
  if (context.signal.aborted) throw new AppFailure("cancelled");
  const init = { method: "POST", headers: request.headers, body: request.body };
  const outgoing = await buildRequest(request.url, init, context.allowed);
  const values: string[] = [];
  const recorder = createRecorder(
    outgoing.wire,
    context,
    createRedactor(() => values),
  );
  recorder.started();
  if (context.beforeSending) {
    await context.beforeSending();
    recorder.sending();
  }
  return new Relay(outgoing, context, recorder, values).run();
}

class Relay {
  private readonly outgoing: OutgoingRequest;
  private readonly context: FetchContext;
  private readonly recorder: ExchangeRecorder;
  private readonly values: string[];
  private readonly outcome = Promise.withResolvers<RelayedAnswer>();
  private request: ClientRequest | undefined;
  private timer: NodeJS.Timeout | undefined;
  private freshTried = false;
  private over = false;
  private readonly onAbort = () => this.fail(new AppFailure("cancelled"));

  constructor(outgoing: OutgoingRequest, context: FetchContext, recorder: ExchangeRecorder, values: string[]) {
    this.outgoing = outgoing;
    this.context = context;
    this.recorder = recorder;
    this.values = values;
    context.signal.addEventListener("abort", this.onAbort, { once: true });
  }

  run(): Promise<RelayedAnswer> {
    if (this.context.signal.aborted) this.fail(new AppFailure("cancelled"));
    else this.start();
    return this.outcome.promise;
  }

  private start(): void {
    try {
      this.open(false);
    } catch (error) {
      this.fail(networkFailure(error, this.outgoing.url));
    }
  }

  private open(fresh: boolean): void {
    const { url, body, wire } = this.outgoing;
    const { limits, secrets } = this.context;
    const headers = joinSecrets(wire.headers, {
      resolve: (id) => {
        const value = secrets.resolve(id);
        this.values.push(value);
        return value;
      },
    });
    const request = openRequest(url, wire.method, headers, { fresh });
    this.request = request;
    this.failAfter("connect_timeout", limits.connectMs);
    const timings = this.recorder.exchange.timings;
    watchConnection(request, timings, this.recorder.elapsed, url.protocol === "https:", () =>
      this.failAfter("first_byte_timeout", limits.firstByteMs),
    );
    request.once("finish", () => {
      timings.requestSent = this.recorder.elapsed();
    });
    request.once("response", (message) => this.answered(message));
    request.on("error", (error) => this.broken(request, error));
    request.end(body);
  }

  /** A socket that had lain idle and was closed before any answer is replaced once; anything else is final. */
  private broken(request: ClientRequest, error: Error): void {
    if (request !== this.request || this.over) return;
    const failure = networkFailure(error, this.outgoing.url);
    if (request.reusedSocket && !this.freshTried && failure.error.code === "connection_lost") {
      this.freshTried = true;
      this.open(true);
      return;
    }
    this.fail(failure);
  }

  private answered(message: IncomingMessage): void {
    clearTimeout(this.timer);
    this.recorder.responded(message);
    const status = message.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      this.fail(new AppFailure("redirect_refused", { status }));
      return;
    }
    // From here on the answer belongs to the caller, who hears of an abort as a broken body.
    this.request?.removeAllListeners("error");
    this.request?.on("error", () => undefined);
    const { recorder, values } = this;
    const toFailure = (error: unknown) =>
      this.context.signal.aborted ? new AppFailure("cancelled") : networkFailure(error, this.outgoing.url);
    const end = (failure?: AppFailure) => this.end(failure);
    this.outcome.resolve({ message, redact: recorder.redact, recorder, secretValues: values, end, toFailure });
  }

  private failAfter(code: "connect_timeout" | "first_byte_timeout", ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fail(new AppFailure(code)), ms);
  }

  private fail(failure: AppFailure): void {
    if (this.over) return;
    // Whoever reads the answer sees the destroyed body and ends the exchange.
    if (this.recorder.exchange.response && failure.error.code === "cancelled") {
      this.request?.destroy();
      return;
    }
    this.end(failure);
    this.outcome.reject(failure);
  }

  private end(failure?: AppFailure): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    this.context.signal.removeEventListener("abort", this.onAbort);
    if (failure) this.request?.destroy();
    this.recorder.ended(failure?.error.message);
  }
}
