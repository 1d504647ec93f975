import { useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import { useDraft } from "../../../stores/draft/draft.ts";
import { valuesKey } from "../../../stores/draft/values-key.ts";
import { letterAt } from "../../../stores/draft/variant-list.ts";
import { useWrites } from "../../../stores/prompts/writes.ts";
import { useRuns } from "../../../stores/run/runs.ts";
import { runOfPrompt } from "../runs/use-variant-run.ts";
import { type InspectedSet, setOfRun, writesKey } from "./inspected-exchanges.ts";

/**
 * The exchanges of every variant's last run, as far as it belongs to the open prompt, and what was written to its
 * library. New only when one of these is.
 */
export function useInspectedSets(): InspectedSet[] {
  const variants = useDraft((state) => state.draft.variants);
  const open = useDraft((state) => state.draft.openPrompt);
  const records = useRuns(useShallow(({ runs }) => variants.map(({ id }) => runOfPrompt(runs[id], open)?.record)));
  const writes = useWrites(({ byPrompt }) => (open ? byPrompt[valuesKey(open)] : undefined));
  return useMemo(() => {
    const runs = variants.flatMap(({ id }, index) => {
      const record = records[index];
      return record ? [setOfRun(id, variants.length > 1 ? letterAt(index) : null, record)] : [];
    });
    return writes ? [...runs, { key: writesKey, letter: null, exchanges: writes }] : runs;
  }, [variants, records, writes]);
}

/** True while nothing can be shown of a run that has begun: its record is on the way. */
export function useIsReading(): boolean {
  const variants = useDraft((state) => state.draft.variants);
  const open = useDraft((state) => state.draft.openPrompt);
  return useRuns(({ runs }) =>
    variants.some(({ id }) => {
      const run = runOfPrompt(runs[id], open);
      return run !== undefined && run.record === undefined && run.error === undefined && run.queued === undefined;
    }),
  );
}
