import type { Writable } from "node:stream";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { ContentEvent, Outcome } from "@shared/domain/run/stream-event.ts";
import type { RelayedAnswer } from "../http/relay.ts";
import type { TextGuard } from "../http/text-guard.ts";
import type { AnswerGuard } from "../pipeline/answer-guard.ts";
import { outcomeOfError } from "../pipeline/attempt-failure.ts";
import type { AnswerTap, TapListener } from "./answer-tap.ts";
import type { AttemptIo, AttemptResult } from "./attempt.ts";
import { createEventGate } from "./event-gate.ts";

export interface PassageParts {
  answer: RelayedAnswer;
  io: AttemptIo;
  /** Puts the name the client asked for in place of the server's model. */
  rename(bytes: Buffer): Buffer;
  /** The data of the event that must end a whole stream. */
  fullStop?: string;
  /** Sends the head to the client; `length` of a body that is there whole. */
  begin(length?: number): Writable;
  /** What the tap has read goes through it. */
  guard: AnswerGuard;
  tap(listener: TapListener): AnswerTap;
  /** What is handed back of an answer of which nothing has reached the client. */
  refused(error: AppError): AttemptResult;
  /** The last event of a stream that failed; absent for a body, which cannot be mended. */
  endOfFailed?: (error: AppError) => string;
  /** Whether the client takes an event for an error. */
  isError(data: string): boolean;
}

/** Bytes that are kept back at most. */
const mostHeld = 65_536;
/** Bytes of a body that leaves as one text with its head. */
const mostJoined = 16_384;
/** Milliseconds until the client hears the signs of life of a stream, and of a body, in which no content comes yet. */
const longestHeld = { stream: 3_000, body: 60_000 };

/**
 * One answer on its way from the provider to the client, byte for byte but for the model's name. Nothing of it is sent
 * before the first piece of content has come, or the whole body: an answer that turns out to be an error, whatever its
 * status said, is a refusal, and another deployment may be tried.
 */
export class Passage {
  private readonly parts: PassageParts;
  private readonly tap: AnswerTap;
  private readonly gate = createEventGate();
  private readonly bodyGuard: TextGuard;
  private readonly ended = Promise.withResolvers<AttemptResult>();
  private out: Writable | undefined;
  /** Whole events of which the tap has not said yet that they give no secret away, not even a piece of one. */
  private unread: Buffer[] = [];
  private held: Buffer[] = [];
  private heldBytes = 0;
  private heldEvents: ContentEvent[] = [];
  private lastFrame = "";
  private idle: NodeJS.Timeout | undefined;
  private patience: NodeJS.Timeout | undefined;
  /** No more is taken from the provider. */
  private over = false;
  private isRefused = false;

  constructor(parts: PassageParts) {
    this.parts = parts;
    const { recorder, secrets } = parts.answer;
    this.bodyGuard = secrets.guardText();
    this.tap = parts.tap({
      content: (event) => this.content(event),
      frame: (frame) => {
        this.lastFrame = frame.data;
        recorder.frame(frame);
      },
      digested: () => this.release(),
    });
  }

  run(): Promise<AttemptResult> {
    const { message, body, toFailure } = this.parts.answer;
    this.idle = setTimeout(() => this.silent(), this.parts.io.limits.idleMs);
    const longest = this.parts.endOfFailed ? longestHeld.stream : longestHeld.body;
    this.patience = setTimeout(() => this.open(), longest);
    body.on("data", (chunk: Buffer) => this.receive(chunk));
    body.on("end", () => void this.finish().catch(this.ended.reject));
    for (const source of new Set([body, message])) source.on("error", (error) => this.break(toFailure(error)));
    message.on("close", () => {
      if (!message.complete) this.break(toFailure(undefined));
    });
    // A server may hold the connection of an answer that has failed.
    const judge = (outcome: Outcome) => {
      if ("error" in outcome && !this.over && !this.out) this.refuse(outcome.error);
    };
    this.tap.judged?.then(judge, this.ended.reject);
    return this.ended.promise;
  }

  private receive(chunk: Buffer): void {
    if (this.over) return;
    this.idle?.refresh();
    const { answer, endOfFailed } = this.parts;
    try {
      const passing = endOfFailed ? this.wholeEvents(chunk) : this.harmless(chunk);
      answer.recorder.received(chunk);
      const isRead = this.tap.feed(chunk);
      if (passing.length === 0) return;
      if (!endOfFailed) this.pass(this.parts.rename(passing));
      else {
        this.unread.push(passing);
        if (!isRead) this.release();
      }
    } catch (error) {
      this.break(answer.toFailure(error));
    }
  }

  /** @throws AppFailure when a secret is in them. */
  private wholeEvents(chunk: Buffer): Buffer {
    const events = this.gate.push(chunk);
    if (events.length > 0 && this.parts.answer.secrets.areIn(events.toString("latin1"))) throw repeated();
    return events;
  }

  /** What of a body may go on: all but the beginning of a secret. @throws AppFailure when there is a whole one. */
  private harmless(chunk: Buffer): Buffer {
    // A character for every byte, so that a piece may end anywhere; secrets are ASCII.
    const text = chunk.toString("latin1");
    const passing = this.bodyGuard.push(text);
    if (this.bodyGuard.found) throw repeated();
    return passing === text ? chunk : Buffer.from(passing, "latin1");
  }

  /** Lets go what the tap has read, unless the text it read ends as a secret begins: then the next events decide. */
  private release(): void {
    const { guard, rename } = this.parts;
    if (guard.found) {
      this.break(repeated());
      return;
    }
    if (this.unread.length === 0 || guard.holds || this.isRefused) return;
    const events = this.unread.length === 1 ? this.unread[0] : undefined;
    const bytes = events ?? Buffer.concat(this.unread);
    this.unread = [];
    this.pass(rename(bytes));
  }

