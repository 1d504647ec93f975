import { useHistory } from "../history/history.ts";
import { useRuns } from "./runs.ts";

const ended = new Set<string>();

/** Asks the history anew how much it keeps whenever a run has ended, until the returned function is called. */
export function countRecordedRuns(): () => void {
  void useHistory.getState().loadStatus();
  return useRuns.subscribe(({ runs, repetitions }) => {
    const before = ended.size;
    for (const run of [...Object.values(runs), ...Object.values(repetitions).flat()]) {
      if (run.state === "finished" && run.runId !== null) ended.add(run.runId);
    }
    if (ended.size > before) void useHistory.getState().loadStatus();
  });
}
