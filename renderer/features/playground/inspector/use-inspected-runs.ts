import { useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import { useDraft } from "../../../stores/draft/draft.ts";
import { letterAt } from "../../../stores/draft/variant-list.ts";
import { useRuns } from "../../../stores/run/runs.ts";
import { runOfPrompt } from "../runs/use-variant-run.ts";
import type { InspectedRun } from "./inspected-run.ts";

/** The last run of every variant, as far as it belongs to the open prompt. New only when a record is. */
export function useInspectedRuns(): InspectedRun[] {
  const variants = useDraft((state) => state.draft.variants);
  const open = useDraft((state) => state.draft.openPrompt);
  const records = useRuns(useShallow(({ runs }) => variants.map(({ id }) => runOfPrompt(runs[id], open)?.record)));
  return useMemo(
    () =>
      variants.flatMap(({ id }, index) => {
        const record = records[index];
        return record ? [{ key: id, letter: variants.length > 1 ? letterAt(index) : null, record }] : [];
      }),
    [variants, records],
  );
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
