import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import type { ExperimentChange } from "@shared/domain/experiment/experiment-summary.ts";
import { formatCost, formatCount } from "../../../ui/figures.ts";
import styles from "./ProgressLine.module.css";
import { progressFacts } from "./progress-facts.ts";

interface ProgressLineProps {
  progress: Omit<ExperimentChange, "report">;
  report: ExperimentReport | null;
  /** US dollars at which it pauses; undefined where there is no such limit. */
  limit: number | undefined;
}

/** How far it has come, what is under way, and what it has taken so far. */
export function ProgressLine({ progress, report, limit }: ProgressLineProps) {
  const facts = progressFacts(progress, report);
  const { notice } = progress.summary;
  return (
    <section className={styles["line"]} aria-label="Progress">
      <span>
        <b>{formatCount(facts.done)}</b> of {formatCount(facts.cells)} answers · {facts.percent} %
      </span>
      <progress className={styles["bar"]} aria-label="Answers" max={facts.cells} value={facts.done} />
      <span className={styles["flow"]}>{facts.flow.join(" · ")}</span>
      {facts.isPaused && (
        <span className={styles["paused"]}>
          Paused at {formatCount(facts.done)}
          {notice === null ? "" : `: ${notice}`}
        </span>
      )}
      <span className={styles["space"]} />
      {facts.time !== null && (
        <span className={styles["figures"]}>
          time <b>{facts.time}</b>
          {facts.timeLeft !== null && ` · about ${facts.timeLeft} left`}
        </span>
      )}
      <span className={styles["figures"]}>
        cost <b>{facts.cost}</b>
        {facts.judge !== null && ` (judge ${facts.judge})`}
        {facts.reused !== null && (
          <span title="Of answers that an earlier experiment paid for"> · reused {facts.reused}</span>
        )}
        {facts.costLeft !== null && ` · about ${facts.costLeft} left`}
        {limit !== undefined && ` · limit ${formatCost(limit)}`}
      </span>
    </section>
  );
}
