import type { StartedCell } from "@engine/jobs/drive-job.ts";
import type { JobStore } from "@engine/jobs/job-store.ts";
import { createJobs, type Jobs, type JobsOptions } from "@engine/jobs/jobs.ts";
import { createRunQueue } from "@engine/pipeline/run-queue.ts";
import { systemClock } from "@engine/time/clock.ts";
import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import { type Cell, type CellPlace, placeOfCell } from "@shared/domain/job/expand-cells.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { sampleRun } from "../history/sample-run.ts";

/*
 * Experiments through the real scheduler: the kind of jobs, what drives them, and the queue of calls. The server alone is
 * not real: its answers take time of a clock that stands still until everybody waits, so that thousands of experiments take
 * seconds.
 */

/** What the server answers for a cell, and after how long. */
export interface VirtualAnswer {
  passed: boolean;
  ms: number;
}

export interface VirtualRun {
  spec: ExperimentSpec;
  /** Calls under way at once with the one credential. */
  inFlight: number;
  answer(place: CellPlace): VirtualAnswer;
  /** Told of each cell as it ends. */
  ended(result: CellResult): void;
  isSpared?(variant: string): boolean;
}

/** A run that was answered. */
export const answeredRun: RunRecord = {
  ...sampleRun(1),
  state: "finished",
  outcome: { kind: "completed", finishReason: "stop" },
};
const never = new AbortController().signal;

/** Runs an experiment to its end. @returns how many calls the server has answered. */
export async function runVirtually({ spec, inFlight, answer, ended, isSpared }: VirtualRun): Promise<number> {
  const queue = createRunQueue({ total: inFlight, perCredential: inFlight, perKeylessServer: inFlight });
  const server = createVirtualServer();
  let calls = 0;

  async function call(place: CellPlace, sent: () => void): Promise<RunRecord> {
    const slot = await queue.enter({ key: "credential", limit: inFlight }, never);
    sent();
    const { passed, ms } = answer(place);
    await server.after(ms);
    calls += 1;
    slot.release();
    ended({ ...place, runId: "run", standing: "done", passed, scores: [] });
    return answeredRun;
  }

  const startCell = ({ cell }: Cell): StartedCell => {
    const place = placeOfCell(cell);
    if (!place) throw new Error(`no place: ${cell}`);
    const sent = Promise.withResolvers<void>();
    return { runId: cell, ended: call(place, sent.resolve), sent: sent.promise, cancel: () => undefined };
  };
  const jobs = jobsInMemory(startCell, (_, cell) => isSpared?.(placeOfCell(cell)?.variant ?? "") ?? false);
  const { job } = jobs.start("experiment", spec);
  await server.run();
  const { job: last } = await jobs.get(job.id);
  if (last.state !== "done") throw new Error(`It ended ${last.state}.`);
  queue.close();
  return calls;
}

/** Jobs as they are, which nothing keeps. */
export function jobsInMemory(
  startCell: JobsOptions["startCell"],
  isSpared?: NonNullable<JobsOptions["isSpared"]>,
): Jobs {
  return createJobs({
    clock: systemClock,
    owner: { pid: process.pid, started: null },
    store: storeOfNothing,
    unsaved: () => null,
    startCell,
    ...(isSpared ? { isSpared } : {}),
  });
}

/** Time goes on when everybody waits for it. */
function createVirtualServer() {
  let now = 0;
  const waiting: { at: number; resolve: () => void }[] = [];
  return {
    after(ms: number): Promise<void> {
      return new Promise((resolve) => {
        const at = now + ms;
        // Few wait at once, so a place is found quickly from the end.
        let place = waiting.length;
        while (place > 0 && (waiting[place - 1]?.at ?? 0) < at) place -= 1;
        waiting.splice(place, 0, { at, resolve });
      });
    },
    async run(): Promise<void> {
      for (let answers = 1; ; answers += 1) {
        // A tick comes when no promise has anything left to do, and costs a tenth of a turn of the event loop.
        if (answers % 1_000 === 0) await new Promise<void>((resolve) => setImmediate(resolve));
        await new Promise<void>((resolve) => process.nextTick(resolve));
        const next = waiting.pop();
        if (!next) return;
        now = next.at;
        next.resolve();
      }
    },
  };
}

export const storeOfNothing: JobStore = {
  create: async () => {},
  claim: async () => true,
  beat: async () => true,
  change: async () => true,
  wish: async () => true,
  find: async () => null,
  spec: async () => ({ version: 1, body: null }),
  list: async () => [],
  cells: async () => [],
};
