import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { type ReactNode, Suspense, useEffect, useMemo, useRef } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { usePass } from "../../../stores/run/pass.ts";
import { anyRunning, useRuns } from "../../../stores/run/runs.ts";
import { useView } from "../../../stores/view.ts";
import { Boundary } from "../../../ui/Boundary.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { lateComponent } from "../../../ui/late-component.ts";
import { paneAttribute } from "../../../ui/panes.ts";
import { useWindowRoom } from "../../../ui/window-form.ts";
import { BlindBar } from "../compare/BlindBar.tsx";
import { DiffBar } from "../compare/DiffBar.tsx";
import { RequestDiffLine } from "../compare/RequestDiffLine.tsx";
import { useFocusedVariant } from "../runs/use-variants.ts";
import { RemovedNotice } from "./RemovedNotice.tsx";
import { RunAnnouncer } from "./RunAnnouncer.tsx";
import { RunBar } from "./RunBar.tsx";
import { UnfinishedJobs } from "./UnfinishedJobs.tsx";
import { VariantColumn } from "./VariantColumn.tsx";
import styles from "./VariantsArea.module.css";
import { VariantTabs } from "./VariantTabs.tsx";

const InputsProgress = lateComponent(async () => (await import("./InputsProgress.tsx")).InputsProgress);
const RequestDiffDialog = lateComponent(
  async () => (await import("../compare/RequestDiffDialog.tsx")).RequestDiffDialog,
);

/** So many stand side by side in a wide window. */
const mostInSight = 3;

/**
 * The run bar, what the variants differ in, and one column for each variant, side by side; with less room one at a time.
 * @param prompt the prompt, where it has no place of its own: one more tab beside the variants.
 */
export function VariantsArea({ prompt }: { prompt?: ReactNode }) {
  const all = useDraft((state) => state.draft.variants);
  const maximised = useDraft((state) => state.draft.layout["maximised"]);
  const { blind, diffing } = useCompare();
  const { form, hasPanel } = useWindowRoom();
  const focused = useFocusedVariant().id;
  const promptInFront = useView((state) => state.promptInFront) && prompt !== undefined;
  const variants = useMemo(() => inOrder(all, blind?.order), [all, blind]);
  const several = all.length > 1;
  // In a blind vote a tab would tell which answer is whose.
  const isSingle = (form === "narrow" || form === "small") && !blind;
  const only = isSingle ? focused : variants.some(({ id }) => id === maximised) ? maximised : undefined;
  const shown = only === undefined ? variants : variants.filter(({ id }) => id === only);
  const hasTabs = !blind && (prompt !== undefined || (several && isSingle) || all.length > mostInSight);
  const hasPass = usePass(({ pass }) => pass !== null);
  const columns = useAnswersInFront(prompt !== undefined);
  return (
    <section className={styles["area"]} aria-label="Variants" {...{ [paneAttribute]: "answers" }} tabIndex={-1}>
      <RunAnnouncer />
      <RunBar />
      <UnfinishedJobs />
      <Suspense fallback={null}>{hasPass && <InputsProgress />}</Suspense>
      <RemovedNotice />
      {hasTabs && <VariantTabs variants={all} withPrompt={prompt !== undefined} />}
      {promptInFront && <div className={styles["prompt"]}>{prompt}</div>}
      {several && blind && <BlindBar />}
      {/* In a low window two lines above the answer would push its figures out of sight. */}
      {several && !blind && !promptInFront && (hasPanel || !diffing) && <RequestDiffLine />}
      {several && diffing && <DiffBar />}
      {!promptInFront && (
        <div
          ref={columns}
          className={classNames(
            styles["columns"],
            shown.length <= mostInSight && styles["few"],
            isSingle && styles["single"],
          )}
        >
          {shown.map((variant) => (
            <Boundary key={variant.id} what="This variant">
              <VariantColumn variant={variant} index={all.indexOf(variant)} alone={shown.length === 1} />
            </Boundary>
          ))}
        </div>
      )}
      <Suspense fallback={null}>{several && <RequestDiffDialog />}</Suspense>
    </section>
  );
}

/** Where prompt and answers share a place, a run that begins brings the answers to the front. */
function useAnswersInFront(isShared: boolean) {
  const running = useRuns(anyRunning);
  const columns = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!running || !isShared) return;
    useView.getState().setInFront({ promptInFront: false });
    columns.current?.scrollIntoView({ block: "end" });
  }, [running, isShared]);
  return columns;
}

/** The variants as a blind vote has shuffled them; those it does not know stand at the end. */
function inOrder(variants: readonly VariantDraft[], order: readonly string[] | undefined): readonly VariantDraft[] {
  if (!order) return variants;
  const place = ({ id }: VariantDraft) => (order.indexOf(id) + order.length + 1) % (order.length + 1);
  return variants.toSorted((a, b) => place(a) - place(b));
}
