import type { CellDetail } from "@shared/domain/experiment/experiment-summary.ts";
import { isScore } from "@shared/domain/experiment/score.ts";
import { Check, CircleHelp, Minus, X } from "lucide-react";
import { Chip } from "../../../ui/Chip.tsx";
import { reasonWords } from "../words/reason-words.ts";
import styles from "./CellPane.module.css";
import type { CellViews } from "./cell-views.ts";
import { JudgeCall } from "./JudgeCall.tsx";

type Score = CellDetail["scores"][number];

/** Each score with its reason, a model's with the calls it was asked in; one nobody held against people's says so. */
export function CellScores({ detail: { scores, result }, Report }: { detail: CellDetail } & Pick<CellViews, "Report">) {
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
            <div className={styles["reason"]}>
              {reasonWords(score)}
              {score.runIds.map((runId, at, { length }) => (
                <JudgeCall
                  key={runId}
                  runId={runId}
                  label={length === 1 ? "Its call" : `Call ${at + 1}`}
                  title={length === 1 ? `The call for ${score.name}` : `Call ${at + 1} for ${score.name}`}
                  Report={Report}
                />
              ))}
            </div>
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
