import type { AppError } from "../domain/error/error.ts";

/** Every answer of a query or command, over every transport. Nothing rejects through a transport. */
export type Envelope<T> = { ok: true; data: T } | { ok: false; error: AppError };

/**
 * A frame of a stream. `seq` rises; it skips where a slow reader gets neighbouring deltas merged into one event, which
 * then carries the last one's number. Exactly one terminal frame (`done` or `error`) closes the stream. Re-attaching
 * with `after: seq` gives what came later.
 */
export type Frame<Event> =
  | { seq: number; type: "event"; event: Event }
  | { seq: number; type: "done" }
  | { seq: number; type: "error"; error: AppError };
