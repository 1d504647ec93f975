import type { JobState, JobView } from "../job/job.ts";
import type { CellResult } from "./cell-result.ts";
import type { Comparison } from "./compare-variants.ts";
import type { ExperimentReport } from "./experiment-report.ts";
import type { Span } from "./forecast.ts";
import type { HumanRating } from "./human-rating.ts";
import type { ScoreOutcome } from "./score.ts";

/** An experiment as one line of the list. */
export interface ExperimentSummary {
  jobId: string;
  title: string;
  /** It is a run over inputs of the playground: nothing is judged, and it stands in no list of experiments. */
  isPass?: true;
  state: JobState;
  owner: JobView["owner"];
  /** Why it is paused or not kept, in words for a person. */
  notice: string | null;
  /** UTC milliseconds. */
  createdAt: number;
  endedAt: number | null;
  rows: number;
  variants: string[];
  base: string | null;
  repetitions: number;
  cells: number;
  counts: Record<CellResult["standing"], number>;
  /** Answers that a check gave no score, which scoring them again may give; people's own scores apart. */
  unscored?: number;
  /** Cells that are open for want of an answer, which sending them again may give. */
  unanswered?: number;
  /** Cells that count and have not passed. */
  failed: number;
  /** US dollars that were paid for in it. */
  costUsd: number;
  /** Answered calls that have no known price. */
  unpriced?: number;
  /** US dollars its answers of an earlier experiment cost there. */
  reusedCostUsd?: number;
  /** Of each variant against the base: the verdict's word, and a sentence with its figures. */
  verdicts: { variant: string; verdict: Comparison["verdict"] | null; says: string }[];
}

/** What changes in the list: a summary that is new or other than before, or one that is gone. */
export type ExperimentListChange = { summary: ExperimentSummary } | { gone: string };

/** How an experiment that is looked at goes on. Told at most a few times a second. */
export interface ExperimentChange {
  /** Grows with everything that changes a row. */
  revision: number;
  /** Ids of rows that changed since the change before; null: more than are worth naming, or the reader came anew. */
  rows: string[] | null;
  /** Cells under way now. */
  running: number;
  /** Of those, how many wait to be tried again, and when the next is, in UTC milliseconds; null where none does. */
  retrying: { cells: number; nextAt: number; isLimited: boolean } | null;
  /** Answers of before that are about to be scored, as when scores are missing or judges are new. */
  scoring: number;
  summary: ExperimentSummary;
  /** The report as it stands; told when it is new, at longer intervals. */
  report?: ExperimentReport;
  /** Milliseconds since the first call began, and how long the rest takes at the pace so far; null where unknown. */
  elapsedMs: number | null;
  leftMs: number | null;
  /** US dollars of the calls that are still to be made, judges' too; null where nothing is left or it is not known. */
  costLeftUsd: Span | null;
}

/** Everything there is to say of one cell. */
export interface CellDetail {
  row: string;
  variant: string;
  repetition: number;
  result: CellResult;
  running: boolean;
  /** The whole answer; null where there is none. */
  answer: string | null;
  refusal: string;
  /** The same row's answers of the other variants in this repetition, by variant, where they have one. */
  others: Record<string, string>;
  expected: string | null;
  /** The row's values as texts, in their order. */
  variables: Record<string, string>;
  /** `runIds`: of a score that a model was asked for, its calls in their order, as far as they are known. */
  scores: (ScoreOutcome & { gates: boolean; judged: boolean; runIds: string[] })[];
  rating: HumanRating | null;
  /** Labels people have given in this experiment, most used first. */
  labels: string[];
}
