import type { CellState, CellView } from "@shared/domain/job/job.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { CellRun } from "./job-store.ts";

/** How a run that has ended counts for its cell. */
function stateOfOutcome(outcome: string | null | undefined): CellState {
  if (outcome === "completed" || outcome === "completed_unterminated") return "answered";
  return outcome === "cancelled" ? "stopped" : "failed";
}

/** A cell after its run has ended. */
export function cellOfRecord(cell: string, { id, outcome, metrics }: RunRecord): CellView {
  const costUsd = metrics?.cost?.usd;
  return { cell, runId: id, state: stateOfOutcome(outcome?.kind), ...(costUsd === undefined ? {} : { costUsd }) };
}

/**
 * A cell by its latest run on the disk. One that was cut short before its request could leave is as if it had never
 * begun; one whose request may have left is uncertain.
 *
 * @param isDriven whether the job's process is there: what runs then really does.
 */
export function cellOfRun(run: CellRun, isDriven: boolean): CellView {
  const { cell, runId, costUsd } = run;
  return { cell, runId, state: stateOfRun(run, isDriven), ...(costUsd === null ? {} : { costUsd }) };
}

function stateOfRun({ state, outcome, mayHaveLeft }: CellRun, isDriven: boolean): CellState {
  if (state === "finished") return stateOfOutcome(outcome);
  if (state === "running" && isDriven) return "running";
  return mayHaveLeft ? "uncertain" : "waiting";
}
