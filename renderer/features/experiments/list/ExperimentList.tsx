import { FlaskConical, Plus } from "lucide-react";
import { useEffect } from "react";
import { errorProps } from "../../../stores/error-props.ts";
import { useExperimentList } from "../../../stores/experiments/experiment-list.ts";
import { useExperimentView } from "../../../stores/experiments/experiment-view.ts";
import { openSample } from "../../../stores/experiments/setup/sample.ts";
import { Button } from "../../../ui/Button.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { ErrorCard } from "../../../ui/ErrorCard.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { ViewHeader } from "../../../ui/ViewHeader.tsx";
import { LoadSetup } from "../setup/LoadSetup.tsx";
import styles from "./ExperimentList.module.css";
import { ExperimentTable } from "./ExperimentTable.tsx";

/** Every experiment that is kept, newest first. */
export function ExperimentList() {
  const { experiments, error } = useExperimentList();
  const { startNew } = useExperimentView.getState();
  useEffect(() => {
    const stop = new AbortController();
    void useExperimentList.getState().follow(stop.signal);
    return () => stop.abort();
  }, []);
  return (
    <section className={styles["view"]} aria-labelledby="experiments-title">
      <ViewHeader title="Experiments" id="experiments-title">
        <LoadSetup label="Open a file…" />
        <Button variant="primary" icon={<Plus aria-hidden="true" size={14} />} onClick={startNew}>
          New experiment
        </Button>
      </ViewHeader>
      {error !== null && (
        <div className={styles["notice"]}>
          <ErrorCard {...errorProps(error)} />
        </div>
      )}
      {experiments === null && error === null && <Spinner label="Loading the experiments" />}
      {experiments?.length === 0 && (
        <div className={styles["empty"]}>
          <EmptyState
            icon={<FlaskConical aria-hidden="true" />}
            text="An experiment runs your rows through several prompts or models and says which is better, and whether the difference is real."
            action={
              <>
                <Button onClick={startNew}>Set one up</Button>
                <Button variant="ghost" onClick={() => void openSample()}>
                  Open the sample, which needs no key
                </Button>
              </>
            }
          />
        </div>
      )}
      {experiments !== null && experiments.length > 0 && <ExperimentTable experiments={experiments} />}
    </section>
  );
}
