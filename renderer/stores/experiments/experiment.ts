import type { AppError } from "@shared/domain/error/error.ts";
import type { ExperimentExport } from "@shared/domain/experiment/experiment-export.ts";
import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import type { ExperimentChange, ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import { hasEnded, type RetriedState } from "@shared/domain/job/job.ts";
import type { SavedFile } from "@shared/domain/run/history.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { useHistory } from "../history/history.ts";
import { createGridStore, type GridStore } from "./grid-store.ts";
import { engineRows } from "./row-source.ts";

export interface ExperimentState {
  jobId: string | null;
  columns: GridColumns | null;
  report: ExperimentReport | null;
  /** How it stands; null until the engine has told it. */
  progress: Omit<ExperimentChange, "report"> | null;
  /** Of the one that is open. */
  grid: GridStore | null;
  error: AppError | null;
  /** What a person asked of it and was refused. */
  actionError: AppError | null;
  /** Opens an experiment and follows it until the signal is aborted. */
  follow(jobId: string, signal: AbortSignal): Promise<void>;
  act(action: "pause" | "resume" | "stop" | "scoreAgain"): Promise<void>;
  /** Sends cells that ended so once more. */
  resend(states: RetriedState[]): Promise<void>;
  /** What it says as a file. */
  export(format: ExperimentExport): Promise<SavedFile | { error: AppError }>;
  fail(error: AppError): void;
  dismissError(): void;
}

/** The experiment that is open, live. */
export const useExperiment = create<ExperimentState>()((set, get) => ({
  jobId: null,
  columns: null,
  report: null,
  progress: null,
  grid: null,
  error: null,
  actionError: null,

  async follow(jobId, signal) {
    const isSame = get().jobId === jobId;
    // What is open already stays in sight, with its filter and its place.
    const grid = (isSame ? get().grid : null) ?? createGridStore(engineRows(jobId));
    if (!isSame) {
      get().grid?.getState().close();
      set({ jobId, grid, columns: null, report: null, progress: null, error: null, actionError: null });
    } else grid.getState().retry();
    const isOpen = () => !signal.aborted && get().jobId === jobId;
    try {
      const { call, stream } = engineClient();
      const [columns, report] = await Promise.all([
        call("experiments.columns", { jobId }, { signal }),
        call("experiments.report", { jobId }, { signal }),
      ]);
      if (!isOpen()) return;
      set({ columns, report, error: null });
      for await (const { report: newer, ...progress } of stream("experiments.changes", { jobId }, { signal })) {
        if (!isOpen()) return;
        const before = get().progress;
        set(newer ? { progress, report: newer } : { progress });
        if (before?.revision !== progress.revision) grid.getState().refresh();
      }
    } catch (thrown) {
      if (isOpen()) set({ error: asAppError(thrown) });
    }
  },
  act: (action) => change(set, get, (jobId) => engineClient().call(`experiments.${action}`, { jobId })),
  resend: (states) => change(set, get, (jobId) => engineClient().call("experiments.retry", { jobId, states })),
  async export(format) {
    try {
      return await engineClient().call("experiments.export", { jobId: get().jobId ?? "", format });
    } catch (thrown) {
      return { error: asAppError(thrown) };
    }
  },
  fail: (actionError) => set({ actionError }),
  dismissError: () => set({ actionError: null }),
}));

// What one calls is kept: how much that is is asked anew when it comes to a halt.
useExperiment.subscribe(({ progress }, { progress: before }) => {
  // Judges may be asked of answers that were there before, by one that is over.
  const isBusy = (now: typeof progress) => now !== null && (now.summary.state === "running" || now.scoring > 0);
  if (isBusy(before) && !isBusy(progress)) void useHistory.getState().loadStatus();
});

async function change(
  set: (state: Partial<ExperimentState>) => void,
  get: () => ExperimentState,
  act: (jobId: string) => Promise<ExperimentSummary>,
): Promise<void> {
  const { jobId, progress } = get();
  if (jobId === null) return;
  try {
    const summary = await act(jobId);
    if (get().jobId === jobId && progress)
      set({ progress: { ...(get().progress ?? progress), summary }, actionError: null });
  } catch (thrown) {
    if (get().jobId === jobId) set({ actionError: asAppError(thrown) });
  }
}

/** Nothing more is sent unless somebody asks for it. */
export function isExperimentOver({ progress }: Pick<ExperimentState, "progress">): boolean {
  return progress !== null && hasEnded(progress.summary);
}
