import type { AppError } from "@shared/domain/error/error.ts";
import type { JobState, JobWish } from "@shared/domain/job/job.ts";

/** A spec with a longer list, such as the rows of an experiment, is written in parts, and is whole only after the last. */
export const longList = 1_000;

/** A process that drives a job. */
export interface JobOwner {
  pid: number;
  /** See `processStart`; null where the platform does not say. */
  started: number | null;
}

/** The row of a job. Times are UTC milliseconds. */
export interface JobRow {
  id: string;
  kind: string;
  title: string;
  /** How many cells it has. */
  cells: number;
  state: JobState;
  wish: JobWish | null;
  owner: JobOwner | null;
  beatAt: number | null;
  createdAt: number;
  endedAt: number | null;
  error: AppError | null;
}

/** What a job is made of, as it was written; its kind reads it (`JobKind.read`). */
export interface StoredSpec {
  /** Of the version of Promptscope that wrote it. */
  version: number;
  /** Null when it cannot be read any more. */
  body: unknown;
}

export interface NewJob extends JobRow {
  spec: StoredSpec;
}

/** The latest run of a cell. */
export interface CellRun {
  cell: string;
  runId: string;
  state: "running" | "finished" | "interrupted";
  outcome: string | null;
  /** Its request to the provider may have left this machine. */
  mayHaveLeft: boolean;
  costUsd: number | null;
  /** Ids of its runs before, oldest first; absent where there is none. */
  earlier?: string[];
}

/** Takes a job, provided that it still stands as it was seen. */
export interface JobClaim {
  id: string;
  owner: JobOwner;
  at: number;
  seen: Pick<JobRow, "state" | "owner" | "beatAt">;
}

/** What the owner of a job changes of it; a wish is done with by it. */
export interface JobChange {
  state: JobState;
  endedAt: number | null;
  error: AppError | null;
  /** Lets go of it. */
  release: boolean;
}

/**
 * Where jobs are kept. Every method rejects with an `Error` in words when it cannot write or read. A cell is a run, so
 * cells are written by the run's own store and only read here.
 */
export interface JobStore {
  create(job: NewJob): Promise<void>;
  /** In one statement, so that of several processes one gets it. What its dead owner left running is then closed. */
  claim(claim: JobClaim): Promise<boolean>;
  /** Says that the owner lives. False: it is not the owner any more. */
  beat(id: string, owner: JobOwner, at: number): Promise<boolean>;
  /** False: it is not the owner any more. */
  change(id: string, owner: JobOwner, change: JobChange): Promise<boolean>;
  /** False: there is no such job that has not ended. */
  wish(id: string, wish: JobWish): Promise<boolean>;
  /** Null when there is none. */
  find(id: string): Promise<JobRow | null>;
  spec(id: string): Promise<StoredSpec>;
  /** All that have not ended and as many of the others, newest first. */
  list(ended: number): Promise<JobRow[]>;
  /** Costs take reading every run. */
  cells(id: string, withCosts: boolean): Promise<CellRun[]>;
}

/** The row of a job that begins now. `now` in UTC milliseconds. */
export function begunJob(job: Pick<JobRow, "id" | "kind" | "title" | "cells" | "owner">, now: number): JobRow {
  return { ...job, state: "running", wish: null, beatAt: now, createdAt: now, endedAt: null, error: null };
}
