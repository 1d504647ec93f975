import {
  experimentNotes,
  findAnswers,
  findResult,
  forgetSetup,
  keepRating,
  keepResults,
  keepSetup,
  keepSummary,
  listRatings,
  listResults,
  listSetups,
  removeExperiment,
  speakOnce,
} from "./experiment-rows.ts";
import type { ExperimentCalls } from "./history-calls.ts";
import type { DatabaseAccess } from "./job-calls.ts";

type ExperimentDatabase = {
  [Name in keyof ExperimentCalls]: (
    ...parameters: Parameters<ExperimentCalls[Name]>
  ) => Promise<ReturnType<ExperimentCalls[Name]>>;
};

/** The calls of experiments on a database. */
export function experimentCalls({ reading, writing }: DatabaseAccess): ExperimentDatabase {
  return {
    resultsKeep: (jobId, results) => writing((sql) => keepResults(sql, jobId, results)),
    resultsList: (jobId, after, most) => reading((sql) => listResults(sql, jobId, after, most)),
    resultFind: (jobId, cell) => reading((sql) => findResult(sql, jobId, cell)),
    ratingKeep: (jobId, rating, at) => writing((sql) => keepRating(sql, jobId, rating, at)),
    ratingsList: (jobId) => reading((sql) => listRatings(sql, jobId)),
    answersFind: (jobId, words) => reading((sql) => findAnswers(sql, jobId, words)),
    experimentNotes: (jobId) => reading((sql) => experimentNotes(sql, jobId)),
    summaryKeep: (jobId, summary) => writing((sql) => keepSummary(sql, jobId, summary)),
    speakOnce: (jobId, mark) => writing((sql) => speakOnce(sql, jobId, mark)),
    experimentRemove: (jobId) => writing((sql) => removeExperiment(sql, jobId)),
    setupsList: () => reading(listSetups),
    setupKeep: (setup) => writing((sql) => keepSetup(sql, setup)),
    setupForget: (id) => writing((sql) => forgetSetup(sql, id)),
  };
}
