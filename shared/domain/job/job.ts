import type { AppError } from "../error/error.ts";

/** Which cell of which job a run is. */
export interface JobMark {
  jobId: string;
  /** The cell's name within its job. */
  cell: string;
}

/** `waiting`: nobody has begun it. `paused`: nothing new is sent until somebody resumes it. The last three have ended. */
export type JobState = "waiting" | "running" | "paused" | "done" | "cancelled" | "failed";

/** What somebody asks of a job that another process drives; its owner carries it out. */
export type JobWish = "pause" | "resume" | "cancel";

/**
 * How a cell stands. `waiting`: its request has never left. `stopped`: ended by a person or by the app's closing.
 * `uncertain`: the process that sent it is gone, so its request may have left; never sent again unasked.
 */
export type CellState = "waiting" | "running" | "answered" | "failed" | "stopped" | "uncertain";

export interface CellView {
  cell: string;
  /** Its latest run; null while there is none. */
  runId: string | null;
  state: CellState;
  /** US dollars; absent where no price is known or the run has not ended. */
  costUsd?: number;
}

export type CellCounts = Record<CellState, number>;

/** A job as every process on the profile can see it. Progress is counted from its runs. */
export interface JobView {
  id: string;
  kind: string;
  title: string;
  state: JobState;
  wish: JobWish | null;
  /** `none`: its process is gone or has let go of it; whoever resumes it owns it. */
  owner: "this" | "other" | "none";
  /** Null where there is no owner. */
  ownerPid: number | null;
  /** UTC milliseconds. */
  createdAt: number;
  endedAt: number | null;
  error: AppError | null;
  cells: number;
  counts: CellCounts;
  /** Why it is not kept, or was paused, in words for a person. */
  notice: string | null;
}

/** A job with everything in it. */
export interface JobDetail {
  job: JobView;
  cells: CellView[];
  /** As the job's kind keeps it. */
  spec: unknown;
}

/** What a job tells: how it stands, and each cell that has changed. */
export type JobEvent = { type: "job"; job: JobView } | { type: "cell"; cell: CellView };

/** Cells that a person may have sent again. */
export type RetriedState = Extract<CellState, "failed" | "stopped" | "uncertain">;

export function countCells(cells: Iterable<Pick<CellView, "state">>): CellCounts {
  const counts: CellCounts = { waiting: 0, running: 0, answered: 0, failed: 0, stopped: 0, uncertain: 0 };
  for (const { state } of cells) counts[state] += 1;
  return counts;
}

export function hasEnded({ state }: Pick<JobView, "state">): boolean {
  return state === "done" || state === "cancelled" || state === "failed";
}
