import type { Readable } from "node:stream";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { createRecorder, type ExchangeRecorder } from "./exchange-recorder.ts";
import type { FetchContext } from "./http.ts";
import type { IncomingAnswer } from "./incoming-answer.ts";
import { networkFailure } from "./network-failure.ts";
import { type KnownSecrets, knownSecrets } from "./redact.ts";
import { buildPost, type OutgoingRequest } from "./request-building.ts";
import { decompressed } from "./response-body.ts";
import { Sending } from "./sending.ts";

export interface RelayRequest {
  url: string;
  /** With secret placeholders, in the order they leave. */
  headers: [name: string, value: string][];
  body: string;
}

/** An answer whose bytes are passed on as they come. The record is filled beside them. */
export interface RelayedAnswer {
  /** Its head. A body that breaks off is told by its `error` and by `close` without `complete`. */
  message: IncomingAnswer;
  /** Its bytes, without a compression that nobody asked for. */
  body: Readable;
  recorder: ExchangeRecorder;
  /** Those of the request, to find one that a server echoes. */
  secrets: KnownSecrets;
  /** Ends the exchange: nothing is left open after it. `failure` when the answer is not whole. */
  end(failure?: AppFailure): void;
  /** Turns what broke the body into ours. */
  toFailure(error: unknown): AppFailure;
}

/**
 * Sends one POST and hands the raw answer over: the lean sibling of the recording fetch, for whoever passes bytes
 * through (`README.md#bytes-through`). Same record, same rules: no redirect, secrets joined last, limits on waiting.
 * @throws AppFailure when no answer comes.
 */
export async function relayRequest(request: RelayRequest, context: FetchContext): Promise<RelayedAnswer> {
  if (context.signal.aborted) throw new AppFailure("cancelled");
  const outgoing = buildPost(request, context.allowed);
  const values: string[] = [];
  const secrets = knownSecrets(() => values);
  const recorder = createRecorder(outgoing.wire, context, secrets);
  recorder.started();
  if (context.beforeSending) {
    await context.beforeSending();
    recorder.sending();
  }
  return new Relay(outgoing, context, recorder, { values, secrets }).run();
}

interface RequestSecrets {
  /** Filled when the request is sent. */
  values: string[];
  secrets: KnownSecrets;
}

class Relay {
  private readonly outgoing: OutgoingRequest;
  private readonly context: FetchContext;
  private readonly recorder: ExchangeRecorder;
  private readonly secrets: KnownSecrets;
  private readonly sending: Sending;
  private readonly outcome = Promise.withResolvers<RelayedAnswer>();
  private over = false;
  private readonly onAbort = () => this.fail(new AppFailure("cancelled"));

  constructor(outgoing: OutgoingRequest, context: FetchContext, recorder: ExchangeRecorder, known: RequestSecrets) {
    this.outgoing = outgoing;
    this.context = context;
    this.recorder = recorder;
    this.secrets = known.secrets;
    this.sending = new Sending(outgoing, context, recorder, known.values, {
      answered: (message) => this.answered(message),
      failed: (failure) => this.fail(failure),
    });
    context.signal.addEventListener("abort", this.onAbort, { once: true });
  }

  run(): Promise<RelayedAnswer> {
    if (this.context.signal.aborted) this.fail(new AppFailure("cancelled"));
    else this.sending.start();
    return this.outcome.promise;
  }

  private answered(message: IncomingAnswer): void {
    const status = message.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      this.fail(new AppFailure("redirect_refused", { status }));
      return;
    }
    const { recorder, secrets } = this;
    const toFailure = (error: unknown) =>
      this.context.signal.aborted ? new AppFailure("cancelled") : networkFailure(error, this.outgoing.url);
    const end = (failure?: AppFailure) => this.end(failure);
    let body: Readable;
    try {
      body = decompressed(message);
    } catch (failure) {
      if (failure instanceof AppFailure) end(failure);
      this.outcome.reject(failure);
      return;
    }
    this.outcome.resolve({ message, body, recorder, secrets, end, toFailure });
  }

  private fail(failure: AppFailure): void {
    if (this.over) return;
    // From the head on the answer belongs to the caller, who hears of a broken body and ends the exchange.
    if (this.recorder.exchange.response && failure.error.code !== "redirect_refused") {
      if (failure.error.code === "cancelled") this.sending.end(true);
      return;
    }
    this.end(failure);
    this.outcome.reject(failure);
  }

  private end(failure?: AppFailure): void {
    if (this.over) return;
    this.over = true;
    this.context.signal.removeEventListener("abort", this.onAbort);
    this.sending.end(failure !== undefined);
    this.recorder.ended(failure?.error.message);
  }
}
