import { answerJson, answerText } from "@shared/domain/run/answer-text.ts";
import { type ReactNode, useMemo } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { variantTitle } from "../../../stores/draft/variant-list.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { isRunning, type RunView } from "../../../stores/run/runs.ts";
import { Chip } from "../../../ui/Chip.tsx";
import { foldAt } from "../diff/folding.ts";
import { RunError } from "../errors/RunError.tsx";
import { useVariantRun } from "../runs/use-variant-run.ts";
import { PlainText } from "../text/PlainText.tsx";
import { MarkedText } from "../wire/MarkedText.tsx";
import { AnswerDiff } from "./AnswerDiff.tsx";
import styles from "./compare.module.css";
import { useBase } from "./use-base.ts";
import { useSharedFolds } from "./use-shared-folds.ts";

/** An answer as its differences from the base's answer. */
export function OutputDiff({ variantId, run }: { variantId: string; run: RunView }) {
  const base = useBase();
  return (
    <div className={styles["diff"]}>
      {base === variantId ? <BaseAnswer run={run} base={base} /> : <OtherAnswer run={run} base={base} />}
      <RunError variantId={variantId} run={run} />
    </div>
  );
}

/** The base's own answer, folded where all the others are. */
function BaseAnswer({ run, base }: { run: RunView; base: string }) {
  const folds = useSharedFolds(base);
  const text = answerText(run.output);
  return (
    <>
      <p className={styles["quiet"]}>
        <Chip>base of the comparison</Chip>
      </p>
      {folds.length > 0 ? (
        <MarkedText parts={foldAt([{ kind: "same", text }], folds)} />
      ) : (
        <PlainText text={text} streaming={false} />
      )}
    </>
  );
}

function OtherAnswer({ run, base }: { run: RunView; base: string }) {
  const { form, folded } = useCompare();
  const baseTitle = useDraft((state) => variantTitle(state.draft.variants, base));
  const baseRun = useVariantRun(base);
  const folds = useSharedFolds(base);
  const before = useMemo(() => compared(baseRun, baseTitle), [baseRun, baseTitle]);
  const after = useMemo(() => compared(run, "this answer"), [run]);
  const hasBase = before.text !== "";
  let shown: ReactNode = null;
  if (hasBase && after.text !== "") {
    shown = <AnswerDiff before={before} after={after} form={form} folded={folded} folds={folds} />;
  } else if (after.text !== "") shown = <PlainText text={after.text} streaming={false} />;
  return (
    <>
      {shown}
      {!hasBase && <p className={styles["quiet"]}>{baseTitle} has no answer to compare with.</p>}
    </>
  );
}

/** An answer that is still coming is not compared. */
function compared(run: RunView | undefined, title: string) {
  if (!run || isRunning(run)) return { title, text: "", json: undefined };
  return { title, text: answerText(run.output), json: answerJson(run.output) };
}
