import { AppFailure } from "@shared/domain/app-failure.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run.ts";
import type { StreamEvent } from "@shared/domain/stream-event.ts";
import type { Clock } from "../ports.ts";
import { createRunLog, type LoggedEvent, type RunLog } from "./run-log.ts";
import { newRunRecord, recordEvent } from "./run-record.ts";

/** Does the work of one run: changes the record's stages and exchanges, emits every event and ends with `end`. */
export type RunWork = (record: RunRecord, emit: (event: StreamEvent) => void, signal: AbortSignal) => Promise<void>;

/**
 * Owns the runs of one process. Closing a window detaches its listeners; only `cancel` and `close` stop a run.
 */
export interface RunRegistry {
  start(request: RunRequest, work: RunWork): RunRecord;
  /** @throws AppFailure `not_found`. */
  get(runId: string): RunRecord;
  events(runId: string, after: number, signal: AbortSignal): AsyncIterable<LoggedEvent>;
  /** Does nothing when the run has ended. */
  cancel(runId: string): void;
  /** Cancels what runs and resolves when all of it has ended. */
  close(): Promise<void>;
}

interface Entry {
  record: RunRecord;
  log: RunLog;
  abort: AbortController;
  finished: Promise<void>;
}

/** Finished runs kept in memory; the oldest go first. */
const keptRuns = 200;

export function createRunRegistry(clock: Clock): RunRegistry {
  const entries = new Map<string, Entry>();
  let sequence = 0;

  function entry(runId: string): Entry {
    const found = entries.get(runId);
    if (!found) throw new AppFailure("not_found", { message: "This run is not kept any more." });
    return found;
  }

  function start(request: RunRequest, work: RunWork): RunRecord {
    const record = newRunRecord(request, ++sequence, clock.now());
    const log = createRunLog();
    const abort = new AbortController();
    const emit = (event: StreamEvent) => {
      if (recordEvent(record, event)) log.append(event);
    };
    entries.set(record.id, { record, log, abort, finished: work(record, emit, abort.signal) });
    forgetOldest();
    return record;
  }

  function forgetOldest(): void {
    for (const [id, { record }] of entries) {
      if (entries.size <= keptRuns) return;
      if (record.state === "finished") entries.delete(id);
    }
  }

  return {
    start,
    get: (runId) => entry(runId).record,
    events: (runId, after, signal) => entry(runId).log.read(after, signal),
    cancel: (runId) => entry(runId).abort.abort(),
    async close() {
      for (const { abort } of entries.values()) abort.abort();
      await Promise.allSettled([...entries.values()].map(({ finished }) => finished));
    },
  };
}
