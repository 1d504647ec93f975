import type { IncomingMessage } from "node:http";
import type { Writable } from "node:stream";
import { AppFailure, appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { Outcome } from "@shared/domain/run/stream-event.ts";
import { defaultLimits, type FetchContext } from "../http/http.ts";
import { type RelayedAnswer, relayRequest } from "../http/relay.ts";
import { outcomeOfError } from "../pipeline/attempt-failure.ts";
import type { AnswerTap } from "./answer-tap.ts";
import { createAnswerTap } from "./answer-tap.ts";
import type { AttemptIo, AttemptResult, HeaderList } from "./attempt.ts";
import { directRequest } from "./direct-request.ts";
import { createEventGate } from "./event-gate.ts";
import { appErrorBody } from "./gateway-failure.ts";
import type { PlannedCall } from "./plan-call.ts";

/** Headers of an answer that a client may need; nothing that sets state or names the account goes back. */
const passedHeaders =
  /^(content-type|content-length|content-encoding|retry-after|retry-after-ms|x-should-retry|x-request-id|request-id|apim-request-id|x-ratelimit-.+)$/;
const longestRefusal = 1_048_576;

/**
 * Sends a request to a provider that speaks the client's own dialect and passes the answer through byte for byte. A
 * refusal is handed back unsent, so that another deployment can be tried.
 */
export async function relayCall(planned: PlannedCall, io: AttemptIo): Promise<AttemptResult> {
  const { recorder } = io;
  let answer: RelayedAnswer;
  try {
    const request = directRequest(planned, io.vault);
    recorder.meter.attempt(io.clock.monotonic());
    answer = await relayRequest(request, contextOf(io, request.allowed));
  } catch (error) {
    return failed(appErrorOf(error));
  }
  const status = answer.message.statusCode ?? 0;
  recorder.status(status);
  if (status >= 400) return refusal(answer, status);
  const type = (answer.message.headers["content-type"] ?? "").toLowerCase();
  if (type.includes("html")) {
    const error = new AppFailure("protocol_error", { message: "A web page came in place of an answer." });
    answer.end(error);
    return failed(error.error);
  }
  const form = type.includes("text/event-stream") ? "events" : "json";
  const tap = createAnswerTap(form, { content: recorder.content, frame: answer.recorder.frame });
  const out = io.client.begin(status, headersOf(answer));
  const outcome = await new Passage(answer, out, tap, form, io).run();
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
async function refusal(answer: RelayedAnswer, status: number): Promise<AttemptResult> {
  const body = await readCapped(answer.message, longestRefusal);
  answer.recorder.received(body);
  answer.end();
  const text = answer.redact(body.toString("utf8"));
  const headers = headersOf(answer).filter(([name]) => name !== "content-length");
  return { kind: "refused", status, headers, body: text, error: errorOfStatus(status, text) };
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

function errorOfStatus(status: number, detail: string): AppError {
  const code =
    status === 401 || status === 403 ? "provider_unauthorized" : status === 429 ? "provider_rate_limited" : null;
  return new AppFailure(code ?? (status >= 500 ? "provider_unavailable" : "provider_rejected"), {
    status,
    detail: detail.slice(0, 4_000),
  }).error;
}

function failed(error: AppError): AttemptResult {
  const { status, body } = appErrorBody(error);
  const headers: HeaderList = [["content-type", "application/json"]];
  return { kind: "refused", status, headers, body: JSON.stringify(body), error };
}

/** One answer on its way from the provider to the client. */
class Passage {
  private readonly answer: RelayedAnswer;
  private readonly out: Writable;
  private readonly tap: AnswerTap;
  private readonly form: "events" | "json";
  private readonly io: AttemptIo;
  private readonly gate = createEventGate();
  private readonly ended = Promise.withResolvers<Outcome>();
  private idle: NodeJS.Timeout | undefined;
  private over = false;

  constructor(answer: RelayedAnswer, out: Writable, tap: AnswerTap, form: "events" | "json", io: AttemptIo) {
    this.answer = answer;
    this.out = out;
    this.tap = tap;
    this.form = form;
    this.io = io;
  }

  run(): Promise<Outcome> {
    const { message, toFailure } = this.answer;
    this.idle = setTimeout(() => this.silent(), this.io.timeoutMs);
    message.on("data", (chunk: Buffer) => this.receive(chunk));
    message.on("end", () => this.finish());
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
      const passing = this.form === "events" ? this.gate.push(chunk) : chunk;
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

  private finish(): void {
    if (this.over) return;
    const outcome = this.tap.end();
    if (outcome.kind === "truncated" && this.form === "events") {
      this.settle(outcome, new AppFailure("truncated"));
      this.out.end(errorFrame(outcome.error));
      return;
    }
    this.settle(outcome);
    this.out.end(this.form === "events" ? this.gate.rest() : undefined);
  }

  private break(failure: AppFailure): void {
    if (this.over) return;
    this.tap.end();
    const { error } = this.io.signal.aborted ? new AppFailure("cancelled") : failure;
    this.settle(outcomeOfError(error), failure);
    if (this.out.destroyed) return;
    // Half a JSON body cannot be mended: the broken connection is the only honest end.
    if (this.form === "events") this.out.end(errorFrame(error));
    else this.out.destroy();
  }

  private settle(outcome: Outcome, failure?: AppFailure): void {
    this.over = true;
    clearTimeout(this.idle);
    this.answer.end(failure);
    this.ended.resolve(outcome);
  }
}

/** The last event of a stream that failed; LiteLLM ends such a stream without `[DONE]` too. */
export function errorFrame(error: AppError): string {
  return `data: ${JSON.stringify(appErrorBody(error).body)}\n\n`;
}
