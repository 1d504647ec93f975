import * as z from "zod";
import { runsSourceSchema } from "../domain/experiment/dataset-source.ts";
import { experimentExportSchema } from "../domain/experiment/experiment-export.ts";
import type { ExperimentReport } from "../domain/experiment/experiment-report.ts";
import {
  experimentSetupSchema,
  type KeptSetup,
  type ReadSetup,
  type SetupCheck,
  type SetupFinding,
  type SetupPreview,
  type TriedEvaluators,
} from "../domain/experiment/experiment-setup.ts";
import type {
  CellDetail,
  ExperimentChange,
  ExperimentListChange,
  ExperimentSummary,
} from "../domain/experiment/experiment-summary.ts";
import type { ExperimentForecast } from "../domain/experiment/forecast.ts";
import { type GridColumns, type GridPage, gridViewSchema } from "../domain/experiment/grid.ts";
import { type HumanRating, humanRatingSchema } from "../domain/experiment/human-rating.ts";
import { type JsonObject, jsonValueSchema } from "../domain/json/json.ts";
import type { SavedFile } from "../domain/run/history.ts";
import { command, query, stream } from "./define.ts";
import { fileRowsSchema } from "./rows-file-schemas.ts";

const jobIdText = z.string().min(1).max(100);
const jobId = z.strictObject({ jobId: jobIdText });
const place = {
  jobId: jobIdText,
  /** The row's id and the variant's name. */
  row: z.string().min(1).max(100),
  variant: z.string().min(1).max(100),
  repetition: z.number().int().min(0).max(10_000),
};
const setup = experimentSetupSchema;
/** An earlier experiment whose answers are taken over. */
const earlier = z.strictObject({ jobId: jobIdText, how: z.enum(["add", "reuse"]) }).optional();
/** In place of the rows of a set-up. */
const fileRows = fileRowsSchema.optional();
/** Of a row of a set-up: from 0. */
const rowIndex = z.number().int().min(0).max(100_000);

/** It was started, or why it was not: nothing was sent then. */
export type StartOutcome =
  | { summary: ExperimentSummary }
  | { problems: SetupFinding[] }
  /** Nothing is wrong, but parts are left out: start once more with `allowsLeftOut`. */
  | { leftOut: SetupFinding[] };

/** Ids of experiments, newest first: those that came in, those that were here, those a command is at work on. */
export interface TakenExperiments {
  taken: string[];
  known: string[];
  running: string[];
}

export type ForecastOutcome = { forecast: ExperimentForecast } | { problems: SetupFinding[] };

