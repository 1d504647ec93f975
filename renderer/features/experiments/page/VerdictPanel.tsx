import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import type { GateWord } from "@shared/domain/experiment/judge-gates.ts";
import { judgeWords, stoppedWords } from "@shared/domain/experiment/report-words.ts";
import { CircleCheck, CircleDashed, CircleEqual, CircleX } from "lucide-react";
import { plural } from "../../../ui/figures.ts";
import { letterOf } from "../words/variant-names.ts";
import styles from "./VerdictPanel.module.css";
import { type VerdictTone, verdictLines } from "./verdict-lines.ts";

const signs: Record<VerdictTone, typeof CircleCheck> = {
  ok: CircleCheck,
  bad: CircleX,
  same: CircleEqual,
  waiting: CircleDashed,
};

interface VerdictPanelProps {
  report: ExperimentReport;
  columns: GridColumns;
  /** Cells that count and have not passed. */
  failed: number;
  /** Answers that a check gave no score, and is not about to. */
  unscored: number;
  /** Whether more comes of itself: it is over or was stopped; it waits to be resumed. */
  stage: "runs" | "paused" | "ended";
}

/** Which variant is better, in sentences; what they rest on; and what counts for none. */
export function VerdictPanel({ report, columns, failed, unscored, stage }: VerdictPanelProps) {
  const name = (variant: string) => letterOf(columns, variant);
  const judged = judgeWords(report);
  const stopped = stoppedWords(report);
  // Where nothing judges, that all answers are equally unjudged is no finding.
  const isJudged = columns.scores.length > 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className={styles["panel"]} aria-label="Verdicts" tabIndex={0}>
      <p className={styles["caption"]}>
        {isJudged ? captionOf(report, stage) : "Answers only: no evaluator judges them"}
      </p>
      <ul>
        {(isJudged ? report.comparisons : []).map((comparison) => {
          const { tone, says, detail, method } = verdictLines(comparison, report, name);
          const Sign = signs[tone];
          return (
            <li key={comparison.variant} className={styles["verdict"]} title={`${detail} ${method}`}>
              <Sign aria-hidden="true" className={styles[tone]} />
              <div>
                <p className={styles["says"]}>{says}</p>
                {detail !== "" && <p className={styles["detail"]}>{detail}</p>}
              </div>
            </li>
          );
        })}
        {report.gates.map(({ gate, word, says }) => (
          <li key={gate.text} className={styles["verdict"]}>
            <GateSign word={word} />
            <div>
              <p className={styles["says"]}>
                Gate {word === "undecided" ? "not decided" : word}: {gate.text}
              </p>
              <p className={styles["detail"]}>{says}</p>
            </div>
          </li>
        ))}
      </ul>
      <p className={styles["counts"]}>
        {plural(failed, "answer")} not passed · {plural(report.counts.open, "cell")} open
        {/* While it runs some only wait for another answer. */}
        {unscored > 0 && stage !== "runs" && ` · ${plural(unscored, "answer")} without a score`}
        {report.counts.uncertain > 0 && ` · ${report.counts.uncertain} uncertain`}
      </p>
      {stopped !== null && <p className={styles["counts"]}>{stopped}</p>}
      {judged !== null && <p className={styles["counts"]}>{judged}</p>}
    </section>
  );
}

type Stage = VerdictPanelProps["stage"];

const stageWords: Record<Stage, string> = {
  runs: "still runs: wider intervals, safe to watch",
  paused: "paused: wider intervals, safe to watch",
  ended: "stopped early: wider intervals",
};

function captionOf({ comparisons, unit, isFinished, score }: ExperimentReport, stage: Stage): string {
  if (comparisons.length === 0) return "One variant: nothing to compare it with";
  const paired = `Verdicts · paired by ${unit}${score === "pass" ? "" : ` · by ${score}`}`;
  if (isFinished) return paired;
  return `${paired} · ${stageWords[stage]}`;
}

const gateTones: Record<GateWord, VerdictTone> = { holds: "ok", fails: "bad", undecided: "waiting" };

function GateSign({ word }: { word: GateWord }) {
  const tone = gateTones[word];
  const Sign = signs[tone];
  return <Sign aria-hidden="true" className={styles[tone]} />;
}
