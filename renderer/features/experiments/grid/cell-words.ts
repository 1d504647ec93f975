import type { CellRetry, GridCell, GridCheck, GridStatus } from "@shared/domain/experiment/grid.ts";
import { formatCost, formatCount } from "../../../ui/figures.ts";

export type CellTone = "ok" | "bad" | "warn" | "active" | "quiet";

const statusWords: Record<GridStatus, string> = {
  waiting: "waits",
  running: "answering…",
  passed: "pass",
  failed: "fail",
  open: "open",
  uncertain: "may have been sent",
  stopped: "stopped",
};
export const notSent = "not sent";
const statusTones: Record<GridStatus, CellTone> = {
  waiting: "quiet",
  running: "active",
  passed: "ok",
  failed: "bad",
  open: "warn",
  uncertain: "warn",
  stopped: "quiet",
};

/**
 * @param isJudged false: no evaluator says when an answer passes, so that it is there is all that can be said.
 * @param isOver nothing more is sent, and what waits waits for nothing.
 */
export function statusWord(status: GridStatus, isJudged: boolean, isOver: boolean): string {
  if (isOver && status === "waiting") return notSent;
  return status === "passed" && !isJudged ? "answered" : statusWords[status];
}

export function statusTone(status: GridStatus, isJudged: boolean): CellTone {
  return status === "passed" && !isJudged ? "quiet" : statusTones[status];
}

/** Why it is tried again. */
export function retryWords({ isLimited }: CellRetry): string {
  return isLimited ? "429, asked to slow down" : "The call failed and is tried again";
}

/** “1.55 s”, “104 tok”, “$0.0001”, of what was measured. */
export function cellFigures({ latencyMs, tokens, costUsd }: GridCell): string[] {
  return [
    latencyMs !== undefined && (latencyMs < 995 ? `${Math.round(latencyMs)} ms` : `${(latencyMs / 1000).toFixed(2)} s`),
    tokens !== undefined && `${formatCount(tokens)} tok`,
    costUsd !== undefined && costUsd > 0 && formatCost(costUsd),
  ].filter((part) => part !== false);
}

/** “names the order passed”, for screen readers and as a hint. */
export function checkWords({ name, passed, value, error }: GridCheck): string {
  if (error !== undefined) return `${name}: no score, ${error}`;
  if (passed === null && value === null) return `${name}: not run yet`;
  const shown =
    typeof value === "number" ? ` ${Number(value.toFixed(3))}` : typeof value === "string" ? ` ${value}` : "";
  return `${name}:${shown}${passed === null ? "" : passed ? " passed" : " failed"}`;
}

/** How the repetitions of a cell ended: “3 pass, 2 fail”, “5 answered” where nothing judges them. */
export function tallyWords(tally: NonNullable<GridCell["tally"]>, isJudged: boolean, isOver: boolean): string {
  return Object.entries(tally)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${statusWord(status as GridStatus, isJudged, isOver)}`)
    .join(", ");
}
