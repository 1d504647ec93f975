import type { IncomingMessage } from "node:http";
import type { Writable } from "node:stream";
import { AppFailure, appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { Outcome } from "@shared/domain/run/stream-event.ts";
import { defaultLimits, type FetchContext } from "../http/http.ts";
import { type RelayedAnswer, relayRequest } from "../http/relay.ts";
import { errorOfRefusal, outcomeOfError } from "../pipeline/attempt-failure.ts";
import type { AnswerTap } from "./answer-tap.ts";
import { createAnswerTap } from "./answer-tap.ts";
import type { AttemptIo, AttemptResult, HeaderList } from "./attempt.ts";
import { callRequest } from "./call-request.ts";
import { failureOfError } from "./client-failure.ts";
import { createEventGate } from "./event-gate.ts";
import type { ClientForm } from "./forms/client-form.ts";
import type { PlannedCall } from "./plan-call.ts";
import type { ClientCall } from "./read-call.ts";

/** Headers of an answer that a client may need; nothing that sets state or names the account goes back. */
const passedHeaders =
  /^(content-type|content-length|content-encoding|retry-after|retry-after-ms|x-should-retry|x-request-id|request-id|apim-request-id|x-ratelimit-.+)$/;
const longestRefusal = 1_048_576;

/**
 * Sends a request to a server that speaks the client's own form and passes the answer through byte for byte. A
 * refusal is handed back unsent, so that another deployment can be tried.
 */
export async function relayCall(planned: PlannedCall, call: ClientCall, io: AttemptIo): Promise<AttemptResult> {
  const { recorder } = io;
  const { form } = call;
  let answer: RelayedAnswer;
  try {
    const { request, allowed } = callRequest(planned, io.vault);
    recorder.meter.attempt(io.clock.monotonic());
    answer = await relayRequest({ body: "", ...request }, contextOf(io, allowed));
  } catch (error) {
    return failed(appErrorOf(error), form);
  }
  const status = answer.message.statusCode ?? 0;
  recorder.status(status);
  if (status >= 400) return refusal(answer, status, planned, io);
  const type = (answer.message.headers["content-type"] ?? "").toLowerCase();
  if (type.includes("html")) {
    const error = new AppFailure("protocol_error", { message: "A web page came in place of an answer." });
    answer.end(error);
    return failed(error.error, form);
  }
  const isStream = type.includes("text/event-stream");
  // A server that ignores the wish for a stream answers with a body.
  const isReadAsItComes = planned.plan.stream && !type.startsWith("application/json");
  const listener = { content: recorder.content, frame: answer.recorder.frame };
  const tap = createAnswerTap(planned.api, type, isReadAsItComes, listener);
  const out = io.client.begin(status, headersOf(answer));
  const head = { id: recorder.call.record.id, created: 0, model: planned.plan.route.model };
  const endOfFailed = isStream ? (error: AppError) => form.stream(() => head, call).fail(failureOfError(error)) : null;
  const outcome = await new Passage({ answer, out, tap, io, endOfFailed }).run();
  return { kind: "answered", outcome };
}

function contextOf(io: AttemptIo, allowed: FetchContext["allowed"]): FetchContext {
  return {
    kind: "provider",
    attempt: io.attempt,
    secrets: io.vault,
    allowed,
    limits: { ...defaultLimits, firstByteMs: io.timeoutMs, idleMs: io.timeoutMs },
    clock: io.clock,
    mode: "send",
    signal: io.signal,
    onExchange: io.recorder.exchange,
    beforeSending: io.recorder.beforeSending,
  };
}

function headersOf({ message, redact }: RelayedAnswer): HeaderList {
  const headers: HeaderList = [];
  for (const [name, value] of Object.entries(message.headers)) {
    if (passedHeaders.test(name) && typeof value === "string") headers.push([name, redact(value)]);
  }
  return headers;
}

/** The provider's own words and status go to the client unless another deployment answers. */
async function refusal(
  answer: RelayedAnswer,
  status: number,
  { api, provider }: PlannedCall,
  { clock }: AttemptIo,
): Promise<AttemptResult> {
  const bytes = await readCapped(answer.message, longestRefusal);
  answer.recorder.received(bytes);
  answer.end();
  const body = answer.redact(bytes.toString("utf8"));
  const headers = headersOf(answer).filter(([name]) => name !== "content-length");
  const refused = { status, headers: allHeadersOf(answer), body };
  const error = errorOfRefusal(refused, { api, provider, redact: answer.redact, now: clock.now() });
  return { kind: "refused", status, headers, body, error };
}

function allHeadersOf({ message }: RelayedAnswer): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return headers;
}

