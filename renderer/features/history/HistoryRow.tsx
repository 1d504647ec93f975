import type { RunSummary } from "@shared/domain/run/history.ts";
import {
  Award,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleStop,
  FlaskConical,
  Pin,
  RadioTower,
  Star,
} from "lucide-react";
import type { Choosing } from "../../stores/history/history-choice.ts";
import { classNames } from "../../ui/class-names.ts";
import { VisuallyHidden } from "../../ui/VisuallyHidden.tsx";
import styles from "./HistoryList.module.css";
import { Hits } from "./Hits.tsx";
import { experimentText, type RowText, type RowTone, rowText } from "./run-row.ts";

const signs: Record<RowTone, typeof CircleCheck> = {
  ok: CircleCheck,
  warn: CircleStop,
  bad: CircleAlert,
  active: CircleDashed,
};

interface HistoryRowProps {
  run: RunSummary;
  /** Pixels from the top of the list. */
  top: number;
  now: number;
  place: number;
  /** -1 while there is more than was loaded. */
  total: number;
  chosen: boolean;
  active: boolean;
  onChoose(how: Choosing): void;
}

export function rowId(runId: string): string {
  return `run-${runId}`;
}

/** A run in two lines: what ran and when, what came of it. */
export function HistoryRow({ run, top, now, place, total, chosen, active, onChoose }: HistoryRowProps) {
  const text = rowText(run, now);
  const experiment = run.experiment && experimentText(run.experiment);
  const Sign = experiment ? FlaskConical : signs[text.tone];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list around it has the keys
    <div
      id={rowId(run.id)}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-posinset={place}
      aria-setsize={total}
      className={classNames(styles["row"], chosen && styles["chosen"], active && styles["reached"])}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => onChoose(event.shiftKey ? "through" : event.ctrlKey || event.metaKey ? "together" : "alone")}
    >
      <Sign
        aria-label={experiment ? "experiment" : text.state}
        role="img"
        className={classNames(styles["sign"], !experiment && styles[text.tone])}
      />
      <span className={styles["title"]}>
        <Hits text={experiment ? experiment.title : text.title} />{" "}
        {!experiment && text.version && <span className={styles["version"]}>{text.version}</span>}
        {!experiment && <span className={styles["model"]}> {text.model}</span>}
      </span>
      <span className={styles["when"]}>
        {text.day !== "Today" && <VisuallyHidden>{text.day} </VisuallyHidden>}
        {text.when}
      </span>
      {experiment ? (
        <span className={styles["excerpt"]}>Experiment, {experiment.cells}</span>
      ) : (
        <Ended run={run} text={text} />
      )}
    </div>
  );
}

/** What came of a run, in the second line. */
function Ended({ run, text }: { run: RunSummary; text: RowText }) {
  return (
    <>
      <span className={styles["excerpt"]}>
        {run.replayed && <span className={styles["warn"]}>replayed </span>}
        {text.tone !== "ok" && <span className={styles[text.tone]}>{text.state} </span>}
        <Hits text={run.excerpt} />
      </span>
      <span className={styles["figures"]}>
        {run.gateway && <RadioTower aria-label="through the gateway" role="img" />}
        {run.pinned && <Pin aria-label="pinned" role="img" />}
        {run.bestBlindOf !== null && <Award aria-label="best in a blind vote" role="img" />}
        {run.rating !== null && (
          <span className={styles["rating"]}>
            {run.rating}
            <Star aria-label="stars" role="img" />
          </span>
        )}
        {text.figures}
      </span>
    </>
  );
}
