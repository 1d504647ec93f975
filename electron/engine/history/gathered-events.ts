import type { StreamEvent } from "@shared/domain/run/stream-event.ts";

/** Text of a running answer reaches the disk at the latest after so long, or when so much has gathered. */
const flushMs = 500;
const flushCharacters = 4_096;

/** What running runs have said and is not written down yet. */
export interface EventGathering {
  add(id: string, event: StreamEvent): void;
  /** Writes down what there is of a run. */
  flush(id: string): void;
  flushAll(): void;
  /** What has gathered of a run is written down in another way. */
  forget(id: string): void;
}

interface Gathered {
  events: StreamEvent[];
  characters: number;
  timer: NodeJS.Timeout | undefined;
}

/** Gathers what runs say and hands it on at most 500 ms or 4 KB later, neighbouring pieces of one kind as one. */
export function createEventGathering(write: (id: string, events: StreamEvent[]) => void): EventGathering {
  const gathered = new Map<string, Gathered>();

  function forget(id: string): StreamEvent[] {
    const known = gathered.get(id);
    clearTimeout(known?.timer);
    gathered.delete(id);
    return known?.events ?? [];
  }

  function flush(id: string): void {
    const events = forget(id);
    if (events.length > 0) write(id, events);
  }

  return {
    add(id, event) {
      if (!isContent(event)) return;
      const entry = gathered.get(id) ?? { events: [], characters: 0, timer: undefined };
      gathered.set(id, entry);
      entry.characters += addEvent(entry.events, event);
      if (entry.characters >= flushCharacters) flush(id);
      else entry.timer ??= setTimeout(() => flush(id), flushMs).unref();
    },
    flush,
    flushAll: () => [...gathered.keys()].forEach(flush),
    forget: (id) => void forget(id),
  };
}

function isContent({ type }: StreamEvent): boolean {
  return !(type === "prepared" || type === "request" || type === "response" || type === "retry" || type === "end");
}

/** Neighbouring deltas of one kind are one. Gives how many characters came. */
function addEvent(events: StreamEvent[], event: StreamEvent): number {
  if (event.type === "text" || event.type === "reasoning" || event.type === "refusal") {
    const last = events.at(-1);
    if (last?.type === event.type) last.text += event.text;
    else events.push({ ...event });
    return event.text.length;
  }
  events.push(event);
  return event.type === "tool_call" ? event.arguments.length : 0;
}
