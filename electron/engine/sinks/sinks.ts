import type { RunRecord } from "@shared/domain/run/run.ts";

/** Somebody who hears of runs that have ended: never part of a run, so nothing it does changes one. */
export interface RunSink {
  id: string;
  /**
   * Told once of each run, one after the other, after the run is on the disk. The record is shared and not to be
   * changed. The signal aborts when it has taken too long.
   */
  finished(run: Readonly<RunRecord>, signal: AbortSignal): Promise<void> | void;
}

/** What went wrong with a sink; nothing else is changed by it. */
export interface SinkTrouble {
  sink: string;
  /** `threw`, `hung` beyond its time, or `missed` runs since it was too slow for them. */
  kind: "threw" | "hung" | "missed";
  runId: string;
  error?: unknown;
}

export interface Sinks {
  /** Never throws and never waits. */
  finished(run: RunRecord): void;
  /** Resolves when every sink has heard of every run, at the latest after `closeMs`. */
  close(): Promise<void>;
}

export interface SinksOptions {
  onTrouble?: (trouble: SinkTrouble) => void;
  /** How long a sink may take for one run, in milliseconds. */
  patienceMs?: number;
  /** How long `close` waits, in milliseconds. */
  closeMs?: number;
  /** Runs that may wait for one sink; of more it does not hear. */
  mostWaiting?: number;
}

/** Tells sinks of runs, each at its own pace: one that throws, hangs or is slow holds up neither runs nor other sinks. */
export function createSinks(sinks: readonly RunSink[], options: SinksOptions = {}): Sinks {
  const closing = new AbortController();
  const lanes = sinks.map((sink) => createLane(sink, closing.signal, options));
  return {
    finished(run) {
      for (const lane of lanes) lane.add(run);
    },
    async close() {
      await within(Promise.all(lanes.map((lane) => lane.emptied())), options.closeMs ?? 2_000);
      closing.abort();
    },
  };
}

interface Lane {
  add(run: RunRecord): void;
  emptied(): Promise<void>;
}

function createLane(sink: RunSink, closing: AbortSignal, options: SinksOptions): Lane {
  const { patienceMs = 30_000, mostWaiting = 1_000 } = options;
  const waiting: RunRecord[] = [];
  let working: Promise<void> | undefined;

  function trouble(kind: SinkTrouble["kind"], runId: string, error?: unknown): void {
    try {
      options.onTrouble?.({ sink: sink.id, kind, runId, ...(error === undefined ? {} : { error }) });
    } catch {
      // Whoever hears of trouble must not make more.
    }
  }

  async function tellAll(): Promise<void> {
    // In a later turn: a sink that works at once holds up nobody who has just heard of the run's end.
    await new Promise<void>((resolve) => setImmediate(resolve));
    for (let run = waiting.shift(); run && !closing.aborted; run = waiting.shift()) await tellOne(run);
    working = undefined;
  }

  async function tellOne(run: RunRecord): Promise<void> {
    const late = new AbortController();
    const signal = AbortSignal.any([late.signal, closing]);
    try {
      const told = Promise.resolve(sink.finished(run, signal));
      told.catch(() => undefined); // It may reject after nobody waits for it any more.
      if (await within(told, patienceMs, closing)) return;
      trouble("hung", run.id);
      late.abort();
    } catch (error) {
      trouble("threw", run.id, error);
    }
  }

  return {
    add(run) {
      if (closing.aborted) return;
      if (waiting.length >= mostWaiting) return trouble("missed", run.id);
      waiting.push(run);
      working ??= tellAll();
    },
    async emptied() {
      while (working) await working;
    },
  };
}

/** True when the work was done in time; rejects as it does. */
async function within(work: Promise<unknown>, milliseconds: number, closing?: AbortSignal): Promise<boolean> {
  const over = Promise.withResolvers<boolean>();
  const stop = () => over.resolve(false);
  const timer = setTimeout(stop, milliseconds);
  closing?.addEventListener("abort", stop);
  try {
    return await Promise.race([work.then(() => true), over.promise]);
  } finally {
    clearTimeout(timer);
    closing?.removeEventListener("abort", stop);
  }
}
