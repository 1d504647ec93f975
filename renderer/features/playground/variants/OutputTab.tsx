import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { hasExtras } from "@shared/domain/run/answer-extras.ts";
import { shownText } from "@shared/domain/run/shown-text.ts";
import { useLayoutEffect, useRef } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { isRunning, type RunView } from "../../../stores/run/runs.ts";
import { classNames } from "../../../ui/class-names.ts";
import { AnswerAudio } from "../answer/AnswerAudio.tsx";
import { AnswerChoices } from "../answer/AnswerChoices.tsx";
import { AnswerSources, AnswerSteps } from "../answer/AnswerExtras.tsx";
import { audioFormatOf } from "../answer/audio-format.ts";
import { OutcomeNotice } from "../answer/OutcomeNotice.tsx";
import { OutOfDateBar } from "../answer/OutOfDateBar.tsx";
import { Reasoning } from "../answer/Reasoning.tsx";
import { SchemaNotice } from "../answer/SchemaNotice.tsx";
import { useMarkdown } from "../answer/use-markdown.ts";
import { useIsBlind } from "../compare/blind-vote.ts";
import { OutputDiff } from "../compare/OutputDiff.tsx";
import { AnswerActions } from "../conversation/AnswerActions.tsx";
import { Composer } from "../conversation/Composer.tsx";
import { Conversation } from "../conversation/Conversation.tsx";
import { ToolCalls } from "../conversation/ToolCalls.tsx";
import { RunError } from "../errors/RunError.tsx";
import { WarningList } from "../errors/WarningList.tsx";
import { ScrubNote } from "../inspector/ScrubNote.tsx";
import { useScrubbedRun } from "../inspector/use-scrubbed-run.ts";
import { runVariant } from "../runs/run-actions.ts";
import { useOutOfDate } from "../runs/use-out-of-date.ts";
import { useVariantRun } from "../runs/use-variant-run.ts";
import { useFocusedVariant } from "../runs/use-variants.ts";
import { InvisibleText } from "../text/InvisibleText.tsx";
import { MarkdownText } from "../text/MarkdownText.tsx";
import { PlainText } from "../text/PlainText.tsx";
import { AnswerElsewhere } from "./AnswerElsewhere.tsx";
import { NotRunYet } from "./NotRunYet.tsx";
import styles from "./OutputTab.module.css";
import { useFollowEnd } from "./use-follow-end.ts";
import { WaitingLine } from "./WaitingLine.tsx";

interface OutputTabProps {
  variant: VariantDraft;
  /** Which of several columns it is of. */
  name?: string | undefined;
}

/** The answer, or what kept it from coming, in the place where the answer would be. */
export function OutputTab({ variant, name }: OutputTabProps) {
  const run = useScrubbedRun(useVariantRun(variant.id));
  const since = useOutOfDate();
  const focused = useFocusedVariant().id === variant.id;
  const diffing = useCompare((state) => state.diffing);
  const several = useDraft((state) => state.draft.variants.length > 1);
  const blind = useIsBlind();
  const { ref: scroller, handlers } = useFollowEnd(run);
  const asDiff = diffing && several && run !== undefined && !isRunning(run);
  const diff = useRef<HTMLDivElement>(null);
  // A diff is read from its summary on, wherever the answer before it was left.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!asDiff || !box || !diff.current) return;
    const above = diff.current.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop += above - Number.parseFloat(getComputedStyle(box).paddingTop);
  }, [asDiff, scroller]);
  return (
    <>
      <ScrubNote run={run} />
      {since.length > 0 && !blind && (
        <OutOfDateBar changes={since} hasKey={focused} onRunAgain={() => runVariant(variant.id)} />
      )}
      <section
        ref={scroller}
        className={classNames(styles["output"], since.length > 0 && styles["outOfDate"])}
        aria-label={name === undefined ? "Output" : `Output ${name}`}
        aria-busy={isRunning(run)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
        {...handlers}
      >
        {!blind && <Conversation variant={variant} />}
        <AnswerElsewhere variantId={variant.id} />
        {run === undefined &&
          (blind ? <p className={styles["none"]}>Not run yet.</p> : <NotRunYet variant={variant} />)}
        {run &&
          (asDiff ? (
            <div ref={diff}>
              <OutputDiff variantId={variant.id} run={run} />
            </div>
          ) : (
            <RunOutputView variant={variant} run={run} blind={blind} />
          ))}
      </section>
      {run && <AnswerActions variant={variant} run={run} />}
      {!blind && <Composer variant={variant} />}
    </>
  );
}

function RunOutputView({ variant, run, blind }: { variant: VariantDraft; run: RunView; blind: boolean }) {
  const markdown = useMarkdown();
  const { output } = run;
  const streaming = isRunning(run);
  const Text = markdown ? MarkdownText : PlainText;
  // The number of a source may name a provider, and stands in front of words that are there already.
  const marks = streaming || blind ? "none" : markdown ? "markdown" : "plain";
  const nothingYet = output.text === "" && output.reasoning === "" && output.refusal === "";
  return (
    <>
      <Reasoning run={run} />
      {!blind && <AnswerSteps output={output} />}
      <AnswerChoices output={output}>
        {output.text !== "" && <Text text={shownText(output, marks)} streaming={streaming} />}
      </AnswerChoices>
      <AnswerAudio output={output} format={audioFormatOf(run.record?.plan)} />
      <AnswerSources output={output} />
      {output.refusal !== "" && (
        <div className={styles["refusal"]}>
          <h3>The model refused</h3>
          <InvisibleText text={output.refusal} />
        </div>
      )}
      {output.toolCalls.length > 0 && <ToolCalls variant={variant} run={run} />}
      {streaming && nothingYet && output.toolCalls.length === 0 && !hasExtras(output) && (
        <WaitingLine variantId={variant.id} run={run} blind={blind} />
      )}
      <SchemaNotice run={run} />
      {blind ? <BlindEnd run={run} /> : <RunEnd variant={variant} run={run} />}
    </>
  );
}

/** How it ended and what went wrong. */
function RunEnd({ variant, run }: { variant: VariantDraft; run: RunView }) {
  return (
    <>
      <OutcomeNotice run={run} />
      <RunError variantId={variant.id} run={run} />
      <WarningList warnings={run.warnings} />
    </>
  );
}

/** An error names its provider, which would end a blind vote. */
function BlindEnd({ run }: { run: RunView }) {
  const isWhole = run.outcome === undefined || run.outcome.kind === "completed";
  return isWhole ? null : <p className={styles["none"]}>This run did not come to a good end.</p>;
}