/** Experiments: jobs that say which variant is better. */
export const experimentRoutes = {
  /** Newest first. */
  "experiments.list": query<ExperimentSummary[]>()(z.strictObject({})),
  /** What changes in the list from now on. */
  "experiments.watch": stream<ExperimentListChange>()(z.strictObject({})),

  /** What is wrong with a set-up, and what is left out of it; sends nothing. */
  "experiments.check": query<SetupCheck>()(z.strictObject({ setup: z.lazy(setup), fileRows, earlier })),
  /** What a variant sends for a row of a set-up; sends nothing. */
  "experiments.preview": query<SetupPreview>()(
    z.strictObject({ setup: z.lazy(setup), row: rowIndex, variant: z.string().min(1).max(100) }),
  ),
  /** What a set-up comes to: calls, tokens, cost, time, and the smallest difference its rows can show; sends nothing. */
  "experiments.forecast": query<ForecastOutcome>()(z.strictObject({ setup: z.lazy(setup), fileRows, earlier })),
  /** What the evaluators of a set-up say of an answer to a row. Models that judge are asked only when `asksJudges`. */
  "experiments.tryEvaluators": command<TriedEvaluators>()(
    z.strictObject({
      setup: z.lazy(setup),
      row: rowIndex,
      answer: z.union([
        z.strictObject({ text: z.string().max(20_000_000) }),
        z.strictObject({ runId: z.string().min(1).max(100) }),
      ]),
      asksJudges: z.boolean(),
    }),
  ),
  /** With `earlier` what that one has answered is not sent again; one that was paused is ended by what is added to it. */
  "experiments.start": command<StartOutcome>()(
    z.strictObject({ setup: z.lazy(setup), fileRows, allowsLeftOut: z.boolean(), earlier }),
  ),
  "experiments.pause": command<ExperimentSummary>()(jobId),
  /** Goes on, or takes up one that nobody drives; what may have left before a crash is not sent again. */
  "experiments.resume": command<ExperimentSummary>()(jobId),
  /** Stops what runs and ends it. */
  "experiments.stop": command<ExperimentSummary>()(jobId),
  /** Sends cells that ended so once more, judgements too. */
  "experiments.retry": command<ExperimentSummary>()(
    z.strictObject({ jobId: jobIdText, states: z.array(z.enum(["failed", "stopped", "uncertain"])).min(1) }),
  ),
  /** Scores answers again that lack a score; judges are asked for those alone, variants for none. */
  "experiments.scoreAgain": command<ExperimentSummary>()(jobId),
  /** Takes it away with its runs. One that has not ended is refused. */
  "experiments.remove": command<null>()(jobId),

  "experiments.report": query<ExperimentReport>()(jobId),
  "experiments.columns": query<GridColumns>()(jobId),
  "experiments.rows": query<GridPage>()(
    z.strictObject({
      jobId: jobIdText,
      view: gridViewSchema,
      from: z.number().int().min(0),
      count: z.number().int().min(0).max(500),
    }),
  ),
  "experiments.cell": query<CellDetail>()(z.strictObject(place)),
  /** How it goes on, from a revision that was seen; until it has ended and somebody retries it. */
  "experiments.changes": stream<ExperimentChange>()(jobId),
  /** Sets what a person says of a cell; null takes it back. */
  "experiments.rate": command<HumanRating | null>()(z.strictObject({ ...place, rating: humanRatingSchema.nullable() })),
  /** As a file, as far as it has come. */
  "experiments.export": query<SavedFile>()(z.strictObject({ jobId: jobIdText, format: experimentExportSchema })),

  /** Set-ups kept on this machine, the last changed first. */
  "experiments.setups": query<KeptSetup[]>()(z.strictObject({})),
  "experiments.keepSetup": command<KeptSetup>()(
    z.strictObject({ id: z.string().min(1).max(100), title: z.string().max(500), setup: jsonValueSchema }),
  ),
  "experiments.forgetSetup": command<null>()(z.strictObject({ id: z.string().min(1).max(100) })),
  /** The set-up an experiment was started from, with its rows. */
  "experiments.setupOf": query<ReadSetup>()(jobId),
  /** A set-up from the text of an `experiment.yaml` or a promptfoo config; files it names cannot be read. */
  "experiments.readFile": query<ReadSetup>()(
    z.strictObject({ name: z.string().min(1).max(500), text: z.string().max(32 * 1024 * 1024) }),
  ),
  /** The same from a file of this machine, with what it names below its folder; keys in it are never read. */
  "experiments.readPath": query<ReadSetup>()(z.strictObject({ path: z.string().min(1).max(4_096) })),
  /** Runs a file as it is. `shown`: of `experiments.readPath`; nothing is run that is another by now. */
  "experiments.startFile": command<StartOutcome>()(
    z.strictObject({
      path: z.string().min(1).max(4_096),
      allowsLeftOut: z.boolean(),
      shown: z.string().max(100).exactOptional(),
    }),
  ),
  /** Brings in the experiments of a store that a command wrote, by its path on this machine. */
  "experiments.takeStore": command<TakenExperiments>()(z.strictObject({ path: z.string().min(1).max(4_096) })),
  /** Values of runs of the history and the gateway that a filter leaves, newest first, each once, with their newest answer. */
  "experiments.rowsOfRuns": query<JsonObject[]>()(z.lazy(() => runsSourceSchema)),
  /** Rows of a file stand in it by the file's name, which is to lie beside it. */
  "experiments.asYaml": query<{ yaml: string }>()(z.strictObject({ setup: z.lazy(setup), fileRows })),
} as const;
