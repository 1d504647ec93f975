import { isRunning, type RunView } from "../../../stores/run/runs.ts";
import { formatDuration, plural } from "../../../ui/figures.ts";
import { PlainText } from "../text/PlainText.tsx";
import styles from "./Reasoning.module.css";

/**
 * What a model thought before it answered: open while nothing else has come, folded after. Its head says how long it took
 * until the answer began, where that was measured, and the tokens that the provider counted.
 */
export function Reasoning({ run }: { run: RunView }) {
  const { reasoning, text } = run.output;
  if (reasoning === "") return null;
  const isThinking = isRunning(run) && text === "";
  return (
    <details className={styles["reasoning"]} open={isThinking}>
      <summary>
        Reasoning <span className={styles["figures"]}>{figuresOf(run).join(" · ")}</span>
      </summary>
      <PlainText text={reasoning} streaming={isThinking} />
    </details>
  );
}

function figuresOf({ metrics, output }: RunView): string[] {
  const { firstReasoningMs: from, ttftMs: to } = metrics ?? {};
  const { reasoningTokens } = metrics?.usage ?? output.usage;
  return [
    ...(from !== undefined && to !== undefined && to > from ? [formatDuration(to - from)] : []),
    ...(reasoningTokens ? [plural(reasoningTokens, "token")] : []),
  ];
}
