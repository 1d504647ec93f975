import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ErrorCode } from "@shared/domain/error/error.ts";

/** UTC milliseconds of when this computer woke last, as far as the host was told. */
let wokeAt = Number.NEGATIVE_INFINITY;

/** To be called by a host that the system tells of it. */
export function noteWake(now: number = Date.now()): void {
  wokeAt = now;
}

/** What a sleep does to a request: its server gave up, and nothing of that came through. */
const causedBySleep: readonly ErrorCode[] = [
  "connect_timeout",
  "connection_lost",
  "dns_failed",
  "first_byte_timeout",
  "idle_timeout",
];

/** The failure of a request that began at `startedAt` (UTC milliseconds), with the sleep that explains it. */
export function withSleep(failure: AppFailure, startedAt: number): AppFailure {
  const { code, message, ...rest } = failure.error;
  if (startedAt >= wokeAt || !causedBySleep.includes(code)) return failure;
  return new AppFailure(code, { ...rest, message: `${message} This computer slept meanwhile.` });
}
