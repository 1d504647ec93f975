import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { experimentKind } from "@shared/domain/experiment/experiment-spec.ts";
import { hasEnded } from "@shared/domain/job/job.ts";
import { begunJob, type JobOwner, type JobRow } from "../../jobs/job-store.ts";
import { isOwnerless } from "../../jobs/owner.ts";
import { copyCells } from "./copy-cells.ts";
import type { ExperimentStorage } from "./experiment-storage.ts";

/** What came of a store, by ids of experiments, newest first. */
export interface TakenStore {
  taken: string[];
  /** They were here already, with all of their cells. */
  known: string[];
  /** A command is at work on them: they are taken when it has ended. */
  running: string[];
}

/** Of one store. */
const mostExperiments = 500;
/** Without a beat for so long a job is nobody's, in milliseconds. */
const staleMs = 60_000;

/**
 * Brings the experiments of a store, such as a command's, into another one under their own ids: what is there already stays,
 * and one that was broken off is brought in whole. What has not ended there is stopped here, since both sides would pay for it;
 * the store itself stays as it is and can be gone on with by its command.
 * @throws AppFailure `invalid_input` where it holds none.
 */
export async function takeStoreOver(
  { name, storage }: { name: string; storage: ExperimentStorage },
  into: Pick<ExperimentStorage, "jobs" | "experiments" | "add">,
  owner: JobOwner,
  now: number,
): Promise<TakenStore> {
  await storage.ready;
  const jobs = (await storage.jobs.list(mostExperiments)).filter(({ kind }) => kind === experimentKind);
  if (jobs.length === 0) throw new AppFailure("invalid_input", { message: `There is no experiment in ${name}.` });
  const found: TakenStore = { taken: [], known: [], running: [] };
  for (const job of jobs.sort((a, b) => b.createdAt - a.createdAt)) {
    if (!hasEnded(job) && !isOwnerless(job, now, staleMs)) found.running.push(job.id);
    else if (await isWhole(job, storage, into, now)) found.known.push(job.id);
    else {
      await take(job, storage, into, owner, now);
      found.taken.push(job.id);
    }
  }
  return found;
}

/** Whether all of it is here, or it was gone on with here: then the newer answers stay. */
async function isWhole(
  job: JobRow,
  from: ExperimentStorage,
  into: Pick<ExperimentStorage, "jobs">,
  now: number,
): Promise<boolean> {
  const here = await into.jobs.find(job.id);
  if (!here) return false;
  // Somebody goes on with it here; without an owner it is one whose taking was broken off.
  if (!hasEnded(here)) return !isOwnerless(here, now, staleMs);
  const runsOf = async ({ jobs }: Pick<ExperimentStorage, "jobs">) =>
    new Set((await jobs.cells(job.id, false)).map(({ runId }) => runId));
  const [there, own] = [await runsOf(from), await runsOf(into)];
  if (there.isSubsetOf(own)) return true;
  // The latest run of a cell here may be an earlier one there, which the command has sent again since.
  const isThere = (runId: string) => from.run(runId).then(() => true, isAbsent);
  for (const runId of own.difference(there)) if (!(await isThere(runId))) return true;
  return false;
}

function isAbsent(thrown: unknown): false {
  if (thrown instanceof AppFailure && thrown.error.code === "not_found") return false;
  throw thrown;
}

async function take(
  job: JobRow,
  from: ExperimentStorage,
  into: Pick<ExperimentStorage, "jobs" | "experiments" | "add">,
  owner: JobOwner,
  now: number,
): Promise<void> {
  const here = await into.jobs.find(job.id);
  if (here) {
    const { state, owner: before, beatAt } = here;
    await into.jobs.claim({ id: job.id, owner, at: now, seen: { state, owner: before, beatAt } });
  } else {
    const { id, kind, title, cells } = job;
    const row = { ...begunJob({ id, kind, title, cells, owner }, now), createdAt: job.createdAt };
    await into.jobs.create({ ...row, spec: await from.jobs.spec(id) });
  }
  await copyCells({ storage: from, jobId: job.id }, into, job.id, now);
  // A fixed test has been read there, and must not be read of other results here.
  const spoken = (await from.experiments.notes(job.id))?.spoken;
  if (spoken) await into.experiments.speakOnce(job.id, spoken);
  await into.jobs.change(job.id, owner, {
    state: hasEnded(job) ? job.state : "cancelled",
    endedAt: job.endedAt ?? now,
    error: job.error,
    release: true,
  });
}
