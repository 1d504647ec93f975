import type { ExperimentStorage } from "@engine/experiments/store/experiment-storage.ts";
import { openExperimentStorage } from "@engine/history/experiment-storage.ts";

/** A way experiments are kept, as the suite opens it; whatever comes next is a line here. */
export interface StorageUnderTest {
  name: string;
  /** Opened anew on what lies in a folder. */
  open(folder: string): ExperimentStorage;
}

export const storages: readonly StorageUnderTest[] = [
  { name: "the history of a profile", open: openExperimentStorage },
  { name: "a file of its own", open: (folder) => openExperimentStorage(`${folder}/experiments.db`) },
];
