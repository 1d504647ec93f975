import type { Bounds } from "@shared/domain/bounded-list.ts";
import { createBoundedMap } from "@shared/domain/bounded-map.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { JobMark } from "@shared/domain/job/job.ts";
import { weighJson } from "@shared/domain/json/json-weight.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import type { Clock, RunStore } from "../ports.ts";
import { createRunLog, type LoggedEvent, type RunLog } from "./run-log.ts";
import { newRunRecord, recordEvent } from "./run-record.ts";

/** Does the work of one run: changes the record's stages and exchanges, emits every event and ends with `end`. */
export type RunWork = (record: RunRecord, emit: (event: StreamEvent) => void, signal: AbortSignal) => Promise<void>;

/**
 * Owns the runs of one process. Closing a window detaches its listeners; only `cancel` and `close` stop a run.
 */
export interface RunRegistry {
  /** @param job which cell of a job it is. */
  start(request: RunRequest, work: RunWork, job?: JobMark): RunRecord;
  /** Resolves when the start of a run is on the disk, or when it is known that it cannot be; at once for any other. */
  begun(runId: string): Promise<void>;
  /** Resolves when a run has ended and is written down; at once when it is not under way here. */
  ended(runId: string): Promise<void>;
  /** Takes in a run that is driven elsewhere, as a call of the gateway is; it can be followed and cancelled like any. */
  adopt(record: RunRecord, abort: AbortController): AdoptedRun;
  /** Undefined for a run of an earlier session, and for an old one. */
  find(runId: string): RunRecord | undefined;
  /** @throws AppFailure `not_found`. */
  events(runId: string, after: number, signal: AbortSignal): AsyncIterable<LoggedEvent>;
  /** Does nothing when the run has ended. */
  cancel(runId: string): void;
  /** How many have not ended, or are not written down yet. */
  underWay(): number;
  /** Resolves when what runs now has ended by itself. */
  idle(): Promise<void>;
  /** Cancels what runs and resolves when all of it has ended. */
  close(): Promise<void>;
}

/** How the driver of an adopted run tells of it. The record is the driver's to change. */
export interface AdoptedRun {
  /** Resolves when the run as it is now is on the disk. */
  begin(): Promise<void>;
  tell(event: StreamEvent): void;
}

interface Entry {
  record: RunRecord;
  log: RunLog;
  abort: AbortController;
  begun: Promise<void>;
  finished: Promise<void>;
  /** Whether it is on the disk with its end: only then may it leave the memory. */
  isWrittenDown: boolean;
}

/** Finished runs kept in memory; the oldest go first, and the history has them. One with pictures weighs megabytes. */
const keptRuns = { items: 200, bytes: 32 * 1_048_576 };

/** @param onFinished told of every run that has ended and is written down. */
export function createRunRegistry(
  clock: Clock,
  store: RunStore,
  onFinished: (record: RunRecord) => void = () => undefined,
  bounds: Bounds = keptRuns,
): RunRegistry {
  const entries = createBoundedMap<Entry>(bounds, ({ isWrittenDown }) => isWrittenDown);

  function entry(runId: string): Entry {
    const found = entries.get(runId);
    if (!found) throw new AppFailure("not_found", { message: "This run is not kept any more." });
    return found;
  }

  /** Nobody is told that a run is done before it is on the disk. */
  async function finish(record: RunRecord, log: RunLog, end: StreamEvent): Promise<void> {
    await store.finish(record);
    log.append(end);
    settle(record);
    onFinished(record);
  }

  function start(request: RunRequest, work: RunWork, job?: JobMark): RunRecord {
    const record = newRunRecord(request, store.nextSequence(), clock.now());
    if (job) record.job = job;
    const log = createRunLog();
    const abort = new AbortController();
    let kept: Promise<void> = Promise.resolve();
    const emit = (event: StreamEvent) => {
      if (!recordEvent(record, event)) return;
      if (event.type === "end") {
        kept = finish(record, log, event);
        return;
      }
      store.append(record, event);
      log.append(event);
    };
    const begun = store.begin(record);
    const finished = work(record, emit, abort.signal).then(() => kept);
    entries.set(record.id, { record, log, abort, begun, finished, isWrittenDown: false }, 0);
    return record;
  }

  function adopt(record: RunRecord, abort: AbortController): AdoptedRun {
    const log = createRunLog();
    const ended = Promise.withResolvers<void>();
    entries.set(
      record.id,
      { record, log, abort, begun: Promise.resolve(), finished: ended.promise, isWrittenDown: false },
      0,
    );
    return {
      begin: () => store.begin(record),
      tell(event) {
        if (event.type === "end") {
          void finish(record, log, event).then(ended.resolve);
          return;
        }
        store.append(record, event);
        log.append(event);
      },
    };
  }

  /** A run that has ended grows no more: what it weighs is known now. */
  function settle(record: RunRecord): void {
    const known = entries.get(record.id);
    if (!known) return;
    known.isWrittenDown = true;
    // Its events say once more what stands in its output.
    entries.set(record.id, known, weightOf(record) + weighJson(record.output));
  }

  return {
    start,
    adopt,
    begun: async (runId) => entries.get(runId)?.begun,
    ended: async (runId) => entries.get(runId)?.finished,
    find: (runId) => entries.get(runId)?.record,
    events: (runId, after, signal) => entry(runId).log.read(after, signal),
    cancel: (runId) => entry(runId).abort.abort(),
    underWay: () => entries.values().reduce((count, { isWrittenDown }) => count + (isWrittenDown ? 0 : 1), 0),
    async idle() {
      await Promise.allSettled(entries.values().map(({ finished }) => finished));
    },
    async close() {
      for (const { abort } of entries.values()) abort.abort();
      await Promise.allSettled(entries.values().map(({ finished }) => finished));
    },
  };
}

/** A frame besides its text. */
const frameBytes = 100;

/** A stream has thousands of frames, whose sizes are known. */
function weightOf({ exchanges, ...rest }: RunRecord): number {
  let bytes = weighJson(rest);
  for (const { frames, ...head } of exchanges) {
    bytes += weighJson(head);
    for (const frame of frames) bytes += frameBytes + 2 * frame.bytes;
  }
  return bytes;
}
