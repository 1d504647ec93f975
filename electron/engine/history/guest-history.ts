import { weighJson } from "../../../shared/domain/json/json-weight.ts";
import { noNotes } from "../../../shared/domain/run/history.ts";
import type { RunRecord } from "../../../shared/domain/run/run.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { RunStore } from "../ports.ts";
import { hasHistory } from "./has-history.ts";
import { type HistoryClient, startHistoryClient } from "./history-client.ts";
import { createJobStore } from "./job-store.ts";
import { createRunRecorder, type RunRecorder } from "./run-recorder.ts";

/** Runs handed over at once; a long transaction would keep the app waiting. */
const mostAtOnce = 20;
/** A gateway may be faster than a disk: what waits beyond is not kept, and that is said. */
const mostWaiting = { items: 1_000, bytes: 256 * 1_048_576 };

/** Where a command keeps its runs: the app's history, which the app may have open itself. */
export interface GuestHistory {
  /** Takes in a run that has ended. Never throws. */
  add(record: RunRecord): void;
  /** Jobs of the profile, and where their runs are written down as they go; opened when first asked for. */
  jobs(): GuestJobs;
  /** Resolves when everything taken in has been kept or given up. */
  close(): Promise<void>;
}

export interface GuestJobs {
  store: JobStore;
  runs: RunStore;
  unsavedProblem(): string | null;
}

/**
 * Opens the history of a profile for adding to it; undefined where there is none, since a command must not make one.
 * `tell` hears of what could not be kept, once for each reason.
 */
export function openGuestHistory(folder: string, tell: (problem: string) => void): GuestHistory | undefined {
  if (!hasHistory(folder)) return undefined;
  let client: HistoryClient | undefined;
  const waiting: RunRecord[] = [];
  const told = new Set<string>();
  let sending: Promise<void> | undefined;
  let waitingBytes = 0;
  let overflowed = 0;
  let recorder: RunRecorder | undefined;
  const open = () => {
    client ??= startHistoryClient({ folder, guest: true });
    return client;
  };

  function tellOnce(problem: string): void {
    if (told.has(problem)) return;
    told.add(problem);
    tell(problem);
  }

  async function sendAll(): Promise<void> {
    while (waiting.length > 0) {
      const runs = waiting.splice(0, mostAtOnce).map((record) => ({ record, notes: noNotes }));
      if (waiting.length === 0) waitingBytes = 0;
      try {
        await open().call("add", runs);
      } catch (error) {
        tellOnce(notKept(error instanceof Error ? error.message : String(error)));
      }
    }
    sending = undefined;
  }

  return {
    add(record) {
      // A cell of a job has been written down as it went.
      if (record.job) return;
      const bytes = weighJson(record);
      const isFull = waiting.length >= mostWaiting.items || waitingBytes + bytes > mostWaiting.bytes;
      if (isFull && waiting.length > 0) {
        overflowed += 1;
        tellOnce("The disk is slower than the calls come: some are not kept in the app's history.");
        return;
      }
      waiting.push(record);
      waitingBytes += bytes;
      sending ??= sendAll();
    },
    jobs() {
      recorder ??= createRunRecorder(open());
      return { store: createJobStore(open()), runs: recorder, unsavedProblem: recorder.unsavedProblem };
    },
    async close() {
      await recorder?.close();
      const problem = recorder?.unsavedProblem();
      if (problem) tellOnce(notKept(problem));
      while (sending) await sending;
      if (overflowed > 0) tell(`${overflowed} calls were not kept in the app's history.`);
      await client?.close();
    },
  };
}

function notKept(problem: string): string {
  return `Not kept in the app's history: ${problem}`;
}
