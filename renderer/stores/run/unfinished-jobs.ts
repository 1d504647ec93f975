import type { AppError } from "@shared/domain/error/error.ts";

import { cellsSpecOf, expandCells, placeOfCell } from "@shared/domain/job/expand-cells.ts";
import { hasEnded, type JobView } from "@shared/domain/job/job.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { isPassing, usePass } from "./pass.ts";
import { useRuns } from "./runs.ts";

export type JobAction = "pause" | "resume" | "cancel" | "retry";

export interface UnfinishedJobsState {
  /** Every job of the profile that has not ended, whoever drives it; newest first. */
  jobs: JobView[];
  /** Passes that this window cannot show since it shows another. */
  aside: readonly string[];
  /** What was asked of a job and has not been done yet, by job id. */
  asked: Readonly<Record<string, JobAction>>;
  error: AppError | null;
  /** The last runs over inputs that have ended, also before a restart. */
  ended: JobView[];
  loadEnded(): Promise<void>;
  /** Shows one of them, with its prompt. */
  openEnded(jobId: string): Promise<void>;
  load(): Promise<void>;
  /** After the window has come back: shows what the engine went on with. */
  comeBack(): Promise<void>;
  /** `retry` sends again what may have left before a crash, with all that was never sent. */
  act(jobId: string, action: JobAction): Promise<void>;
}

export const useUnfinishedJobs = create<UnfinishedJobsState>()((set, get) => ({
  jobs: [],
  aside: [],
  asked: {},
  error: null,
  ended: [],
  async loadEnded() {
    try {
      set({ ended: await engineClient().call("jobs.ended", {}) });
    } catch (thrown) {
      set({ error: asAppError(thrown) });
    }
  },
  async openEnded(jobId) {
    try {
      await usePass.getState().open(jobId);
    } catch (thrown) {
      set({ error: asAppError(thrown) });
    }
  },
  async load() {
    try {
      const jobs = await engineClient().call("jobs.list", {});
      set({ jobs: jobs.filter((job) => !hasEnded(job)), error: null });
    } catch {
      // It is asked again and again; that the engine does not answer is said where the person asks it for something.
    }
  },
  async comeBack() {
    try {
      const own = (await engineClient().call("jobs.list", {})).filter(({ owner }) => owner === "this");
      // The newest last: it is what stays in sight.
      for (const job of own.reverse()) await look(job);
    } catch (thrown) {
      set({ error: asAppError(thrown) });
    }
    await get().load();
  },
  async act(jobId, action) {
    set(({ asked }) => ({ asked: { ...asked, [jobId]: action } }));
    try {
      const call = engineClient().call;
      const job =
        action === "retry"
          ? await call("jobs.retry", { jobId, states: ["uncertain"] })
          : await call(`jobs.${action}`, { jobId });
      if (job.owner === "this" && (action === "resume" || action === "retry")) await look(job);
      await get().load();
    } catch (thrown) {
      set({ error: asAppError(thrown) });
    } finally {
      set(({ asked: { [jobId]: _done, ...asked } }) => ({ asked }));
    }
  },
}));

/** Shows a job where it is looked at: a pass in its strip, one pass at a time; the runs of others in their columns. */
async function look({ id }: JobView): Promise<void> {
  const detail = await engineClient().call("jobs.get", { jobId: id });
  const spec = cellsSpecOf(detail);
  if (!spec) return;
  if (spec.rows.length > 0) {
    if (isPassing()) useUnfinishedJobs.setState(({ aside }) => ({ aside: [...aside, id] }));
    else await usePass.getState().open(id);
    return;
  }
  if (hasEnded(detail.job)) return;
  const requests = new Map(expandCells(spec, id).map(({ cell, request }) => [cell, request]));
  for (const { cell, runId } of detail.cells) {
    const place = placeOfCell(cell);
    const request = requests.get(cell);
    if (!place || !request || runId === null) continue;
    useRuns.getState().join({ variantId: place.variant, repetition: place.repetition, request, runId, set: id });
  }
}
