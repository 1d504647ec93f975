import type { HistoryWrite } from "./history-calls.ts";

/** Writes in order, what has gathered meanwhile as one transaction: eight answers streaming cost one flush, not eight. */
export interface WriteQueue {
  /** Resolves when it is on the disk or has failed; never rejects. */
  add(write: HistoryWrite): Promise<void>;
  drained(): Promise<void>;
}

interface WriteQueueOptions {
  send(writes: HistoryWrite[]): Promise<void>;
  onSaved(write: HistoryWrite): void;
  onFailed(write: HistoryWrite, error: Error): void;
}

interface Queued {
  write: HistoryWrite;
  done(): void;
}

/** In one transaction; more would let a run that begins wait behind a long one. */
const mostPerBatch = 64;

export function createWriteQueue({ send, onSaved, onFailed }: WriteQueueOptions): WriteQueue {
  const queued: Queued[] = [];
  let sending: Promise<void> | null = null;

  async function sendAll(): Promise<void> {
    while (queued.length > 0) await sendBatch(queued.splice(0, mostPerBatch));
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

  return {
    add(write) {
      return new Promise((done) => {
        queued.push({ write, done });
        // Deferred, so that what is added in the same turn goes together: a run that begins is then written once.
        sending ??= new Promise<void>((turn) => setImmediate(turn)).then(sendAll);
      });
    },
    drained: async () => {
      while (sending) await sending;
    },
  };
}

/** A run that is saved whole makes all that was written of it before needless. */
function withoutSuperseded(writes: readonly HistoryWrite[]): HistoryWrite[] {
  const lastSave = new Map<string, number>();
  for (const [index, write] of writes.entries()) if (write.kind === "save") lastSave.set(write.record.id, index);
  return writes.filter((write, index) => {
    const id = write.kind === "save" ? write.record.id : write.id;
    return index >= (lastSave.get(id) ?? index);
  });
}
