import type { SequencedEvent } from "./dispatch.ts";

/** Numbers the events of a stream that cannot be taken up again. */
export async function* sequenceEvents<T>(events: AsyncIterable<T>): AsyncIterable<SequencedEvent<T>> {
  let seq = 0;
  for await (const event of events) yield { seq: seq++, event };
}
