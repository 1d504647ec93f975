import { useExperiment } from "../experiments/experiment.ts";
import { useHistory } from "../history/history.ts";
import { useRuns } from "./runs.ts";

const ended = new Set<string>();

/**
 * Asks the history anew how much it keeps whenever a run has ended, or an experiment that is looked at has come to a halt,
 * until the returned function is called.
 */
export function countRecordedRuns(): () => void {
  void useHistory.getState().loadStatus();
  const stopExperiments = useExperiment.subscribe(({ progress }, { progress: before }) => {
    const state = progress?.summary.state;
    if (before?.summary.state === "running" && state !== "running") void useHistory.getState().loadStatus();
  });
  const stopRuns = useRuns.subscribe(({ runs, repetitions }) => {
    const before = ended.size;
    for (const run of [...Object.values(runs), ...Object.values(repetitions).flat()]) {
      if (run.state === "finished" && run.runId !== null) ended.add(run.runId);
    }
    if (ended.size > before) void useHistory.getState().loadStatus();
  });
  return () => {
    stopExperiments();
    stopRuns();
  };
}
