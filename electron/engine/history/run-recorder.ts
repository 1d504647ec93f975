import type { Bounds } from "../../../shared/domain/bounded-list.ts";
import { createBoundedMap } from "../../../shared/domain/bounded-map.ts";
import { weighJson } from "../../../shared/domain/json/json-weight.ts";
import type { HistoryRun, HistoryStatus } from "../../../shared/domain/run/history.ts";
import { noNotes } from "../../../shared/domain/run/history.ts";
import type { RunRecord } from "../../../shared/domain/run/run.ts";
import type { RunOutput } from "../../../shared/domain/run/stream-event.ts";
import type { RunStore } from "../ports.ts";
import { packFrames } from "./frame-text.ts";
import { createEventGathering } from "./gathered-events.ts";
import type { DatabaseStatus, HistoryWrite, RunWrite } from "./history-calls.ts";
import type { HistoryClient } from "./history-client.ts";
import { createPatience } from "./patience.ts";
import type { Spool } from "./spool.ts";
import { createWriteQueue } from "./write-queue.ts";
import { writtenRun } from "./written-run.ts";

/** A run does not wait longer than this for a disk that does not answer. */
const patienceMs = 5_000;
/** So long a database may take before the run is kept in the spool meanwhile. */
const quickMs = 1_000;
const retryMs = 10_000;
/** Finished runs kept in memory while the disk is full. */
const keptUnsaved = { items: 500, bytes: 512 * 1_048_576 };

export interface RunRecorder extends RunStore {
  /** Resolves when the state of the database is known. */
  ready: Promise<void>;
  /** A run that could not be written and is therefore only here. */
  unsavedRun(id: string): HistoryRun | undefined;
  /** Why runs are here only; null when none is. */
  unsavedProblem(): string | null;
  status(status: DatabaseStatus): HistoryStatus;
  /** A run came in by another way. */
  noteSequence(sequence: number): void;
  /** Writes down what has not been. */
  close(): Promise<void>;
}

/**
 * Writes runs down as they go. What cannot be written now is kept in the spool and in memory and tried again; a run never
 * fails over it.
 */
