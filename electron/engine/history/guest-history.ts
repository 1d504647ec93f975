import { weighJson } from "../../../shared/domain/json/json-weight.ts";
import type { RunRecord } from "../../../shared/domain/run/run.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { RunStore } from "../ports.ts";
import { createEventGathering } from "./gathered-events.ts";
import { hasHistory } from "./has-history.ts";
import { type HistoryClient, startHistoryClient } from "./history-client.ts";
import { createJobStore } from "./job-store.ts";
import { createRunRecorder, forTransfer, type RunRecorder } from "./run-recorder.ts";
import { openSpool, type SpoolOptions } from "./spool.ts";

/** Runs that end within so many milliseconds go into the database together: it is opened anew each time. */
const gatherMs = 100;
/** Runs handed over at once; a long transaction would keep the app waiting. */
const mostAtOnce = 64;
/** A gateway may be faster than a database: what waits beyond goes into the spool. */
const mostWaiting = { items: 1_000, bytes: 256 * 1_048_576 };

/** Where a command keeps its runs: the app's history, which the app may have open itself. */
export interface GuestHistory {
  /**
   * Where runs are kept: their start in the spool of the profile, before their request leaves; a run that has ended in
   * the database, a moment later. A run that is a cell of a job is in the database from its start on.
   */
  runs: RunStore;
  /** A run of the database; undefined for one that is not there, or not yet. */
  find(id: string): Promise<RunRecord | undefined>;
  /** Takes a run out of the history; it can be brought back there. */
  remove(id: string): Promise<void>;
  /** Jobs of the profile; opened when first asked for. */
  jobs(): GuestJobs;
  /** Resolves when everything has come into the database, or where it is taken in later, or is given up. */
  close(): Promise<void>;
}

export interface GuestJobs {
  store: JobStore;
  unsavedProblem(): string | null;
}

/**
 * Opens the history of a profile for adding to it; undefined where there is none, since a command must not make one.
 * `tell` hears of what could not be kept, once for each reason.
 */
export function openGuestHistory(
  folder: string,
  tell: (problem: string) => void,
  options: SpoolOptions = {},
): GuestHistory | undefined {
  if (!hasHistory(folder)) return undefined;
  let client: HistoryClient | undefined;
  const spool = openSpool(folder, options);
  const said = createEventGathering(spool.append);
  const waiting: RunRecord[] = [];
  const told = new Set<string>();
  let sending: Promise<void> | undefined;
  let waitingBytes = 0;
  let lost = 0;
  let isAside = false;
  /** Whether the database took what it was given last. */
  let isTaken = false;
  let sequence = 0;
  let recorder: RunRecorder | undefined;
  /** Ends the wait for runs that could go along; absent while nothing waits for them. */
  let hurry: (() => void) | undefined;
  let isClosing = false;
  /** Runs on their way into the spool. */
  const spooling = new Set<Promise<void>>();
  const open = () => {
    client ??= startHistoryClient({ folder, guest: true });
    return client;
  };
  const cells = () => {
    recorder ??= createRunRecorder(open());
    return recorder;
  };

  function tellOnce(problem: string): void {
    if (told.has(problem)) return;
    told.add(problem);
    tell(problem);
  }

  function gathered(): Promise<void> {
    return new Promise((resolve) => {
      if (isClosing || waiting.length >= mostAtOnce) return resolve();
      const timer = setTimeout(() => hurry?.(), gatherMs);
      hurry = () => {
        clearTimeout(timer);
        hurry = undefined;
        resolve();
      };
    });
  }

  async function sendAll(): Promise<void> {
    while (waiting.length > 0) {
      await gathered();
      const runs = waiting.splice(0, mostAtOnce);
      if (waiting.length === 0) waitingBytes = 0;
      try {
        await open().call(
          "write",
          runs.map((record) => forTransfer({ kind: "save", record })),
        );
        for (const { id } of runs) spool.kept(id);
        isTaken = true;
        if (spooling.size === 0) spool.handOver();
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        isTaken = false;
        // Those behind it would wait as long again.
        for (const run of [...runs, ...waiting.splice(0)]) setAside(run, problem);
        waitingBytes = 0;
      }
    }
    sending = undefined;
  }

  /** What the database does not take now is on the disk all the same, and goes into it later. */
  function setAside(record: RunRecord, problem: string, isNews = true): void {
    isAside = true;
    const work = spool.end(record).then((isKept) => {
      if (isKept && !isNews) return;
      if (isKept) return tellOnce(`Not in the app's history yet: ${problem} It is kept beside it and taken in later.`);
      lost += 1;
      tellOnce(`Not kept in the app's history: ${problem}`);
    });
    spooling.add(work);
    void work.then(() => spooling.delete(work));
  }

  const runs: RunStore = {
    nextSequence: () => ++sequence,
    async begin(record) {
      if (record.job) return cells().begin(record);
      said.forget(record.id);
      if (!(await spool.begin(record))) tellOnce("Runs that are killed are not kept: the disk is full or read-only.");
    },
    append(record, event) {
      if (record.job) cells().append(record, event);
      else said.add(record.id, event);
    },
    async finish(record) {
      if (record.job) return cells().finish(record);
      said.forget(record.id);
      // Weighing costs, and behind a database that answers few wait.
      const bytes = waiting.length < mostAtOnce ? 0 : weighJson(record);
      const isFull = waiting.length >= mostWaiting.items || waitingBytes + bytes > mostWaiting.bytes;
      if (isFull && waiting.length > 0) {
        // The database catches up: nobody has to know.
        return setAside(record, "The disk is slower than the calls come.", false);
      }
      waiting.push(record);
      waitingBytes += bytes;
      sending ??= sendAll();
      if (waiting.length >= mostAtOnce) hurry?.();
    },
  };

  return {
    runs,
    find: async (id) => (await open().call("get", id))?.record,
    async remove(id) {
      while (sending) await sending;
      await open().call("delete", [id]);
    },
    jobs: () => ({ store: createJobStore(open()), unsavedProblem: cells().unsavedProblem }),
    async close() {
      isClosing = true;
      hurry?.();
      await recorder?.close();
      const problem = recorder?.unsavedProblem();
      if (problem) tellOnce(`Not kept in the app's history: ${problem}`);
      while (sending) await sending;
      await Promise.all(spooling);
      if (lost > 1) tell(`${lost} runs were not kept in the app's history.`);
      await spool.close();
      // Brings along what was set aside meanwhile.
      if (isAside && isTaken) await client?.call("write", []).catch(() => undefined);
      await client?.close();
    },
  };
}
