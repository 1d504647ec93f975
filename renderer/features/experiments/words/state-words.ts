import type { ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";

/** How an experiment stands, in a word or two. */
export function stateWords({ state, owner, counts }: Pick<ExperimentSummary, "state" | "owner" | "counts">): string {
  if (state === "done") return counts.uncertain > 0 ? "ended, some uncertain" : "finished";
  if (state === "cancelled") return "stopped";
  if (state === "failed") return "failed";
  if (state === "paused" || owner === "none") return "paused";
  if (owner === "other") return "runs in another window";
  return state === "waiting" ? "waits" : "running";
}