async function readCapped(message: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > most) break;
    }
  } catch {
    // A refusal that breaks off is still a refusal; what came of its words is kept.
  }
  return Buffer.concat(chunks).subarray(0, most);
}

function failed(error: AppError, form: ClientForm): AttemptResult {
  const failure = failureOfError(error);
  const headers: HeaderList = [["content-type", "application/json"]];
  return { kind: "refused", status: failure.status, headers, body: JSON.stringify(form.error(failure)), error };
}

interface PassageParts {
  answer: RelayedAnswer;
  out: Writable;
  tap: AnswerTap;
  io: AttemptIo;
  /** The last event of a stream that failed; null for a body, which cannot be mended. */
  endOfFailed: ((error: AppError) => string) | null;
}

/** One answer on its way from the provider to the client. */
class Passage {
  private readonly answer: RelayedAnswer;
  private readonly out: Writable;
  private readonly tap: AnswerTap;
  private readonly io: AttemptIo;
  private readonly endOfFailed: PassageParts["endOfFailed"];
  private readonly gate = createEventGate();
  private readonly ended = Promise.withResolvers<Outcome>();
  private idle: NodeJS.Timeout | undefined;
  private over = false;

  constructor({ answer, out, tap, io, endOfFailed }: PassageParts) {
    this.answer = answer;
    this.out = out;
    this.tap = tap;
    this.io = io;
    this.endOfFailed = endOfFailed;
  }

  run(): Promise<Outcome> {
    const { message, toFailure } = this.answer;
    this.idle = setTimeout(() => this.silent(), this.io.timeoutMs);
    message.on("data", (chunk: Buffer) => this.receive(chunk));
    message.on("end", () => void this.finish().catch(this.ended.reject));
    message.on("error", (error) => this.break(toFailure(error)));
    message.on("close", () => {
      if (!message.complete) this.break(toFailure(undefined));
    });
    this.out.on("close", () => {
      if (!this.over) this.break(new AppFailure("cancelled"));
    });
    return this.ended.promise;
  }

  private receive(chunk: Buffer): void {
    if (this.over) return;
    this.idle?.refresh();
    if (this.answer.secretValues.some((value) => value.length >= 8 && chunk.includes(value))) {
      this.break(
        new AppFailure("protocol_error", { message: "The answer repeats the key of its request; it was stopped." }),
      );
      return;
    }
    try {
      const passing = this.endOfFailed ? this.gate.push(chunk) : chunk;
      this.answer.recorder.received(chunk);
      this.tap.feed(chunk);
      if (passing.length > 0 && !this.out.write(passing)) this.pause();
    } catch (error) {
      this.break(this.answer.toFailure(error));
    }
  }

  /** A client that reads slowly slows the provider down instead of filling the memory. */
  private pause(): void {
    this.answer.message.pause();
    this.out.once("drain", () => this.answer.message.resume());
  }

  private silent(): void {
    if (this.answer.message.isPaused()) this.idle?.refresh();
    else this.break(new AppFailure("idle_timeout"));
  }

  private async finish(): Promise<void> {
    if (this.over) return;
    this.stop();
    const { endOfFailed } = this;
    const outcome = await this.tap.end();
    const isCut = outcome.kind === "truncated" && endOfFailed;
    this.answer.end(isCut ? new AppFailure("truncated") : undefined);
    if (isCut) this.out.end(endOfFailed(outcome.error));
    else this.out.end(endOfFailed ? this.gate.rest() : undefined);
    this.ended.resolve(outcome);
  }

  private break(failure: AppFailure): void {
    if (this.over) return;
    this.stop();
    const { error } = this.io.signal.aborted ? new AppFailure("cancelled") : failure;
    this.answer.end(failure);
    // What had come of the answer is in the record before the call has ended.
    void this.tap.end().then(() => this.ended.resolve(outcomeOfError(error)), this.ended.reject);
    if (this.out.destroyed) return;
    // Half a JSON body cannot be mended: the broken connection is the only honest end.
    if (this.endOfFailed) this.out.end(this.endOfFailed(error));
    else this.out.destroy();
  }

  private stop(): void {
    this.over = true;
    clearTimeout(this.idle);
  }
}
