import type { AppError } from "@shared/domain/error/error.ts";
import type { ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";

export interface ExperimentListState {
  /** Newest first; null until they have come. */
  experiments: readonly ExperimentSummary[] | null;
  error: AppError | null;
  /** Reads the list, then follows it until the signal is aborted. */
  follow(signal: AbortSignal): Promise<void>;
  /** Takes an experiment away with its runs. */
  remove(jobId: string): Promise<AppError | null>;
}

/** Every experiment that is kept. */
export const useExperimentList = create<ExperimentListState>()((set, get) => ({
  experiments: null,
  error: null,
  async follow(signal) {
    try {
      set({ experiments: await engineClient().call("experiments.list", {}, { signal }), error: null });
      for await (const change of engineClient().stream("experiments.watch", {}, { signal })) {
        const experiments = get().experiments ?? [];
        set({
          experiments:
            "gone" in change
              ? experiments.filter(({ jobId }) => jobId !== change.gone)
              : withSummary(experiments, change.summary),
        });
      }
    } catch (thrown) {
      if (!signal.aborted) set({ error: asAppError(thrown) });
    }
  },
  async remove(jobId) {
    try {
      await engineClient().call("experiments.remove", { jobId });
      set({ experiments: (get().experiments ?? []).filter((one) => one.jobId !== jobId) });
      return null;
    } catch (thrown) {
      return asAppError(thrown);
    }
  },
}));

function withSummary(list: readonly ExperimentSummary[], summary: ExperimentSummary): ExperimentSummary[] {
  const others = list.filter(({ jobId }) => jobId !== summary.jobId);
  return [...others, summary].sort((one, two) => two.createdAt - one.createdAt);
}
