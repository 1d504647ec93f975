import type { FigureGroup } from "@shared/domain/run/figure-groups.ts";
import { useEffect, useState } from "react";
import { errorProps } from "../../../stores/error-props.ts";
import { useHistory } from "../../../stores/history/history.ts";
import { createQuery } from "../../../stores/query.ts";
import { ErrorCard } from "../../../ui/ErrorCard.tsx";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { FigureChart } from "./FigureChart.tsx";
import styles from "./Figures.module.css";
import { type FigureMetric, metricIds, metrics } from "./figure-metrics.ts";
import { isTime, type TimeGroup } from "./time-slots.ts";

const useFigures = createQuery("history.groups");

type Axis = "time" | Exclude<FigureGroup, TimeGroup>;

const axes: readonly { value: Axis; label: string }[] = [
  { value: "time", label: "Over time" },
  { value: "model", label: "Model" },
  { value: "provider", label: "Provider" },
  { value: "prompt", label: "Prompt" },
];

const steps: readonly { value: TimeGroup; label: string }[] = [
  { value: "day", label: "Day" },
  { value: "week", label: "Week" },
  { value: "month", label: "Month" },
];

/** What the runs a filter leaves came to. The database groups and sums; the window gets a row a group. */
export function FiguresPanel() {
  const filtered = useHistory((state) => Object.keys(state.filter).length > 0);
  const [axis, setAxis] = useState<Axis>("time");
  const [step, setStep] = useState<TimeGroup>("day");
  const [metric, setMetric] = useState<FigureMetric>("spend");
  const by = axis === "time" ? step : axis;
  return (
    <div className={styles["panel"]}>
      <div className={styles["choices"]} data-autofocus tabIndex={-1}>
        <SegmentedControl<FigureMetric>
          label="Figure"
          value={metric}
          segments={metricIds.map((value) => ({ value, label: metrics[value].label }))}
          onChange={setMetric}
        />
        <SegmentedControl<Axis> label="Figures by" value={axis} segments={axes} onChange={setAxis} />
        {isTime(by) && <SegmentedControl<TimeGroup> label="Step" value={step} segments={steps} onChange={setStep} />}
      </div>
      <p className={styles["scope"]}>
        {filtered ? "Of the calls the filter leaves" : "Of every kept call"}, those of experiments too; replays are left
        out. Times are of answers that came in full.
      </p>
      <Asked by={by} metric={metric} />
    </div>
  );
}

function Asked({ by, metric }: { by: FigureGroup; metric: FigureMetric }) {
  const filter = useHistory((state) => state.filter);
  const { answer, error, ask } = useFigures();
  const [asked, setAsked] = useState<FigureGroup>();
  useEffect(() => {
    const stop = new AbortController();
    // The calls of an experiment stand as one row in the list, and cost what each of them cost.
    void ask({ filter: { ...filter, cells: true }, by }, stop.signal).then(() => !stop.signal.aborted && setAsked(by));
    return () => stop.abort();
  }, [filter, by, ask]);
  if (asked !== by) return <Spinner label="Counting" />;
  if (error) return <ErrorCard {...errorProps(error)} />;
  return <FigureChart groups={answer ?? []} by={by} metric={metric} />;
}
