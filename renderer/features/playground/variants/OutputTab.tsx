import { useLayoutEffect, useRef } from "react";
import { useDraft } from "../../../stores/draft.ts";
import { isRunning, type RunView } from "../../../stores/runs.ts";
import { InvisibleText } from "../text/InvisibleText.tsx";
import { MarkdownText } from "../text/MarkdownText.tsx";
import { PlainText } from "../text/PlainText.tsx";
import { WarningList } from "../WarningList.tsx";
import { OutcomeNotice } from "./OutcomeNotice.tsx";
import styles from "./OutputTab.module.css";
import type { VariantPosition } from "./position.ts";
import { RunError } from "./RunError.tsx";
import { ToolCallCard } from "./ToolCallCard.tsx";
import { WaitingLine } from "./WaitingLine.tsx";

/** The answer, or what kept it from coming, in the place where the answer would be. */
export function OutputTab({ variantId, run }: VariantPosition) {
  const scroller = useRef<HTMLDivElement>(null);
  const atBottom = useRef(true);
  // A run's view is new at most once per frame, so this measures and scrolls at most once per frame.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (run && element && atBottom.current) element.scrollTop = element.scrollHeight;
  }, [run]);
  return (
    <section
      ref={scroller}
      className={styles["output"]}
      aria-label="Output"
      aria-busy={isRunning(run)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={({ currentTarget: box }) => {
        atBottom.current = box.scrollHeight - box.scrollTop - box.clientHeight < 24;
      }}
    >
      {run ? <RunOutputView variantId={variantId} run={run} /> : <p className={styles["none"]}>Not run yet.</p>}
    </section>
  );
}

function RunOutputView({ variantId, run }: { variantId: string; run: RunView }) {
  const markdown = useDraft((state) => state.draft.layout["markdown"] === true);
  const { output } = run;
  const streaming = isRunning(run);
  const Text = markdown ? MarkdownText : PlainText;
  const nothingYet = output.text === "" && output.reasoning === "" && output.refusal === "";
  return (
    <>
      {output.reasoning !== "" && (
        <details className={styles["reasoning"]} open={streaming && output.text === ""}>
          <summary>Reasoning</summary>
          <PlainText text={output.reasoning} streaming={streaming && output.text === ""} />
        </details>
      )}
      {output.text !== "" && <Text text={output.text} streaming={streaming} />}
      {output.refusal !== "" && (
        <div className={styles["refusal"]}>
          <h3>The model refused</h3>
          <InvisibleText text={output.refusal} />
        </div>
      )}
      {output.toolCalls.map((call, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the index is what providers tell tool calls apart by
        <ToolCallCard key={index} call={call} />
      ))}
      {streaming && nothingYet && output.toolCalls.length === 0 && <WaitingLine run={run} />}
      <OutcomeNotice run={run} />
      <RunError variantId={variantId} run={run} />
      <WarningList warnings={run.warnings} />
    </>
  );
}
