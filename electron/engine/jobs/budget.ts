import type { CellView } from "@shared/domain/job/job.ts";
import type { JobBudget } from "./job-kinds.ts";

/** What a job has spent of what it may spend. */
export interface Budget {
  /** Whether one more call may begin beside so many that are under way, each as dear as those before were. */
  allows(flying: number): boolean;
  began(): void;
  ended(costUsd: number | undefined): void;
  isSpent(): boolean;
  /** As much again. */
  renew(): void;
  words(): string;
}

/** Before a price is known so few begin at once: what they cost cannot be foreseen. */
const firstCalls = 4;

/** @param cells those that a job has had before; what they cost is spent. */
export function createBudget({ cost, calls }: JobBudget, cells: readonly CellView[]): Budget {
  let begun = cells.filter(({ runId, state }) => runId !== null && state !== "waiting").length;
  let spent = 0;
  let priced = 0;
  for (const { costUsd } of cells) count(costUsd);
  let most = { cost: cost ?? Number.POSITIVE_INFINITY, calls: calls ?? Number.POSITIVE_INFINITY };
  if (!allows(0)) renew();

  function count(costUsd: number | undefined): void {
    if (costUsd === undefined) return;
    spent += costUsd;
    priced += 1;
  }

  function allows(flying: number): boolean {
    if (begun >= most.calls) return false;
    if (cost === undefined) return true;
    if (priced === 0) return flying < firstCalls;
    return spent + (spent / priced) * (flying + 1) <= most.cost;
  }

  function renew(): void {
    most = { cost: spent + (cost ?? Number.POSITIVE_INFINITY), calls: begun + (calls ?? Number.POSITIVE_INFINITY) };
  }

  return {
    allows,
    began() {
      begun += 1;
    },
    ended: count,
    isSpent: () => !allows(0),
    renew,
    words() {
      const limit = begun >= most.calls ? `${begun} calls` : `$${most.cost.toFixed(2)}`;
      return `Paused: the budget of ${limit} is used up. Whoever resumes it lets it spend as much again.`;
    },
  };
}
