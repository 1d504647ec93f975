import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { useMemo } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { Boundary } from "../../../ui/Boundary.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { BlindBar } from "../compare/BlindBar.tsx";
import { DiffBar } from "../compare/DiffBar.tsx";
import { RequestDiffDialog } from "../compare/RequestDiffDialog.tsx";
import { RequestDiffLine } from "../compare/RequestDiffLine.tsx";
import { InputsProgress } from "./InputsProgress.tsx";
import { RemovedNotice } from "./RemovedNotice.tsx";
import { RunBar } from "./RunBar.tsx";
import { UnfinishedJobs } from "./UnfinishedJobs.tsx";
import { VariantColumn } from "./VariantColumn.tsx";
import styles from "./VariantsArea.module.css";

/** The run bar, what the variants differ in, and one column for each variant, side by side. */
export function VariantsArea() {
  const all = useDraft((state) => state.draft.variants);
  const maximised = useDraft((state) => state.draft.layout["maximised"]);
  const { blind, diffing } = useCompare();
  const variants = useMemo(() => inOrder(all, blind?.order), [all, blind]);
  const shown = variants.some(({ id }) => id === maximised) ? variants.filter(({ id }) => id === maximised) : variants;
  const several = all.length > 1;
  return (
    <section className={styles["area"]} aria-label="Variants">
      <RunBar />
      <UnfinishedJobs />
      <InputsProgress />
      <RemovedNotice />
      {several && blind && <BlindBar />}
      {several && !blind && <RequestDiffLine />}
      {several && diffing && <DiffBar />}
      <div className={classNames(styles["columns"], shown.length <= 3 && styles["few"])}>
        {shown.map((variant) => (
          <Boundary key={variant.id} what="This variant">
            <VariantColumn variant={variant} index={all.indexOf(variant)} alone={shown.length === 1} />
          </Boundary>
        ))}
      </div>
      {several && <RequestDiffDialog />}
    </section>
  );
}

/** The variants as a blind vote has shuffled them; those it does not know stand at the end. */
function inOrder(variants: readonly VariantDraft[], order: readonly string[] | undefined): readonly VariantDraft[] {
  if (!order) return variants;
  const place = ({ id }: VariantDraft) => (order.indexOf(id) + order.length + 1) % (order.length + 1);
  return variants.toSorted((a, b) => place(a) - place(b));
}
