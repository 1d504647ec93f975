import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { isSample } from "@shared/domain/run/sample-plan.ts";
import type { ProviderView } from "@shared/domain/settings.ts";
import { Copy, Play, Square, X } from "lucide-react";
import { memo } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePreview } from "../../../stores/draft/preview.ts";
import { isUnlinked, promptOfVariant } from "../../../stores/draft/variant-list.ts";
import { answerNumber, useCompare } from "../../../stores/run/compare.ts";
import { isRunning, useRuns } from "../../../stores/run/runs.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { Chip } from "../../../ui/Chip.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { VisuallyHidden } from "../../../ui/VisuallyHidden.tsx";
import { runVariant } from "../runs/run-actions.ts";
import { duplicateVariant, removeVariant, toggleMaximised } from "../runs/variant-actions.ts";
import { ModelPicker, modelToShow } from "./ModelPicker.tsx";
import { ParametersPopover } from "./ParametersPopover.tsx";
import { definitionSummary, parameterSummary } from "./plan-summary.ts";
import { VariantBadge } from "./VariantBadge.tsx";
import styles from "./VariantColumn.module.css";
import { VariantMenu } from "./VariantMenu.tsx";
import { VersionPin } from "./VersionPin.tsx";

const noProviders: readonly ProviderView[] = [];

interface VariantHeaderProps {
  variant: VariantDraft;
  index: number;
  /** For who goes from heading to heading; others read the letter and the model. */
  title: string;
}

/** Which model runs and why this one, what is sent with it, and what can be done with the variant. */
export const VariantHeader = memo(function VariantHeader({ variant, index, title }: VariantHeaderProps) {
  const { id } = variant;
  const view = usePreview((state) => state.views[id]);
  const several = useDraft((state) => state.draft.variants.length > 1);
  const open = useDraft((state) => state.draft.openPrompt);
  const won = useCompare((state) => state.blind?.chosen === id);
  const answer = useCompare(({ blind }) => blind && answerNumber(blind, id));
  const providers = useSettings((state) => state.settings?.providers) ?? noProviders;
  const plan = view?.preview?.plan;
  const isOfSeveral = (view?.preview?.apis?.length ?? 0) > 1;
  const definitions = plan && definitionSummary(plan);
  const facts = plan
    ? [plan.route.providerLabel, ...parameterSummary(plan)].join(" · ")
    : (view?.preview?.error?.message ?? "");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu has the same for the keyboard
    <header
      className={styles["header"]}
      onDoubleClick={({ target }) => {
        const onControl = target instanceof Element && target.closest("button, input") !== null;
        if (!onControl && several) toggleMaximised(id);
      }}
    >
      <h2>
        <VisuallyHidden>{title}</VisuallyHidden>
      </h2>
      <div className={styles["top"]}>
        {(several || variant.name !== undefined) && <VariantBadge variant={variant} index={index} />}
        <ModelPicker variant={variant} shown={modelToShow(variant, view, providers)} />
        <span className={styles["actions"]}>
          <ParametersPopover variant={variant} />
          <IconButton
            size="small"
            label="Duplicate this variant"
            icon={<Copy aria-hidden="true" />}
            onClick={() => duplicateVariant(id)}
          />
          <VariantMenu variant={variant} index={index} />
          {several && (
            <IconButton
              size="small"
              label="Remove this variant"
              icon={<X aria-hidden="true" />}
              onClick={() => removeVariant(id)}
            />
          )}
        </span>
      </div>
      <div className={styles["facts"]}>
        {view?.preview?.resolved?.edited && <Chip tone="warn">edit</Chip>}
        {promptOfVariant(variant, open) !== open && (
          <VersionPin variant={variant} shown={view?.preview?.resolved?.prompt.version} />
        )}
        {isUnlinked(variant, open) && <Chip tone="variable">own values</Chip>}
        {plan && <Chip title={plan.route.rule}>{plan.route.source}</Chip>}
        <span className={styles["what"]} title={facts}>
          {facts}
        </span>
        {definitions && (
          <Chip className={styles["yields"]} title="Sent with the messages">
            {definitions}
          </Chip>
        )}
        {plan?.apiChoice && isOfSeveral && (
          <Chip className={styles["api"]} title={`Asked in this API: ${plan.apiChoice.because}`}>
            {plan.apiChoice.label}
          </Chip>
        )}
        {plan && isSample(plan) && <Chip tone="warn">no model is called</Chip>}
        {answer !== null && <Chip tone={won ? "ok" : "neutral"}>{`answer ${answer}${won ? " · chosen" : ""}`}</Chip>}
        <RunOne variantId={id} several={several} />
      </div>
    </header>
  );
});

/** Runs or stops this variant alone. */
function RunOne({ variantId, several }: { variantId: string; several: boolean }) {
  const running = useRuns((state) => state.repetitions[variantId]?.some(isRunning) ?? false);
  const stop = useRuns((state) => state.stop);
  if (!several) return null;
  return (
    <IconButton
      size="small"
      className={styles["runOne"]}
      label={running ? "Stop this variant" : "Run this variant"}
      icon={running ? <Square aria-hidden="true" /> : <Play aria-hidden="true" />}
      onClick={() => (running ? stop(variantId) : runVariant(variantId))}
    />
  );
}
