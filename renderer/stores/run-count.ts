import { create } from "zustand";
import { useRuns } from "./runs.ts";

const counted = new Set<string>();

/** How many runs were recorded since the window opened. */
export const useRunCount = create<{ count: number }>()(() => ({ count: 0 }));

useRuns.subscribe(({ runs }) => {
  for (const run of Object.values(runs)) {
    if (run.state === "finished" && run.runId !== null) counted.add(run.runId);
  }
  if (counted.size !== useRunCount.getState().count) useRunCount.setState({ count: counted.size });
});
