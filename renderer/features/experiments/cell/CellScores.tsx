import type { CellDetail } from "@shared/domain/experiment/experiment-summary.ts";
import { isScore } from "@shared/domain/experiment/score.ts";
import { Check, CircleHelp, Minus, X } from "lucide-react";
import { Chip } from "../../../ui/Chip.tsx";
import { reasonWords } from "../words/reason-words.ts";
import styles from "./CellPane.module.css";

type Score = CellDetail["scores"][number];

/** Each score with its reason; a model's that nobody held against people's says so. */
export function CellScores({ detail: { scores, result } }: { detail: CellDetail }) {
  return (
    <>
      {result.why !== undefined && <p className={styles["why"]}>{result.why}</p>}
      {scores.length === 0 && result.why === undefined && <p className={styles["quiet"]}>No scores yet.</p>}
      <ul className={styles["scores"]}>
        {scores.map((score, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two evaluators may share a name; their order stays
          <li key={index} className={styles["score"]}>
            <Sign score={score} />
            <span className={styles["scoreName"]}>
              {score.name}
              {!score.gates && <span className={styles["quiet"]}> does not gate</span>}
              {score.judged && (
                <Chip className={styles["hollow"]} title="Judged by a model and not held against people's judgement">
                  uncalibrated
                </Chip>
              )}
            </span>
            <span className={styles["reason"]}>{reasonWords(score)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Sign({ score }: { score: Score }) {
  if (!isScore(score)) return <CircleHelp role="img" aria-label="no score" className={styles["warn"]} />;
  if (score.passed === undefined) return <Minus role="img" aria-label="measured" className={styles["quiet"]} />;
  return score.passed ? (
    <Check role="img" aria-label="passed" className={styles["ok"]} />
  ) : (
    <X role="img" aria-label="failed" className={styles["bad"]} />
  );
}
