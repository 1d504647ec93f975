import type { StreamEvent } from "@shared/domain/stream-event.ts";

export interface LoggedEvent {
  seq: number;
  event: StreamEvent;
}

/** The events of one run: appended once, read by any number of listeners, from any point. */
export interface RunLog {
  append(event: StreamEvent): void;
  /**
   * Events after `after` (-1 for all), then new ones as they come, until `end` or until the signal aborts. Deltas that
   * pile up between two looks are merged, so a listener gets at most one batch per `batchMs`.
   */
  read(after: number, signal: AbortSignal): AsyncIterable<LoggedEvent>;
}

/** One display frame: more updates a second than this nobody sees (`performance.md` §8). */
const batchMs = 16;

export function createRunLog(): RunLog {
  const events: StreamEvent[] = [];
  const waiting = new Set<() => void>();
  let ended = false;

  function append(event: StreamEvent): void {
    if (ended) return;
    events.push(event);
    ended = event.type === "end";
    for (const wake of waiting) wake();
    waiting.clear();
  }

  async function* read(after: number, signal: AbortSignal): AsyncIterable<LoggedEvent> {
    let next = after + 1;
    while (!signal.aborted) {
      if (next < events.length) {
        // Fixed before the first yield: what is appended while the reader works belongs to the next batch.
        const until = events.length;
        yield* mergeDeltas(events, next, until);
        next = until;
        continue;
      }
      if (ended) return;
      await nextAppend(waiting, signal);
      if (!ended && isDelta(events[next])) await pause(batchMs, signal);
    }
  }

  return { append, read };
}

/** Resolves at the next append or abort. */
function nextAppend(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      signal.removeEventListener("abort", wake);
      waiting.delete(wake);
      resolve();
    };
    waiting.add(wake);
    signal.addEventListener("abort", wake, { once: true });
  });
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done, { once: true });
  });
}

function isDelta(event: StreamEvent | undefined): boolean {
  return (
    event?.type === "text" || event?.type === "reasoning" || event?.type === "refusal" || event?.type === "tool_call"
  );
}

/** Joins neighbouring deltas of one kind. The merged event carries the last number, so re-attaching never repeats. */
function* mergeDeltas(events: readonly StreamEvent[], from: number, until: number): Iterable<LoggedEvent> {
  let pending: LoggedEvent | undefined;
  for (let seq = from; seq < until; seq++) {
    const event = events[seq];
    if (!event) continue;
    const merged = pending && merge(pending.event, event);
    if (merged) {
      pending = { seq, event: merged };
      continue;
    }
    if (pending) yield pending;
    pending = { seq, event };
  }
  if (pending) yield pending;
}

function merge(first: StreamEvent, second: StreamEvent): StreamEvent | undefined {
  if (first.type === "text" && second.type === "text") return { ...first, text: first.text + second.text };
  if (first.type === "reasoning" && second.type === "reasoning") return { ...first, text: first.text + second.text };
  if (first.type === "refusal" && second.type === "refusal") return { ...first, text: first.text + second.text };
  if (first.type !== "tool_call" || second.type !== "tool_call") return undefined;
  const startsAnother = second.index !== first.index || second.id !== undefined || second.name !== undefined;
  return startsAnother ? undefined : { ...first, arguments: first.arguments + second.arguments };
}