export function createRunRecorder(
  client: HistoryClient,
  bounds: Bounds = keptUnsaved,
  spool: Spool | null = null,
): RunRecorder {
  /** Runs that go on, as they are. */
  const live = new Map<string, RunRecord>();
  const said = createEventGathering((id, events) => {
    spool?.append(id, events);
    if (!unsaved.has(id)) void queue.add({ kind: "append", id, events });
  });
  const unsaved = createBoundedMap<RunRecord>(bounds, ({ state }) => state !== "running");
  let sequence = 0;
  let problem: string | null = null;
  /** Runs that were too many to wait for the disk. */
  let lost = 0;
  /** Whether the spool took what it was given last: a run that is there is not lost with the memory. */
  let isSpooling = false;
  /** Until it is known what state the database is in, and while it is one that takes runs. */
  let state: "opening" | "writable" | "read_only" = "opening";
  const ready = client.opened.then((opened) => {
    takeStatus(opened);
    problem ??= opened.problem;
  });
  const { isDoneWithin } = createPatience();
  let retry: NodeJS.Timeout | undefined;
  const queue = createWriteQueue({
    send: (writes) => client.call("write", writes.map(forTransfer)),
    onSaved: (write) => {
      if (write.kind === "save") {
        unsaved.delete(write.record.id);
        spool?.kept(write.record.id);
      }
      if (unsaved.size === 0) problem = null;
    },
    onFailed: (write, error) => {
      problem = error.message;
      const record = write.kind === "save" ? write.record : live.get(write.id);
      if (record) keepUnsaved(live.get(record.id) ?? record);
      // What it says from here on is on the disk all the same.
      if (record?.state === "running" && !record.job && state === "writable") void spool?.begin(record);
      retry ??= setTimeout(() => void saveAgain(), retryMs).unref();
    },
  });

  /** As the run is now. Events that are in it must not be appended again. */
  function save(record: RunRecord): Promise<void> {
    if (live.has(record.id)) live.set(record.id, record);
    said.forget(record.id);
    const { output, exchanges } = record;
    // What has ended changes no more.
    const snapshot =
      record.state === "running" ? { ...record, output: copyOf(output), exchanges: [...exchanges] } : record;
    return queue.add({ kind: "save", record: snapshot });
  }

  function takeStatus({ lastSequence, readOnly }: DatabaseStatus): void {
    sequence = Math.max(sequence, lastSequence);
    state = readOnly ? "read_only" : "writable";
  }

  /** Resolves when a run is in the database or in the spool, or when neither takes it. */
  async function onDisk(record: RunRecord, saved: Promise<void>, spooled: () => Promise<boolean>): Promise<void> {
    if (spool && state !== "read_only") {
      if (state === "writable" && (await isDoneWithin(saved, quickMs)) && !unsaved.has(record.id)) return;
      isSpooling = await spooled();
      if (isSpooling) return;
    }
    await isDoneWithin(saved, patienceMs);
  }

  async function saveAgain(): Promise<void> {
    retry = undefined;
    try {
      const status = await client.call("reopen");
      takeStatus(status);
      problem = status.problem;
      for (const record of unsaved.values()) await isDoneWithin(save(record), patienceMs);
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    if (unsaved.size > 0) retry ??= setTimeout(() => void saveAgain(), retryMs).unref();
  }

  function keepUnsaved(record: RunRecord): void {
    const before = unsaved.size + (unsaved.has(record.id) ? 0 : 1);
    unsaved.set(record.id, record, weighJson(record));
    if (!isSpooling) lost += before - unsaved.size;
  }

  return {
    ready,
    nextSequence: () => ++sequence,
    noteSequence: (other) => {
      sequence = Math.max(sequence, other);
    },
    begin(record) {
      live.set(record.id, record);
      const saved = save(record);
      // What a job has sent must be known after a crash, or it is sent twice.
      return record.job ? saved : onDisk(record, saved, async () => spool?.begin(record) ?? false);
    },
    append(record, event) {
      if (live.has(record.id)) said.add(record.id, event);
    },
    async finish(record) {
      await onDisk(record, save(record), async () => spool?.end(record) ?? false);
      live.delete(record.id);
    },
    unsavedProblem: () => (unsaved.size > 0 ? problem : null),
    unsavedRun: (id) => {
      const record = unsaved.get(id);
      return record && { record, notes: noNotes };
    },
    status: ({ lastSequence: _, ...status }) => ({
      ...status,
      unsaved: unsaved.size,
      problem: withLost(problem ?? status.problem, lost),
    }),
    async close() {
      clearTimeout(retry);
      said.flushAll();
      if (unsaved.size > 0) await saveAgain();
      clearTimeout(retry);
      await queue.drained();
      await spool?.close();
    },
  };
}

function copyOf(output: RunOutput): RunOutput {
  return output.order === undefined && output.toolCalls.length === 0 ? { ...output } : structuredClone(output);
}

/** A run that is gone for good is said, also when the disk has come back. */
function withLost(problem: string | null, lost: number): string | null {
  if (lost === 0) return problem;
  const said = `${lost === 1 ? "One run was" : `${lost} runs were`} given up: too much waited to be written.`;
  return problem === null ? said : `${problem} ${said}`;
}

/** Texts where that can be, and frames always: many objects are handed to another thread far more dearly. */
export function forTransfer(write: RunWrite): HistoryWrite {
  if (write.kind !== "save") return write;
  const run = writtenRun(write.record);
  if (run) return { kind: "written", run };
  const { exchanges } = write.record;
  const withoutFrames = exchanges.map((exchange) => ({ ...exchange, frames: [] }));
  const frames = exchanges.map(packFrames);
  return { kind: "save", record: { ...write.record, exchanges: withoutFrames }, frames };
}
