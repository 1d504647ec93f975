import * as z from "zod";
import { cellsSpecSchema } from "../domain/job/cells-spec.ts";
import type { CellView, JobDetail, JobEvent, JobView } from "../domain/job/job.ts";
import { command, query, stream } from "./define.ts";

const jobIdText = z.string().min(1).max(100);
const jobId = z.strictObject({ jobId: jobIdText });

export interface JobStarted {
  job: JobView;
  /** Those that have begun. */
  cells: CellView[];
}

/** Long work in the engine: it goes on whoever looks, and other processes on the profile see it. */
export const jobRoutes = {
  /** Gives the cells that have begun at once. */
  "jobs.start": command<JobStarted>()(z.strictObject({ kind: z.literal("cells"), spec: cellsSpecSchema() })),
  /** Those that have not ended, whoever drives them, and those of this engine's life; newest first. */
  "jobs.list": query<JobView[]>()(z.strictObject({})),
  /** The last that have ended, also before this engine began; newest first. */
  "jobs.ended": query<JobView[]>()(z.strictObject({})),
  "jobs.get": query<JobDetail>()(jobId),
  /** How the job stands and each cell that changes, until it has ended. */
  "jobs.events": stream<JobEvent>()(
    z.strictObject({ jobId: jobIdText, after: z.number().int().min(-1).exactOptional() }),
  ),
  "jobs.pause": command<JobView>()(jobId),
  /** Goes on, or takes up a job that nobody drives; what may have left is not sent again. */
  "jobs.resume": command<JobView>()(jobId),
  "jobs.cancel": command<JobView>()(jobId),
  /** Takes a job that has ended off the list. */
  "jobs.dismiss": command<null>()(jobId),
  /** Sends cells that have ended so once more. */
  "jobs.retry": command<JobView>()(
    z.strictObject({ jobId: jobIdText, states: z.array(z.enum(["failed", "stopped", "uncertain"])).min(1) }),
  ),
} as const;
