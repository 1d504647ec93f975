import { FlaskConical, Plus } from "lucide-react";
import { useExperimentView } from "../../../stores/experiments/experiment-view.ts";
import { Button } from "../../../ui/Button.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import styles from "./ExperimentList.module.css";

/** Every experiment that is kept, newest first. */
export function ExperimentList() {
  const { startNew } = useExperimentView.getState();
  return (
    <section className={styles["view"]} aria-labelledby="experiments-title">
      <header className={styles["header"]}>
        <h2 id="experiments-title" className={styles["title"]}>
          Experiments
        </h2>
        <span className={styles["space"]} />
        <Button variant="primary" icon={<Plus aria-hidden="true" size={14} />} onClick={startNew}>
          New experiment
        </Button>
      </header>
      <div className={styles["empty"]}>
        <EmptyState
          icon={<FlaskConical aria-hidden="true" />}
          text="An experiment runs rows × variants and says which prompt is better, and whether the difference is real."
        />
      </div>
    </section>
  );
}
