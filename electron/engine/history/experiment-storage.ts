import { mkdirSync } from "node:fs";
import type { ExperimentStorage } from "../experiments/store/experiment-storage.ts";
import { type History, startHistory } from "./history.ts";
import { folderOfHistory, type HistoryPlace } from "./history-path.ts";

/** Experiments in a file of their own, or in the history of a folder; made where there is none. */
export function openExperimentStorage(place: HistoryPlace): ExperimentStorage {
  mkdirSync(folderOfHistory(place), { recursive: true });
  return storageOf(startHistory({ folder: place }));
}

function storageOf(history: History): ExperimentStorage {
  const { store, jobs, experiments, get, add, unsavedProblem, ready, close } = history;
  return { runs: store, jobs, experiments, run: get, add, unsaved: unsavedProblem, ready, close };
}
