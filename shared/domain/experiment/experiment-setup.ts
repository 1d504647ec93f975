import type { DatasetView } from "../dataset/dataset-view.ts";
import type { RowsFile } from "../dataset/rows-file.ts";
import { lazily } from "../late/lazily.ts";
import type { RunPreview } from "../run/run.ts";
import { type ExperimentFile, experimentFileSchema } from "./experiment-file.ts";
import type { Finding } from "./read-experiment.ts";
import type { ScoreOutcome } from "./score.ts";
import type { ChosenMapping } from "./setup/setup-mapping.ts";

/**
 * An experiment that is being set up: an `experiment.yaml` as data, with its rows in place and its prompts from libraries
 * or in place. Paths have no place in it, since it lies in no folder.
 */
export const experimentSetupSchema = lazily(() =>
  experimentFileSchema()
    .refine(({ dataset: { file, runs, saved } }) => [file, runs, saved].every((one) => one === undefined), {
      message: "Rows of a set-up stand in it.",
      path: ["dataset"],
    })
    .refine(({ variants }) => variants.every(({ prompt }) => prompt.file === undefined), {
      message: "Prompts of a set-up are of a library or stand in it.",
      path: ["variants"],
    }),
);
export type ExperimentSetup = ExperimentFile;

/** A set-up as it is typed, which need not be whole yet. */
export interface KeptSetup {
  id: string;
  title: string;
  /** UTC milliseconds. */
  changedAt: number;
  /** As it was kept; whoever opens it looks whether it still fits. */
  setup: unknown;
}

/** What a set-up is, before anything is sent. */
export interface SetupCheck {
  /** Why it cannot be started; empty where it can. `path` leads to the place in the set-up. */
  problems: SetupFinding[];
  /** Parts that would be left out, which makes a gate weaker: starting needs a yes. */
  leftOut: SetupFinding[];
  warnings: SetupFinding[];
}

export type SetupFinding = Pick<Finding, "code" | "message">;

/**
 * What an earlier experiment has answered is not sent again. `add`: the set-up is that experiment with more rows, variants,
 * repetitions or other evaluators. `reuse`: another experiment, some of whose requests are the very same.
 */
export type JoinHow = "add" | "reuse";
export interface JoinedEarlier {
  jobId: string;
  how: JoinHow;
}

/** What one variant sends for one row. */
export interface SetupPreview extends SetupCheck {
  /** Each variable of the variant's prompt: its value for this row; null where the row has none. */
  mapping: { name: string; value: string | null; kind: "variable" | "placeholder" }[];
  /** The run that would begin: messages as sent, model, request, an estimate of its tokens; null where it cannot be read. */
  run: RunPreview | null;
}

/** What evaluators say of one answer. */
export interface TriedEvaluators {
  scores: (ScoreOutcome & { gates: boolean; judged: boolean })[];
  /** Null where a gating evaluator gave no score. */
  passed: boolean | null;
}

/** A set-up that was read from a file. */
export type ReadSetup = SetupReading | RunnableFile | { errors: Finding[] };

/** A file that says more than a set-up can: it is run as it is (`experiments.startFile`). */
export interface RunnableFile {
  runnable: {
    title: string;
    rows: number;
    variants: string[];
    scores: string[];
    /** A hash of what there is to be seen of it: what is started is what was looked at. */
    shown: string;
  };
  warnings: Finding[];
  /** Parts of the file that would be left out. */
  refusals: Finding[];
}

export interface SetupReading {
  setup: ExperimentSetup;
  /** Its rows, where they are too many for a window: the set-up has one that stands for them. */
  kept?: KeptRowsOfSetup;
  warnings: Finding[];
  /** Parts of the file that are not in the set-up. */
  refusals: Finding[];
}

/** Rows that stay with the experiment that has kept them. */
export interface KeptRowsOfSetup {
  file: RowsFile;
  /** The first of them, and what is known of all. */
  view: DatasetView;
  /** Where their columns went. */
  columns: ChosenMapping["columns"];
}
