import { hasEnded, type JobEvent } from "@shared/domain/job/job.ts";

export interface LoggedJobEvent {
  seq: number;
  event: JobEvent;
}

/** The events of one job as this process tells them: appended once, read by any number of listeners, from any point. */
export interface JobLog {
  append(event: JobEvent): void;
  /**
   * Events after `after` (-1 for all), then new ones as they come, until the job has ended or the signal aborts. From
   * the start where `after` is of an earlier life of this process: every event may be heard twice.
   */
  read(after: number, signal: AbortSignal): AsyncIterable<LoggedJobEvent>;
  /** How many listen now. */
  readers(): number;
}

export function createJobLog(): JobLog {
  const events: JobEvent[] = [];
  const readers = new Set<() => void>();

  const isOver = () => {
    const last = events.findLast((event) => event.type === "job");
    return last !== undefined && hasEnded(last.job);
  };

  return {
    append(event) {
      events.push(event);
      for (const wake of readers) wake();
    },
    async *read(after, signal) {
      let next = after < events.length ? after + 1 : 0;
      let wake = () => {};
      const stir = () => wake();
      readers.add(stir);
      signal.addEventListener("abort", stir, { once: true });
      try {
        while (!signal.aborted) {
          const event = events[next];
          if (event) yield { seq: next++, event };
          else if (isOver()) return;
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      } finally {
        readers.delete(stir);
        signal.removeEventListener("abort", stir);
      }
    },
    readers: () => readers.size,
  };
}
