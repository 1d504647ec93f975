import { GitCompareArrows, ListChecks } from "lucide-react";
import { errorProps } from "../../stores/error-props.ts";
import { useHistory } from "../../stores/history/history.ts";
import { useLiveRun } from "../../stores/run/live-run.ts";
import { Boundary } from "../../ui/Boundary.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { plural } from "../../ui/figures.ts";
import { Spinner } from "../../ui/Spinner.tsx";
import styles from "./History.module.css";
import type { HistoryViews } from "./History.tsx";
import { LiveRunView } from "./LiveRunView.tsx";
import { RunDetail } from "./RunDetail.tsx";

/** The run chosen in the list, or the two that are compared. */
export function ChosenRuns({ Report, Comparison, Answer }: HistoryViews) {
  const live = useLiveRun((state) => state.live);
  const chosen = useHistory((state) => state.chosen);
  const details = useHistory((state) => state.details);
  const error = useHistory((state) => state.detailError);
  const [first, second] = chosen;
  if (live !== null) return <LiveRunView live={live} Answer={Answer} />;
  if (error !== null) {
    return (
      <div className={styles["result"]}>
        <ErrorCard {...errorProps(error)} />
      </div>
    );
  }
  if (first === undefined) {
    return (
      <EmptyState
        icon={<GitCompareArrows aria-hidden="true" />}
        text="Choose a run to read it; hold Ctrl and choose a second one to compare both, or more to delete or export them."
      />
    );
  }
  if (chosen.length > 2) {
    return (
      <EmptyState
        icon={<ListChecks aria-hidden="true" />}
        text={`${plural(chosen.length, "run")} are chosen. Two of them can be compared; all can be exported or deleted together.`}
      />
    );
  }
  const [run, other] = [details[first], second === undefined ? undefined : details[second]];
  if (!run || (second !== undefined && !other)) {
    return (
      <p className={styles["loading"]}>
        <Spinner label="Loading the run" />
      </p>
    );
  }
  if (!other) {
    return (
      <Boundary what="This run" about={run}>
        <RunDetail key={first} run={run} Report={Report} />
      </Boundary>
    );
  }
  const [before, after] = [run, other].sort((one, two) => one.record.sequence - two.record.sequence);
  return (
    <section className={styles["detail"]} aria-label="Comparison of two runs">
      {before && after && (
        <Boundary what="This comparison" about={chosen}>
          <Comparison before={before} after={after} onOpen={(id) => useHistory.getState().choose(id)} />
        </Boundary>
      )}
    </section>
  );
}
