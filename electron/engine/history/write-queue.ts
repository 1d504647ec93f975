import type { Bounds } from "../../../shared/domain/bounded-list.ts";
import { weighJson } from "../../../shared/domain/json/json-weight.ts";
import type { RunWrite } from "./history-calls.ts";

/** Writes in order, what has gathered meanwhile as one transaction: eight answers streaming cost one flush, not eight. */
export interface WriteQueue {
  /** Resolves when it is on the disk or has failed; never rejects. */
  add(write: RunWrite): Promise<void>;
  drained(): Promise<void>;
}

interface WriteQueueOptions {
  send(writes: RunWrite[]): Promise<void>;
  onSaved(write: RunWrite): void;
  onFailed(write: RunWrite, error: Error): void;
  /** What may wait while the database does not answer; absent: as much as suits an app. */
  bounds?: Bounds;
}

interface Queued {
  write: RunWrite;
  done(): void;
  /** What it weighs; 0 for the first of the queue: weighing costs, and behind a database that answers few wait. */
  bytes: number;
}

/** In one transaction; more would let a run that begins wait behind a long one. */
const mostPerBatch = 64;

/** Beyond, all but the starts of runs fail, the oldest first: whoever hears of it keeps or counts them. */
const mostWaiting: Bounds = { items: 5_000, bytes: 256 * 1_048_576 };

export function createWriteQueue(options: WriteQueueOptions): WriteQueue {
  const { send, onSaved, onFailed, bounds = mostWaiting } = options;
  let queued: Queued[] = [];
  let bytes = 0;
  let sending: Promise<void> | null = null;

  async function sendAll(): Promise<void> {
    while (queued.length > 0) {
      const batch = queued.splice(0, mostPerBatch);
      for (const item of batch) bytes -= item.bytes;
      await sendBatch(batch);
    }
    sending = null;
  }

  async function sendBatch(batch: Queued[]): Promise<void> {
    try {
      await send(withoutSuperseded(batch.map(({ write }) => write)));
      for (const { write, done } of batch) {
        onSaved(write);
        done();
      }
    } catch (error) {
      // One that cannot be written must not take the others with it.
      if (batch.length > 1) for (const item of batch) await sendBatch([item]);
      else fail(batch, error instanceof Error ? error : new Error(String(error)));
    }
  }

  function fail(batch: Queued[], error: Error): void {
    for (const { write, done } of batch) {
      onFailed(write, error);
      done();
    }
  }

  /** For a database that hangs: what waits must not grow with every call. */
  function keepWithinBounds(): void {
    if (!isOver()) return;
    const needed = new Set(withoutSuperseded(queued.map(({ write }) => write)));
    const superseded = takeOut(
      ({ write }) => !needed.has(write),
      () => false,
    );
    for (const { done } of superseded) done();
    if (!isOver()) return;
    // Far enough that not every call comes here again.
    for (const item of takeOut(({ write }) => !isStillRunning(write), isWithin)) {
      fail([item], new Error("The database does not answer: more runs wait to be written than can be held."));
    }
  }

  function isOver(): boolean {
    return queued.length > bounds.items || bytes > bounds.bytes;
  }

  function isWithin(count: number): boolean {
    return count <= bounds.items / 2 && bytes <= bounds.bytes / 2;
  }

  /** Takes the oldest of those that are meant out of the queue, until it is enough. */
  function takeOut(isMeant: (item: Queued) => boolean, isEnough: (left: number) => boolean): Queued[] {
    const taken = new Set<Queued>();
    for (const item of queued) {
      if (isEnough(queued.length - taken.size)) break;
      if (!isMeant(item)) continue;
      taken.add(item);
      bytes -= item.bytes;
    }
    queued = queued.filter((item) => !taken.has(item));
    return [...taken];
  }

  return {
    add(write) {
      return new Promise((done) => {
        const weight = queued.length < mostPerBatch ? 0 : weighJson(write);
        queued.push({ write, done, bytes: weight });
        bytes += weight;
        keepWithinBounds();
        // Deferred, so that what is added in the same turn goes together: a run that begins is then written once.
        sending ??= new Promise<void>((turn) => setImmediate(turn)).then(sendAll);
      });
    },
    drained: async () => {
      while (sending) await sending;
    },
  };
}

/** The start of a run is not given up: there are only as many as run, and a job must not send what is not known. */
function isStillRunning(write: RunWrite): boolean {
  return write.kind === "save" && write.record.state === "running";
}

/** A run that is saved whole makes all that was written of it before needless. */
function withoutSuperseded(writes: readonly RunWrite[]): RunWrite[] {
  const lastSave = new Map<string, number>();
  for (const [index, write] of writes.entries()) if (write.kind === "save") lastSave.set(write.record.id, index);
  return writes.filter((write, index) => {
    const id = write.kind === "save" ? write.record.id : write.id;
    return index >= (lastSave.get(id) ?? index);
  });
}
