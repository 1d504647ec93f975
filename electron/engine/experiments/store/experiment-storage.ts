import type { HistoryRun } from "@shared/domain/run/history.ts";
import type { JobStore } from "../../jobs/job-store.ts";
import type { RunStore } from "../../ports.ts";
import type { ExperimentStore } from "./experiment-store.ts";

/**
 * All of where experiments are kept: jobs with their frozen specs and owners, cells as runs, what they came to. A cell is
 * claimed by the start of its run and done by its end; one whose owner died in between is uncertain. The app's history is
 * one, a file of its own another; whatever keeps them passes `test/conformance/experiments/`.
 */
export interface ExperimentStorage {
  jobs: JobStore;
  runs: RunStore;
  experiments: ExperimentStore;
  /** @throws AppFailure `not_found` */
  run(id: string): Promise<HistoryRun>;
  /** Puts in runs of another store, with the cells they are of; those that are there already stay as they are. */
  add(runs: HistoryRun[]): Promise<unknown>;
  /** Why runs that have ended could not be written down; null while they can be. */
  unsaved(): string | null;
  /** Resolves when it can be asked. */
  ready: Promise<void>;
  close(): Promise<void>;
}
