import type { SecretRef } from "@shared/domain/wire/wire.ts";
import type { CallIo, Clock, SecretResolver } from "../ports.ts";

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
