import type { StreamEvent } from "@shared/domain/run/stream-event.ts";

export interface LoggedEvent {
  seq: number;
  event: StreamEvent;
}

/** The events of one run: appended once, read by any number of listeners, from any point. */
export interface RunLog {
  append(event: StreamEvent): void;
  /**
   * Events after `after` (-1 for all), then new ones as they come, until `end` or until the signal aborts. Deltas and
   * places in the queue that pile up between two looks are merged: a listener gets at most one batch per `batchMs`.
   */
  read(after: number, signal: AbortSignal): AsyncIterable<LoggedEvent>;
}

/** One display frame: more updates a second than this nobody sees (`README.md#batches`). */
const batchMs = 16;

/** Who follows a log and now waits for more of it. */
interface Reader {
  wake(): void;
  /** It lets a batch gather: only the end or an abort wakes it before its time. */
  gathering: boolean;
}

export function createRunLog(): RunLog {
  const events: StreamEvent[] = [];
  const readers = new Set<Reader>();
  let ended = false;
  /** How many events somebody has read. Those behind them may still be merged: nobody knows their numbers. */
  let readCount = 0;
  /** The last event was made here of several, so that nobody else has it. */
  let isOwn = false;

  function append(event: StreamEvent): void {
    if (ended) return;
    const last = events.length > readCount ? events.at(-1) : undefined;
    // Whoever waits has been woken by the first of them. A million deltas are then no million objects.
    if (last && isOwn && isText(last) && last.type === event.type) {
      last.text += event.text;
      return;
    }
    const merged = last && merge(last, event);
    if (merged) {
      events[events.length - 1] = merged;
      isOwn = true;
      return;
    }
    isOwn = false;
    events.push(event);
    ended = event.type === "end";
    for (const reader of readers) if (ended || !reader.gathering) reader.wake();
  }

  async function* read(after: number, signal: AbortSignal): AsyncIterable<LoggedEvent> {
    let next = after + 1;
    const reader: Reader = { wake: () => {}, gathering: false };
    const stop = () => reader.wake();
    readers.add(reader);
    signal.addEventListener("abort", stop, { once: true });
    try {
      while (!signal.aborted) {
        if (next < events.length) {
          // Fixed before the first yield: what is appended while the reader works belongs to the next batch.
          const until = events.length;
          readCount = Math.max(readCount, until);
          yield* mergeEvents(events, next, until);
          next = until;
          continue;
        }
        if (ended) return;
        await nextAppend(reader);
        if (!ended && !signal.aborted && comesInFloods(events[next])) await nextBatch(reader);
      }
    } finally {
      readers.delete(reader);
      signal.removeEventListener("abort", stop);
    }
  }

  return { append, read };
}

/** Resolves at the next append or abort. */
function nextAppend(reader: Reader): Promise<void> {
  return new Promise((resolve) => {
    reader.wake = resolve;
  });
}

/** Resolves after `batchMs`, at the end of the run or at an abort. */
function nextBatch(reader: Reader): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      reader.gathering = false;
      resolve();
    };
    const timer = setTimeout(done, batchMs);
    reader.gathering = true;
    reader.wake = done;
  });
}

const floods: ReadonlySet<StreamEvent["type"] | undefined> = new Set([
  "text",
  "reasoning",
  "refusal",
  "tool_call",
  "queued",
]);

function comesInFloods(event: StreamEvent | undefined): boolean {
  return floods.has(event?.type);
}

/**
 * Joins neighbouring deltas of one kind; of places in the queue the last one counts. The merged event carries the last
 * number, so re-attaching never repeats.
 */
function* mergeEvents(events: readonly StreamEvent[], from: number, until: number): Iterable<LoggedEvent> {
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

type TextEvent = Extract<StreamEvent, { type: "text" | "reasoning" | "refusal" }>;

function isText(event: StreamEvent): event is TextEvent {
  return event.type === "text" || event.type === "reasoning" || event.type === "refusal";
}

function merge(first: StreamEvent, second: StreamEvent): StreamEvent | undefined {
  if (first.type === "text" && second.type === "text") return { ...first, text: first.text + second.text };
  if (first.type === "reasoning" && second.type === "reasoning") return { ...first, text: first.text + second.text };
  if (first.type === "refusal" && second.type === "refusal") return { ...first, text: first.text + second.text };
  if (first.type === "queued" && second.type === "queued") return second;
  if (first.type !== "tool_call" || second.type !== "tool_call") return undefined;
  const startsAnother = second.index !== first.index || second.id !== undefined || second.name !== undefined;
  return startsAnother ? undefined : { ...first, arguments: first.arguments + second.arguments };
}