  private pass(bytes: Buffer): void {
    if (this.out) {
      if (!this.out.write(bytes)) this.pause();
      return;
    }
    this.held.push(bytes);
    this.heldBytes += bytes.length;
    if (this.heldBytes > mostHeld) this.open();
  }

  private content(event: ContentEvent): void {
    if (this.out) {
      this.parts.io.recorder.content(event);
      return;
    }
    this.heldEvents.push(event);
    const isWords = event.type !== "model" && event.type !== "usage" && event.type !== "finish";
    // A body's events are read when all of it has come, and judged before any is sent.
    if (isWords && this.tap.judged && !this.isRefused && !this.parts.guard.found) this.open();
  }

  /** From here on the client has the answer. */
  private open(): void {
    if (this.out) return;
    clearTimeout(this.patience);
    this.recordHeld();
    const out = this.parts.begin();
    this.out = out;
    out.on("close", () => {
      if (!this.over) this.break(new AppFailure("cancelled"));
    });
    const bytes = Buffer.concat(this.held);
    this.held = [];
    if (bytes.length > 0 && !out.write(bytes)) this.pause();
  }

  /** The record has them before the head, which tells what they cost. */
  private recordHeld(): void {
    const events = this.heldEvents;
    this.heldEvents = [];
    for (const event of events) this.parts.io.recorder.content(event);
  }

  /** A body of which nothing was sent leaves in one piece, head and length included. */
  private sendWhole(rest: Buffer): void {
    this.recordHeld();
    const body = this.held.length === 0 ? rest : Buffer.concat([...this.held, rest]);
    this.held = [];
    this.out = this.parts.begin(body.length);
    // As a text it is joined with the head and costs one write of one string; a large one would be copied.
    if (body.length < mostJoined) this.out.end(body.toString("latin1"), "latin1");
    else this.out.end(body);
  }

  /** A client that reads slowly slows the provider down instead of filling the memory. */
  private pause(): void {
    const { body } = this.parts.answer;
    body.pause();
    this.out?.once("drain", () => body.resume());
  }

  private silent(): void {
    if (this.parts.answer.body.isPaused()) this.idle?.refresh();
    else this.break(new AppFailure("idle_timeout"));
  }

  private async finish(): Promise<void> {
    if (this.over) return;
    this.stop();
    const { answer, endOfFailed, isError } = this.parts;
    const outcome = await this.tap.end();
    const rest = endOfFailed ? this.gate.rest() : Buffer.from(this.bodyGuard.rest(), "latin1");
    if (this.parts.guard.found || answer.secrets.areIn(rest.toString("latin1")) || this.bodyGuard.found) {
      this.endRepeated();
      return;
    }
    answer.end(outcome.kind === "truncated" && endOfFailed ? new AppFailure("truncated") : undefined);
    const error = "error" in outcome ? outcome.error : undefined;
    if (error && !this.out) {
      this.ended.resolve(this.parts.refused(error));
      return;
    }
    if (!endOfFailed && !this.out) {
      this.sendWhole(this.rest(rest, true));
      this.answered(outcome);
      return;
    }
    this.release();
    this.open();
    const isTold = outcome.kind === "provider_error" && isError(this.lastFrame);
    this.out?.end(error && endOfFailed && !isTold ? endOfFailed(error) : this.rest(rest, error === undefined));
    this.answered(outcome);
  }

  /** What is left at the end of a stream, with the full stop its server forgot. */
  private rest(left: Buffer, isWhole: boolean): Buffer {
    const { endOfFailed, fullStop, rename } = this.parts;
    const rest = rename(left);
    if (!endOfFailed || !isWhole || fullStop === undefined || this.lastFrame === fullStop) return rest;
    return Buffer.concat([rest, Buffer.from(`${rest.length > 0 ? "\n\n" : ""}data: ${fullStop}\n\n`)]);
  }

  /** An answer that failed before any of it was sent. */
  private refuse(error: AppError): void {
    this.stop();
    this.isRefused = true;
    void this.tap.end();
    this.parts.answer.end(new AppFailure(error.code));
    this.ended.resolve(this.parts.refused(error));
  }

  private break(failure: AppFailure): void {
    if (this.over) return;
    const { error } = this.parts.io.signal.aborted ? new AppFailure("cancelled") : failure;
    this.stop();
    this.isRefused = !this.out && error.code === "cancelled";
    this.parts.answer.end(failure);
    // What had come of the answer is in the record, and with the client, before the call has ended.
    void this.tap.end().then(() => {
      if (this.parts.guard.found) this.unread = [];
      else this.release();
      this.endBroken(error);
    }, this.ended.reject);
  }

  /** An answer whose last bytes gave a secret away. */
  private endRepeated(): void {
    const failure = repeated();
    this.unread = [];
    this.parts.answer.end(failure);
    this.endBroken(failure.error);
  }

  private endBroken(error: AppError): void {
    const { endOfFailed, refused } = this.parts;
    const { out } = this;
    if (!out) {
      this.ended.resolve(refused(error));
      return;
    }
    this.answered(outcomeOfError(error));
    if (out.destroyed) return;
    // Half a JSON body cannot be mended: the broken connection is the only honest end.
    if (endOfFailed) out.end(endOfFailed(error));
    else out.destroy();
  }

  private answered(outcome: Outcome): void {
    this.ended.resolve({ kind: "answered", outcome });
  }

  private stop(): void {
    this.over = true;
    clearTimeout(this.idle);
    clearTimeout(this.patience);
  }
}

function repeated(): AppFailure {
  return new AppFailure("protocol_error", { message: "The answer repeats the key of its request; it was stopped." });
}
