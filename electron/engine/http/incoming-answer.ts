import { Readable } from "node:stream";
import type { AnswerHead } from "./answer-head.ts";

/** The connection an answer comes over, as far as the answer steers it. */
export interface AnswerFlow {
  resume(): void;
  /** Nobody reads the rest. */
  abandon(): void;
}

/** An answer while it comes: its head, and its body as a stream. */
export class IncomingAnswer extends Readable {
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly httpVersion: string;
  readonly rawHeaders: string[];
  readonly headers: AnswerHead["headers"];
  /** All of it has come. One that broke off is closed without it. */
  complete = false;
  private readonly flow: AnswerFlow;

  constructor({ statusCode, statusMessage, httpVersion, rawHeaders, headers }: AnswerHead, flow: AnswerFlow) {
    super();
    this.statusCode = statusCode;
    this.statusMessage = statusMessage;
    this.httpVersion = httpVersion;
    this.rawHeaders = rawHeaders;
    this.headers = headers;
    this.flow = flow;
  }

  override _read(): void {
    this.flow.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.complete) this.flow.abandon();
    // Whoever does not listen has lost interest in it.
    done(this.listenerCount("error") === 0 ? null : error);
  }
}
