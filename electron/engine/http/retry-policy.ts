import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ErrorCode } from "@shared/domain/error/error.ts";

/** How often and how long is retried (`README.md#retries`). Times in milliseconds. */
const maximumRetries = 2;
const baseDelay = 500;
const longestDelay = 8_000;
const longestHonouredWait = 60_000;

const retriedStatuses = new Set([408, 409, 429]);
const retriedFailures = new Set<ErrorCode>(["connection_refused", "connection_lost", "connect_timeout", "dns_failed"]);

/** What went wrong with an attempt that brought no byte of a body. */
export type AttemptFailure = { kind: "status"; status: number; headers: Headers } | { kind: "error"; code: ErrorCode };

export type RetryDecision =
  | { retry: true; delayMs: number }
  /** `retryAfterMs` is what the server asked for, when it asked for more than we wait. */
  | { retry: false; retryAfterMs?: number };

export interface RetryClock {
  /** UTC milliseconds, for `Retry-After` dates. */
  now(): number;
  /** At least 0, less than 1. */
  random(): number;
}

/**
 * Decides on another attempt. Only to be asked before the first body byte: later a retry would cost twice.
 * `attempt` counts from 1. A wait the server names is kept to when it is a minute at most; else the jitter is full.
 */
export function decideRetry(
  failure: AttemptFailure,
  attempt: number,
  clock: RetryClock,
  most = maximumRetries,
): RetryDecision {
  const asked = failure.kind === "status" ? readRetryAfter(failure.headers, clock.now()) : undefined;
  if (asked !== undefined && asked > longestHonouredWait) return { retry: false, retryAfterMs: asked };
  if (!mayRetry(failure) || attempt > most) {
    return asked === undefined ? { retry: false } : { retry: false, retryAfterMs: asked };
  }
  const ceiling = Math.min(longestDelay, baseDelay * 2 ** attempt);
  return { retry: true, delayMs: asked ?? Math.round(clock.random() * ceiling) };
}

/**
 * Milliseconds the server asks to wait: `retry-after-ms`, or `retry-after` in seconds or as an HTTP date.
 * Undefined for none, garbage, negative figures and dates gone by.
 */
export function readRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const milliseconds = positiveNumber(headers.get("retry-after-ms"));
  if (milliseconds !== undefined) return Math.round(milliseconds);
  const text = headers.get("retry-after");
  const seconds = positiveNumber(text);
  if (seconds !== undefined) return Math.round(seconds * 1000);
  // Date.parse takes nearly anything, "-5" too; an HTTP date begins with a weekday.
  if (!text || !/^[A-Za-z]{3,9},? /.test(text.trim())) return undefined;
  const wait = Date.parse(text) - nowMs;
  return Number.isFinite(wait) && wait > 0 ? wait : undefined;
}

/**
 * Waits, unless stopped.
 * @throws AppFailure `cancelled` as soon as the signal aborts.
 */
export function waitFor(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new AppFailure("cancelled"));
      return;
    }
    const onAbort = () => {
      clearTimeout(timer);
      reject(new AppFailure("cancelled"));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    }, delayMs);
    signal.addEventListener("abort", onAbort, { once: true });
  });
}

function mayRetry(failure: AttemptFailure): boolean {
  if (failure.kind === "error") return retriedFailures.has(failure.code);
  return retriedStatuses.has(failure.status) || failure.status >= 500;
}

function positiveNumber(text: string | null): number | undefined {
  if (text === null || !/^\s*\d+(\.\d+)?\s*$/.test(text)) return undefined;
  const value = Number(text);
  return value > 0 ? value : undefined;
}
