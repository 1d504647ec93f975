import { type RunCharts, useCompare } from "../../../stores/run/compare.ts";
import { Dialog } from "../../../ui/Dialog.tsx";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import styles from "./Charts.module.css";
import { RepetitionCharts } from "./RepetitionCharts.tsx";
import { TimelineChart } from "./TimelineChart.tsx";
import { TokenCharts } from "./TokenCharts.tsx";
import { useChartedRuns } from "./use-charted-runs.ts";

const charts: readonly { value: RunCharts; label: string }[] = [
  { value: "timeline", label: "Timeline" },
  { value: "repetitions", label: "Figures" },
  { value: "tokens", label: "Tokens" },
];

/** The last runs of the variants, and what they would send, to be looked at. */
export function ChartsDialog() {
  const shown = useCompare((state) => state.charts) ?? "timeline";
  const set = useCompare((state) => state.set);
  return (
    <Dialog open onClose={() => set({ charts: null })} title="Charts of these runs" size="wide">
      <div className={styles["charts"]}>
        <SegmentedControl label="Charts" value={shown} segments={charts} onChange={(next) => set({ charts: next })} />
        {shown === "tokens" ? <TokenCharts /> : <Runs shown={shown} />}
      </div>
    </Dialog>
  );
}

function Runs({ shown }: { shown: "timeline" | "repetitions" }) {
  const { variants, now } = useChartedRuns();
  if (variants.length === 0) return <p className={styles["note"]}>No variant has run yet.</p>;
  if (shown === "repetitions") return <RepetitionCharts variants={variants} />;
  return (
    <div className={styles["card"]}>
      <TimelineChart variants={variants} now={now} />
    </div>
  );
}
