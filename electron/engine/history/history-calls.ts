import type { KeptSetup } from "@shared/domain/experiment/experiment-setup.ts";
import type { JobWish } from "@shared/domain/job/job.ts";
import type { HistoryRun, HistoryStatus, RunNotesChange, RunsOverLimits } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import type { ExperimentNotes, KeptRating, KeptResult } from "../experiments/store/experiment-store.ts";
import type { CellRun, JobChange, JobClaim, JobOwner, JobRow } from "../jobs/job-store.ts";
import type { Blob } from "./blob-text.ts";
import type { PackedSpec } from "./packed-spec.ts";
import type { QueryCalls } from "./queries.ts";
import type { Retention } from "./retention.ts";
import type { WrittenRun } from "./written-run.ts";

/** What the recorder has to write. */
export type RunWrite = Exclude<HistoryWrite, { kind: "written" }>;

/**
 * One thing to write. All of a batch are kept together or not at all. With `frames`, the packed frames of each
 * exchange, those in the record are empty: a text is handed to another thread far cheaper than its many objects.
 */
export type HistoryWrite =
  | { kind: "save"; record: RunRecord; frames?: string[] }
  | { kind: "written"; run: WrittenRun }
  | { kind: "append"; id: string; events: StreamEvent[] };

/** A job with its spec as the database has it. */
export type PackedJob = JobRow & { spec: PackedSpec };

/** The calls of jobs; see `JobStore`. */
export interface JobCalls {
  jobCreate(job: PackedJob): void;
  /** More of a long spec; with its text it is whole. */
  jobSpecPart(id: string, part: Pick<PackedSpec, "blobs"> & Partial<PackedSpec>): void;
  jobClaim(claim: JobClaim): boolean;
  jobBeat(id: string, owner: JobOwner, at: number): boolean;
  jobChange(id: string, owner: JobOwner, change: JobChange): boolean;
  jobWish(id: string, wish: JobWish): boolean;
  jobFind(id: string): JobRow | null;
  jobSpecText(id: string): string;
  /** Of what a spec refers to by hash, what is there. */
  jobBlobs(hashes: readonly string[]): Blob[];
  jobList(ended: number): JobRow[];
  jobCells(id: string, withCosts: boolean): CellRun[];
}

/** The calls of experiments; see `ExperimentStore`. */
export interface ExperimentCalls {
  resultsKeep(jobId: string, results: readonly KeptResult[]): void;
  resultsList(jobId: string, after: string, most: number): KeptResult[];
  resultFind(jobId: string, cell: string): KeptResult | null;
  ratingKeep(jobId: string, rating: KeptRating, at: number): void;
  ratingsList(jobId: string): KeptRating[];
  answersFind(jobId: string, words: string): string[];
  experimentNotes(jobId: string): ExperimentNotes | null;
  summaryKeep(jobId: string, summary: unknown): void;
  speakOnce(jobId: string, mark: string): string;
  experimentRemove(jobId: string): void;
  setupsList(): KeptSetup[];
  setupKeep(setup: KeptSetup): void;
  setupForget(id: string): void;
}

/** What is done beside the database's own thread, since it takes long: see `database-copy.ts`. */
export interface AsideCalls {
  /** A whole copy at a path that is free. */
  copyTo(path: string, watch: Int32Array<SharedArrayBuffer>): void;
  /** How many runs a copy has; a text for a person when it cannot be used. */
  checkCopy(path: string): number | string;
}

/** What the database can be asked from the main thread: name → arguments and result. Plain data both ways. */
export interface HistoryCalls extends QueryCalls, JobCalls, ExperimentCalls, AsideCalls {
  /** Tries again to open what could not be written. */
  reopen(): DatabaseStatus;
  write(writes: HistoryWrite[]): void;
  get(id: string): HistoryRun | null;
  /** Gives false when the run is not there. */
  setNotes(id: string, change: RunNotesChange): boolean;
  /** Gives the ids that were there. */
  delete(ids: string[]): string[];
  undelete(ids: string[]): string[];
  add(runs: HistoryRun[]): { added: number; skipped: number };
  retain(retention: Retention): number;
  overLimits(retention: Retention): RunsOverLimits;
  status(): DatabaseStatus;
  close(): void;
}

export type DatabaseStatus = Omit<HistoryStatus, "unsaved"> & { lastSequence: number };

export type CallName = keyof HistoryCalls;

export interface OwnerOptions {
  folder: string;
  retention: Retention;
  maxPages?: number | undefined;
}

/**
 * The owner of a profile has its whole history; a guest can only `write`, drive jobs of its own, and `close`; a thread aside
 * copies, checks copies, and closes.
 */
export type WorkerOptions = OwnerOptions | { folder: string; guest: true } | { folder: string; aside: true };

export interface WorkerRequest {
  id: number;
  name: CallName;
  parameters: unknown[];
}

/** The first one, with the id 0, carries the `DatabaseStatus` of the opening. */
export type WorkerReply = { id: number; ok: true; value: unknown } | { id: number; ok: false; problem: string };
