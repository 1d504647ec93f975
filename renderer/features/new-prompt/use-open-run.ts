import type { RunRecord } from "@shared/domain/run/run.ts";
import { useDraft } from "../../stores/draft/draft.ts";
import { useRuns } from "../../stores/run/runs.ts";
import { useView } from "../../stores/view.ts";

/** The record of the run in the focused variant, else in the first that has one; null when there is none. */
export function useOpenRun(): RunRecord | null {
  const variants = useDraft((state) => state.draft.variants);
  const focused = useView((state) => state.focusedVariant);
  const runs = useRuns((state) => state.runs);
  const ids = [...(focused === null ? [] : [focused]), ...variants.map(({ id }) => id)];
  return ids.map((id) => runs[id]?.record).find((record) => record?.plan !== undefined) ?? null;
}
