import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import type { ExperimentStore } from "../store/experiment-store.ts";

/** What people have said of cells under the same name is said of those that an addition takes over. */
export async function takeRatingsOver(
  store: Pick<ExperimentStore, "rate" | "ratings">,
  { reused = {}, reusedFrom, extends: given }: ExperimentSpec,
  jobId: string,
  at: number,
): Promise<void> {
  // Only an addition has its cells under their names of before; elsewhere a name says nothing of the answer.
  if (reusedFrom === undefined || given?.jobId !== reusedFrom) return;
  for (const { cell, rating } of await store.ratings(reusedFrom)) {
    if (Object.hasOwn(reused, cell)) await store.rate(jobId, { cell, rating }, at);
  }
}
