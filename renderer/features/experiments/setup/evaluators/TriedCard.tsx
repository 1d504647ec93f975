import { isScore } from "@shared/domain/experiment/score.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { Check, Minus, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { type TriedAnswer, useTry } from "../../../../stores/experiments/setup/try-evaluators.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Chip } from "../../../../ui/Chip.tsx";
import { formatAge } from "../../../../ui/figures.ts";
import { IconButton } from "../../../../ui/IconButton.tsx";
import { Select } from "../../../../ui/Select.tsx";
import { Spinner } from "../../../../ui/Spinner.tsx";
import { TextArea } from "../../../../ui/TextArea.tsx";
import { reasonWords } from "../../words/reason-words.ts";
import styles from "./Evaluators.module.css";
import { verdictOfTrial } from "./verdict-of-trial.ts";

const quietMs = 400;

/** What the evaluators say of one answer that is there already; nothing is sent but to judges that are asked for it. */
export function TriedCard({ row }: { row: number }) {
  const evaluators = useSetup((state) => state.draft.evaluators);
  const { answer, offered, tried, trying, error, choose, askJudges, end } = useTry();
  const [typed, setTyped] = useState("");
  // Changed evaluators are tried on the same answer again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when they change
  useEffect(() => {
    if (!answer || answer.text === "") return;
    const timer = setTimeout(() => void choose(answer), quietMs);
    return () => clearTimeout(timer);
  }, [evaluators]);
  const card = useRef<HTMLElement>(null);
  // It stands below all that can be added: whoever asked for it sees it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it grows by what was said
  useEffect(() => void card.current?.scrollIntoView({ block: "nearest" }), [row, tried]);
  const verdict = verdictOfTrial(tried);
  const judges = evaluators.some(({ evaluator }) => String(evaluator["type"]).startsWith("judge"));
  return (
    <section ref={card} className={styles["tried"]} aria-label={`Tried on row ${row + 1}`}>
      <div className={styles["triedHead"]}>
        <span className={styles["addTitle"]}>Tried on row {row + 1}</span>
        <Select
          aria-label="Answer that is tried"
          className={styles["answers"]}
          value={answer?.kind === "run" ? answer.runId : "typed"}
          options={[
            ...offered.map((one) => ({ value: keyOf(one), label: answerTitle(one, Date.now()) })),
            { value: "typed", label: "an answer typed here" },
          ]}
          onChange={(key) => void choose(offered.find((one) => keyOf(one) === key) ?? { kind: "typed", text: typed })}
        />
        <span className={styles["space"]} />
        {trying && <Spinner label="Trying" />}
        {verdict && <Chip tone={verdict.tone}>{verdict.text}</Chip>}
        <IconButton size="small" label="Close" icon={<X aria-hidden="true" />} onClick={end} />
      </div>
      {answer?.kind === "typed" ? (
        <div className={styles["typed"]}>
          <TextArea
            aria-label="Answer to try"
            placeholder="Write or paste an answer"
            value={typed}
            onChange={setTyped}
          />
          <Button size="small" disabled={typed === ""} onClick={() => void choose({ kind: "typed", text: typed })}>
            Try
          </Button>
        </div>
      ) : (
        answer && <p className={styles["answer"]}>{answer.text.slice(0, 600)}</p>
      )}
      {error && <p className={styles["unfinished"]}>{error.message}</p>}
      <ul className={styles["scores"]}>
        {tried?.scores.map((score) => (
          <li key={score.name}>
            <Sign passed={isScore(score) ? (score.passed ?? null) : null} />
            <span className={styles["scoreName"]}>{score.name}</span>
            <span className={styles["reason"]}>{isScore(score) ? reasonWords(score) : score.error}</span>
          </li>
        ))}
      </ul>
      {judges && tried && (
        <div className={styles["typed"]}>
          <Button size="small" disabled={trying} onClick={() => void askJudges()}>
            Ask the judges too
          </Button>
          <span className={styles["quiet"]}>one call each</span>
        </div>
      )}
    </section>
  );
}

function Sign({ passed }: { passed: boolean | null }) {
  if (passed === null) return <Minus className={styles["none"]} aria-label="no pass or fail" />;
  return passed ? (
    <Check className={styles["pass"]} aria-label="passes" />
  ) : (
    <X className={styles["fail"]} aria-label="fails" />
  );
}

function keyOf(answer: TriedAnswer): string {
  return answer.kind === "run" ? answer.runId : "typed";
}

function answerTitle(answer: TriedAnswer, now: number): string {
  if (answer.kind === "typed") return "an answer typed here";
  const version = answer.version ? ` of ${versionLabel(answer.version)}` : "";
  return `kept answer${version}, ${answer.model}, ${formatAge(answer.at, now)}`;
}
