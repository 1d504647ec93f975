import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import type { KeptSetup } from "@shared/domain/experiment/experiment-setup.ts";
import type { HumanRating } from "@shared/domain/experiment/human-rating.ts";

/** What a cell came to, with its scores and their reasons, as it was judged last. */
export interface KeptResult {
  /** The cell's name within its job. */
  cell: string;
  result: CellResult;
  /** How its answer begins. */
  excerpt: string;
}

export interface KeptRating {
  cell: string;
  /** Null takes it back. */
  rating: HumanRating | null;
}

/** What is kept of an experiment besides its job. */
export interface ExperimentNotes {
  /** As it was told last, for a list that loads nothing; JSON of an `ExperimentSummary`. */
  summary: unknown;
  /**
   * What the fixed-n tests have been read of: the results they saw, by `resultsMark`. They speak once: with other results
   * than these the live verdict stays. Null: they have not been read.
   */
  spoken: string | null;
}

/**
 * Where experiments are kept beside their jobs and runs (`JobStore`, `RunStore`): a cell is claimed by its run's start and
 * done by its end; here lie what it came to, and what people say of it. Every method rejects with an `Error` in words when
 * it cannot write or read.
 */
export interface ExperimentStore {
  /** Keeps results, in place of those of the same cells. All of them or none. */
  keepResults(jobId: string, results: readonly KeptResult[]): Promise<void>;
  /** Some of a job's, by the name of the cell, after one; fewer than `most` are the last. */
  results(jobId: string, after: string, most: number): Promise<KeptResult[]>;
  result(jobId: string, cell: string): Promise<KeptResult | null>;
  rate(jobId: string, rating: KeptRating, at: number): Promise<void>;
  ratings(jobId: string): Promise<KeptRating[]>;
  /** Cells whose whole answer has these words, each as a word begins. */
  findAnswers(jobId: string, words: string): Promise<string[]>;
  /** Null where nothing was noted. */
  notes(jobId: string): Promise<ExperimentNotes | null>;
  keepSummary(jobId: string, summary: unknown): Promise<void>;
  /** Gives what they have been read of: this, unless they were read before. */
  speakOnce(jobId: string, mark: string): Promise<string>;
  /** Takes a job that has ended away, with its runs. */
  remove(jobId: string): Promise<void>;
  setups(): Promise<KeptSetup[]>;
  keepSetup(setup: KeptSetup): Promise<void>;
  forgetSetup(id: string): Promise<void>;
}
