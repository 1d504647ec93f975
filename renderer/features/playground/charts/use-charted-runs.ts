import { useEffect, useMemo, useState } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { anyRunning, useRuns } from "../../../stores/run/runs.ts";
import { type ChartedVariant, chartedVariants } from "./charted-runs.ts";

/** Charts of runs under way are drawn anew so often, in milliseconds: figures that change with every frame say nothing. */
const every = 250;

const look = () => {
  const { repetitions, shown } = useRuns.getState();
  return { repetitions, shown, now: Date.now() };
};

/** The variants that have run, and the time they were looked at (UTC ms). */
export function useChartedRuns(): { variants: readonly ChartedVariant[]; now: number } {
  const variants = useDraft((state) => state.draft.variants);
  const open = useDraft((state) => state.draft.openPrompt);
  const [seen, setSeen] = useState(look);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      timer = undefined;
      setSeen(look());
      if (anyRunning(useRuns.getState())) timer = setTimeout(later, every);
    };
    later();
    const stop = useRuns.subscribe((state) => {
      if (timer !== undefined) return;
      if (anyRunning(state)) timer = setTimeout(later, every);
      else setSeen(look());
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return useMemo(() => ({ variants: chartedVariants(variants, seen, open), now: seen.now }), [variants, seen, open]);
}
