import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import type { ExperimentChange, ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import { spendWords } from "@shared/domain/experiment/spend.ts";
import { formatCost, formatCount, formatSeconds } from "../../../ui/figures.ts";
import { clockText } from "../words/clock-text.ts";
import { costSpan } from "../words/cost-span.ts";

type Progress = Omit<ExperimentChange, "report">;

export interface ProgressFacts {
  done: number;
  cells: number;
  /** From 0 to 100. */
  percent: number;
  /** Such as “8 in flight”, in the order they are told. */
  flow: string[];
  time: string | null;
  timeLeft: string | null;
  /** “$0.12, 40 calls without a price”. */
  cost: string;
  judge: string | null;
  /** What reused answers cost in the experiment they are of. */
  reused: string | null;
  costLeft: string | null;
  /** It was stopped in the middle, and whoever resumes it goes on. */
  isPaused: boolean;
}

/** How far an experiment has come, in the words of the line above its scores. */
export function progressFacts(
  { summary, running, retrying, scoring, elapsedMs, leftMs, costLeftUsd }: Progress,
  report: Pick<ExperimentReport, "judgeCostUsd"> | null,
): ProgressFacts {
  const { cells, counts } = summary;
  const done = counts.done + counts.open;
  const waiting = Math.max(0, counts.waiting - running);
  const hasEnded = isOver(summary);
  const flow = [
    running > 0 && `${formatCount(running)} in flight`,
    retrying !== null &&
      `${formatCount(retrying.cells)} retry after ${retrying.isLimited ? "429" : "an error"}, next at ${clockText(retrying.nextAt)}`,
    scoring > 0 && `${formatCount(scoring)} being scored`,
    counts.open > 0 && `${formatCount(counts.open)} open`,
    counts.uncertain > 0 && `${formatCount(counts.uncertain)} uncertain`,
    waiting > 0 && (hasEnded ? `${formatCount(waiting)} not run` : `${formatCount(waiting)} wait`),
  ];
  const reusedCost = summary.reusedCostUsd ?? 0;
  const judgeCost = report?.judgeCostUsd ?? 0;
  const left = counts.waiting;
  return {
    done,
    cells,
    percent: cells === 0 ? 100 : Math.floor((done / cells) * 100),
    flow: flow.filter((part) => part !== false),
    time: elapsedMs === null ? null : formatSeconds(Math.round(elapsedMs / 1000)),
    timeLeft: leftMs === null || hasEnded || left === 0 ? null : formatSeconds(Math.max(1, Math.round(leftMs / 1000))),
    cost: spendWords(summary, formatCost),
    judge: judgeCost > 0 ? formatCost(judgeCost) : null,
    reused: reusedCost > 0 ? formatCost(reusedCost) : null,
    costLeft: costLeftUsd === null || costLeftUsd.hi === 0 ? null : costSpan(costLeftUsd),
    isPaused: isPaused(summary),
  };
}

function isOver({ state }: Pick<ExperimentSummary, "state">): boolean {
  return state === "done" || state === "cancelled" || state === "failed";
}

/** Whether it was stopped in the middle, by a person or with the app, and whoever resumes it goes on. */
export function isPaused(summary: Pick<ExperimentSummary, "state" | "owner">): boolean {
  return summary.state === "paused" || (!isOver(summary) && summary.owner === "none");
}
