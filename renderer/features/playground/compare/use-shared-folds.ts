import { type DiffUnit, diffTexts } from "@shared/domain/diff/text-diff.ts";
import { answerText } from "@shared/domain/run/answer-text.ts";
import { useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import { useDraft } from "../../../stores/draft/draft.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { isRunning, useRuns } from "../../../stores/run/runs.ts";
import { foldableInAll, type Stretch } from "../diff/folding.ts";
import { runOfPrompt } from "../runs/use-variant-run.ts";

const none: readonly Stretch[] = [];

/** What every column of an output diff puts away of the base's answer, the base's own column among them. */
export function useSharedFolds(base: string): readonly Stretch[] {
  const variants = useDraft((state) => state.draft.variants);
  const open = useDraft((state) => state.draft.openPrompt);
  const form = useCompare((state) => state.form);
  const folded = useCompare((state) => state.folded);
  const unit: DiffUnit | null = folded && form !== "json" ? form : null;
  const texts = useRuns(
    useShallow(({ runs }) => {
      if (unit === null) return [];
      const others = variants.filter(({ id }) => id !== base);
      return [base, ...others.map(({ id }) => id)].map((id) => {
        const run = runOfPrompt(runs[id], open);
        return run === undefined || isRunning(run) ? "" : answerText(run.output);
      });
    }),
  );
  return useMemo(() => {
    const [before = "", ...others] = texts;
    if (unit === null || before === "") return none;
    return foldableInAll(others.filter((text) => text !== "").map((text) => diffTexts(before, text, unit)));
  }, [texts, unit]);
}
