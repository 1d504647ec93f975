import type { ExperimentStore } from "../experiments/store/experiment-store.ts";
import type { HistoryClient } from "./history-client.ts";

/** Experiments in the history's database. */
export function createExperimentStore({ call }: Pick<HistoryClient, "call">): ExperimentStore {
  return {
    keepResults: (jobId, results) => call("resultsKeep", jobId, results),
    results: (jobId, after, most) => call("resultsList", jobId, after, most),
    result: (jobId, cell) => call("resultFind", jobId, cell),
    rate: (jobId, rating, at) => call("ratingKeep", jobId, rating, at),
    ratings: (jobId) => call("ratingsList", jobId),
    findAnswers: (jobId, words) => call("answersFind", jobId, words),
    notes: (jobId) => call("experimentNotes", jobId),
    keepSummary: (jobId, summary) => call("summaryKeep", jobId, summary),
    speakOnce: (jobId, mark) => call("speakOnce", jobId, mark),
    remove: (jobId) => call("experimentRemove", jobId),
    setups: () => call("setupsList"),
    keepSetup: (setup) => call("setupKeep", setup),
    forgetSetup: (id) => call("setupForget", id),
  };
}
