import { useMemo } from "react";
import { useInspector } from "../../../stores/run/inspector.ts";
import type { RunView } from "../../../stores/run/runs.ts";
import { scrubbedRun } from "./scrubbing.ts";

/** A variant's run as its pane shows it: whole, or as far as the scrubber of the inspector stands. */
export function useScrubbedRun(run: RunView | undefined): RunView | undefined {
  const scrub = useInspector((state) => state.scrub);
  return useMemo(() => scrubbedRun(run, scrub), [run, scrub]);
}
