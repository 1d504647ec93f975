import type { RunSummary } from "@shared/domain/run/history.ts";
import { FlaskConical, GitCompareArrows, ListChecks } from "lucide-react";
import { useApp } from "../../stores/app.ts";
import { errorProps } from "../../stores/error-props.ts";
import { useExperimentView } from "../../stores/experiments/experiment-view.ts";
import { useHistory } from "../../stores/history/history.ts";
import { useLiveRun } from "../../stores/run/live-run.ts";
import { Boundary } from "../../ui/Boundary.tsx";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { plural } from "../../ui/figures.ts";
import { Spinner } from "../../ui/Spinner.tsx";
import styles from "./History.module.css";
import type { HistoryViews } from "./History.tsx";
import { LiveRunView } from "./LiveRunView.tsx";
import { RunDetail } from "./RunDetail.tsx";

/** An experiment is read on its own page: here is only the way to it. */
function ChosenExperiment({ jobId, title, cells }: NonNullable<RunSummary["experiment"]>) {
  return (
    <EmptyState
      icon={<FlaskConical aria-hidden="true" />}
      text={`${title}: an experiment of ${plural(cells, "cell")}. Its runs are kept as long as it is.`}
      action={
        <Button
          variant="primary"
          onClick={() => {
            useExperimentView.getState().open(jobId);
            useApp.getState().show("experiments");
          }}
        >
          Open the experiment
        </Button>
      }
    />
  );
}

/** The run chosen in the list, or the two that are compared. */
export function ChosenRuns({ Report, Comparison, Answer }: HistoryViews) {
  const live = useLiveRun((state) => state.live);
  const chosen = useHistory((state) => state.chosen);
  const details = useHistory((state) => state.details);
  const error = useHistory((state) => state.detailError);
  const [first, second] = chosen;
  const experiment = useHistory((state) => state.runs.find(({ id }) => id === first)?.experiment ?? null);
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
  if (experiment && second === undefined) return <ChosenExperiment {...experiment} />;
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
