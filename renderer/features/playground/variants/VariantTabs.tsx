import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { Check, FileText, X } from "lucide-react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePreview } from "../../../stores/draft/preview.ts";
import { isPinned, letterAt } from "../../../stores/draft/variant-list.ts";
import { runEnd } from "../../../stores/run/run-end.ts";
import { isRunning } from "../../../stores/run/runs.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { useView } from "../../../stores/view.ts";
import { classNames } from "../../../ui/class-names.ts";
import { formatDuration } from "../../../ui/figures.ts";
import { ProgressDot } from "../../../ui/ProgressDot.tsx";
import { useRovingFocus } from "../../../ui/use-roving-focus.ts";
import { VisuallyHidden } from "../../../ui/VisuallyHidden.tsx";
import { useVariantRun } from "../runs/use-variant-run.ts";
import { useFocusedVariant } from "../runs/use-variants.ts";
import { goToVariant } from "../runs/variant-actions.ts";
import { modelToShow } from "./ModelPicker.tsx";
import styles from "./VariantTabs.module.css";

interface VariantTabsProps {
  variants: readonly VariantDraft[];
  /** The prompt is one more place to go to, where there is no room for it beside the answers. */
  withPrompt: boolean;
}

/**
 * All variants at a glance, each with its model and how its run stands, to go to: where only one has room, and where so many
 * stand side by side that most are out of sight.
 */
export function VariantTabs({ variants, withPrompt }: VariantTabsProps) {
  const focused = useFocusedVariant();
  const inFront = useView((state) => state.promptInFront) && withPrompt;
  const roving = useRovingFocus<HTMLUListElement>("across");
  return (
    <nav aria-label="Variants at a glance">
      <ul className={styles["tabs"]} {...roving}>
        {withPrompt && (
          <li className={styles["place"]}>
            <button
              type="button"
              data-item
              className={classNames(styles["tab"], styles["prompt"])}
              aria-current={inFront}
              onClick={() => useView.getState().setInFront({ promptInFront: true })}
            >
              <FileText aria-hidden="true" size={14} />
              Prompt
            </button>
          </li>
        )}
        {variants.map((variant, index) => (
          <li key={variant.id} className={styles["place"]}>
            <VariantTab
              variant={variant}
              index={index}
              isAlone={variants.length === 1}
              isCurrent={!inFront && variant.id === focused.id}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface VariantTabProps {
  variant: VariantDraft;
  index: number;
  isAlone: boolean;
  isCurrent: boolean;
}

function VariantTab({ variant, index, isAlone, isCurrent }: VariantTabProps) {
  const view = usePreview((state) => state.views[variant.id]);
  const providers = useSettings((state) => state.settings?.providers) ?? [];
  const open = useDraft((state) => state.draft.openPrompt);
  const model = modelToShow(variant, view, providers);
  const version = view?.preview?.resolved?.prompt.version;
  const title = variant.name ?? model ?? (model === null ? "…" : "no model");
  return (
    <button
      type="button"
      data-item
      className={styles["tab"]}
      aria-current={isCurrent}
      title={[letterAt(index), variant.name, model].filter(Boolean).join(" · ")}
      onClick={() => {
        useView.getState().setInFront({ promptInFront: false });
        goToVariant(variant.id);
      }}
    >
      <b className={styles["letter"]}>{isAlone ? "Answer" : letterAt(index)}</b>
      {!isAlone && <span className={styles["model"]}>{title}</span>}
      {isPinned(variant, open) && version && <span className={styles["pin"]}>v{version}</span>}
      <RunSign variantId={variant.id} />
    </button>
  );
}

/** How the variant's run stands: under way, answered and in which time, or not. */
function RunSign({ variantId }: { variantId: string }) {
  const run = useVariantRun(variantId);
  if (!run) return null;
  if (isRunning(run)) {
    return (
      <>
        <ProgressDot tone="accent" active />
        <VisuallyHidden>running</VisuallyHidden>
      </>
    );
  }
  const end = runEnd(run);
  return (
    <span className={classNames(styles["sign"], end && styles[end])}>
      {end === "answered" ? <Check aria-label="done" size={13} /> : <X aria-label={end} size={13} />}
      {run.metrics && <span className={styles["time"]}>{formatDuration(run.metrics.totalMs)}</span>}
    </span>
  );
}
