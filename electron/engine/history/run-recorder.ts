import type { Bounds } from "../../../shared/domain/bounded-list.ts";
import { createBoundedMap } from "../../../shared/domain/bounded-map.ts";
import { weighJson } from "../../../shared/domain/json/json-weight.ts";
import type { HistoryRun, HistoryStatus } from "../../../shared/domain/run/history.ts";
import { noNotes } from "../../../shared/domain/run/history.ts";
import type { RunRecord } from "../../../shared/domain/run/run.ts";
import type { StreamEvent } from "../../../shared/domain/run/stream-event.ts";
import type { RunStore } from "../ports.ts";
import { packFrames } from "./frame-text.ts";
import type { DatabaseStatus, HistoryWrite } from "./history-calls.ts";
import type { HistoryClient } from "./history-client.ts";
import { createWriteQueue } from "./write-queue.ts";

/** Text of a running answer reaches the disk at the latest after so long, or when so much has gathered. */
const flushMs = 500;
const flushCharacters = 4_096;
/** A run does not wait longer than this for a disk that does not answer. */
const patienceMs = 5_000;
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

interface Live {
  record: RunRecord;
  events: StreamEvent[];
  characters: number;
  timer: NodeJS.Timeout | undefined;
}

/** Writes runs down as they go. What cannot be written is kept in memory and tried again; a run never fails over it. */
export function createRunRecorder(client: HistoryClient, bounds: Bounds = keptUnsaved): RunRecorder {
  const live = new Map<string, Live>();
  const unsaved = createBoundedMap<RunRecord>(bounds, ({ state }) => state !== "running");
  let sequence = 0;
  let problem: string | null = null;
  /** Runs that were too many to wait for the disk. */
  let lost = 0;
  const ready = client.opened.then((opened) => {
    sequence = Math.max(sequence, opened.lastSequence);
    problem ??= opened.problem;
  });
  let retry: NodeJS.Timeout | undefined;
  const queue = createWriteQueue({
    send: (writes) => client.call("write", writes.map(forTransfer)),
    onSaved: (write) => {
      if (write.kind === "save") unsaved.delete(write.record.id);
      if (unsaved.size === 0) problem = null;
    },
    onFailed: (write, error) => {
      problem = error.message;
      const record = write.kind === "save" ? write.record : live.get(write.id)?.record;
      if (record) keepUnsaved(live.get(record.id)?.record ?? record);
      retry ??= setTimeout(() => void saveAgain(), retryMs).unref();
    },
  });

  /** As the run is now. Events that are in it must not be appended again. */
  function save(record: RunRecord): Promise<void> {
    const known = live.get(record.id);
    if (known) {
      known.record = record;
      takeEvents(known);
    }
    const { output, exchanges } = record;
    const snapshot = { ...record, output: structuredClone(output), exchanges: [...exchanges] };
    return queue.add({ kind: "save", record: snapshot });
  }

  function takeEvents(entry: Live): StreamEvent[] {
    clearTimeout(entry.timer);
    entry.timer = undefined;
    entry.characters = 0;
    return entry.events.splice(0);
  }

  function flush(id: string, entry: Live): void {
    const events = takeEvents(entry);
    if (events.length > 0 && !unsaved.has(id)) void queue.add({ kind: "append", id, events });
  }

  async function saveAgain(): Promise<void> {
    retry = undefined;
    try {
      const status = await client.call("reopen");
      sequence = Math.max(sequence, status.lastSequence);
      problem = status.problem;
      for (const record of unsaved.values()) await withinPatience(save(record));
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    if (unsaved.size > 0) retry ??= setTimeout(() => void saveAgain(), retryMs).unref();
  }

  function keepUnsaved(record: RunRecord): void {
    const before = unsaved.size + (unsaved.has(record.id) ? 0 : 1);
    unsaved.set(record.id, record, weighJson(record));
    lost += before - unsaved.size;
  }

  return {
    ready,
    nextSequence: () => ++sequence,
    noteSequence: (other) => {
      sequence = Math.max(sequence, other);
    },
    begin(record) {
      if (!live.has(record.id)) live.set(record.id, { record, events: [], characters: 0, timer: undefined });
      const saved = save(record);
      // What a job has sent must be known after a crash, or it is sent twice.
      return record.job ? saved : withinPatience(saved);
    },
    append(record, event) {
      const entry = live.get(record.id);
      if (!entry || !isContent(event)) return;
      entry.characters += addEvent(entry.events, event);
      if (entry.characters >= flushCharacters) flush(record.id, entry);
      else entry.timer ??= setTimeout(() => flush(record.id, entry), flushMs).unref();
    },
    async finish(record) {
      await withinPatience(save(record));
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
      for (const [id, entry] of live) flush(id, entry);
      if (unsaved.size > 0) await saveAgain();
      clearTimeout(retry);
      await queue.drained();
    },
  };
}

/** A run that is gone for good is said, also when the disk has come back. */
function withLost(problem: string | null, lost: number): string | null {
  if (lost === 0) return problem;
  const said = `${lost === 1 ? "One run was" : `${lost} runs were`} given up: too much waited to be written.`;
  return problem === null ? said : `${problem} ${said}`;
}

function forTransfer(write: HistoryWrite): HistoryWrite {
  if (write.kind !== "save") return write;
  const { exchanges } = write.record;
  const withoutFrames = exchanges.map((exchange) => ({ ...exchange, frames: [] }));
  const frames = exchanges.map(packFrames);
  return { kind: "save", record: { ...write.record, exchanges: withoutFrames }, frames };
}

function isContent(event: StreamEvent): boolean {
  const { type } = event;
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

function withinPatience(work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patienceMs);
    void work.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
