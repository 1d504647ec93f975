import type { Engine } from "@engine/engine.ts";
import type { jobRoutes } from "@shared/contract/job-routes.ts";
import type { Routes } from "@shared/contract/routes.ts";
import type { HandlersFor } from "./dispatch.ts";

type JobHandlers = Pick<HandlersFor<Routes>, keyof typeof jobRoutes>;

/** The jobs' routes. */
export function jobHandlers({ jobs, pictures, history }: Pick<Engine, "jobs" | "pictures" | "history">): JobHandlers {
  return {
    "jobs.start": async ({ kind, spec }) => {
      // A job outlives the draft whose pictures it names.
      const whole = await pictures.makeWhole(spec);
      await history.ready;
      const { job, cells } = jobs.start(kind, whole);
      await jobs.kept(job.id);
      return { job, cells: cells.filter(({ runId }) => runId !== null) };
    },
    "jobs.list": async () => {
      await history.ready;
      return jobs.list();
    },
    "jobs.ended": async () => {
      await history.ready;
      return jobs.ended(20);
    },
    "jobs.get": async ({ jobId }) => {
      const detail = await jobs.get(jobId);
      return pictures.shorten(detail, detail.spec);
    },
    "jobs.events": ({ jobId, after }, { signal }) => jobs.events(jobId, after ?? -1, signal),
    "jobs.pause": ({ jobId }) => jobs.pause(jobId),
    "jobs.resume": ({ jobId }) => jobs.resume(jobId),
    "jobs.cancel": ({ jobId }) => jobs.cancel(jobId),
    "jobs.dismiss": async ({ jobId }) => {
      jobs.dismiss(jobId);
      return null;
    },
    "jobs.retry": ({ jobId, states }) => jobs.retry(jobId, states),
  };
}
