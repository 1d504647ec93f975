import { randomUUID } from "node:crypto";
import {
  type ExperimentSpec,
  experimentKind,
  experimentSpecVersion,
} from "@shared/domain/experiment/experiment-spec.ts";
import { begunJob, type JobOwner, type JobStore } from "../../jobs/job-store.ts";

/**
 * An experiment of which every cell has been answered by an earlier one: a job that has ended, whose answers are scored by
 * its own rules when it is opened. Gives its id.
 * @param cells how many it has.
 */
export async function keepAnswered(
  spec: ExperimentSpec,
  cells: number,
  jobs: Pick<JobStore, "create" | "change">,
  owner: JobOwner,
  now: number,
): Promise<string> {
  const id = randomUUID();
  await jobs.create({
    ...begunJob({ id, kind: experimentKind, title: spec.title, cells, owner }, now),
    spec: { version: experimentSpecVersion, body: spec },
  });
  await jobs.change(id, owner, { state: "done", endedAt: now, error: null, release: true });
  return id;
}
