import { Check } from "lucide-react";
import { useHistory } from "../../../stores/history/history.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import type { RunView } from "../../../stores/run/runs.ts";
import { Button } from "../../../ui/Button.tsx";

/** Votes for this answer; names are shown again, and the vote is kept with the run. */
export function ChooseBlind({ variantId, run }: { variantId: string; run: RunView }) {
  const choose = () => {
    const { blind, set } = useCompare.getState();
    if (!blind) return;
    set({ blind: { ...blind, chosen: variantId } });
    if (run.runId) void useHistory.getState().annotate(run.runId, { bestBlindOf: blind.order.length });
  };
  return (
    <div>
      <Button size="small" icon={<Check aria-hidden="true" />} onClick={choose}>
        This one is best
      </Button>
    </div>
  );
}
