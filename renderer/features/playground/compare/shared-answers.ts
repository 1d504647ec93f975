import { useShallow } from "zustand/react/shallow";
import { useDraft } from "../../../stores/draft/draft.ts";
import { variantTitle } from "../../../stores/draft/variant-list.ts";
import { isRunning, type RunsState, useRuns } from "../../../stores/run/runs.ts";
import { runOfPrompt } from "../runs/use-variant-run.ts";
import { useBase } from "./use-base.ts";

/** The runs that a shared comparison has, the base's first, and how the variants are called that have none. */
export function useShared(): { ids: string[]; without: readonly string[] } {
  const variants = useDraft((state) => state.draft.variants);
  const open = useDraft((state) => state.draft.openPrompt);
  const base = useBase();
  const order = [base, ...variants.map(({ id }) => id).filter((id) => id !== base)];
  const runsOf = ({ runs, repetitions }: RunsState, id: string) => {
    const all = repetitions[id] ?? (runs[id] ? [runs[id]] : []);
    return all.flatMap((run) => (run.runId !== null && !isRunning(run) && runOfPrompt(run, open) ? [run.runId] : []));
  };
  const ids = useRuns(useShallow((state) => order.flatMap((id) => runsOf(state, id))));
  const without = useRuns(
    useShallow((state) => order.filter((id) => runsOf(state, id).length === 0).map((id) => variantTitle(variants, id))),
  );
  return { ids, without };
}
