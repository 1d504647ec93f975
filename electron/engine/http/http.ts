import type { SecretRef } from "@shared/domain/wire/wire.ts";
import type { CallIo, Clock, SecretResolver } from "../ports.ts";
import type { ReceivedFrame } from "./exchange-recorder.ts";
import type { Redactor } from "./redact.ts";
import type { ResponseBody } from "./response-body.ts";
import type { TextGuard } from "./text-guard.ts";

/** Sizes in bytes, times in milliseconds (`README.md#limits-of-an-answer`). */
export interface ResponseLimits {
  line: number;
  event: number;
  total: number;
  connectMs: number;
  firstByteMs: number;
  idleMs: number;
}

export const defaultLimits: ResponseLimits = {
  // A picture comes as one line of one event.
  line: 8_388_608,
  event: 8_388_608,
  total: 33_554_432,
  connectMs: 10_000,
  firstByteMs: 60_000,
  idleMs: 60_000,
};

/** Everything one outgoing exchange needs besides the request itself. */
export interface FetchContext extends CallIo {
  kind: "langfuse" | "provider";
  /** Counts from 1. */
  attempt: number;
  secrets: SecretResolver;
  /** The secrets this request may use; a placeholder of any other is refused. */
  allowed: readonly SecretRef[];
  limits: ResponseLimits;
  clock: Clock;
  /** `preview` builds the request, reports it as an exchange and opens no socket. */
  mode: "send" | "preview";
  /** It changes something and is never sent twice: it gets a connection of its own, which cannot have been closed. */
  once?: boolean;
  /** Waited for when the request has been reported and before its socket opens. */
  beforeSending?: (() => Promise<void>) | undefined;
}

/**
 * Makes a `fetch` for exactly one exchange: the ONE way out of the process. It replaces secret placeholders in header
 * values just before the bytes leave, refuses redirects, records request, response, frames and timings.
 */
export type CreateFetch = (context: FetchContext) => typeof globalThis.fetch;

/** A request that is complete but for its secrets, which stand in it as placeholders. */
export interface SendRequest {
  method: "GET" | "POST" | "DELETE";
  url: string;
  /** In the order they leave. */
  headers: [name: string, value: string][];
  body?: string;
}

/** The open end of a response's record. */
export interface ResponseRecord {
  /** Takes SSE events from the decoder, since it is the one that parses them: those that came together at once. */
  framesCame(frames: readonly ReceivedFrame[]): void;
  /** Replaces the secrets of this request in whatever is said about its answer. */
  redact: Redactor;
  /** For a text that comes in pieces. */
  guardText(): TextGuard;
  /** The frames there are so far; the next one gets this number. */
  frames(): number;
}

/** An answer whose head has come. */
export interface SentAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly ok: boolean;
  /** Made when it is asked for: whoever needs the content type alone has it from `contentType`. */
  readonly headers: Headers;
  /** Empty where there is none. */
  readonly contentType: string;
  /** Null where the status says that there is none. Read by one of these ways, once. */
  readonly body: ResponseBody | null;
  /** All of it. @throws AppFailure when it breaks off. */
  whole(): Promise<Buffer>;
  /** All of it as `Response` gives it: without a byte order mark, what is no UTF-8 replaced. */
  text(): Promise<string>;
  readonly record: ResponseRecord;
}

/** Sends exactly one exchange as `CreateFetch` does. Null for a preview, to which nobody answers. */
export type CreateSend = (context: FetchContext) => (request: SendRequest) => Promise<SentAnswer | null>;
