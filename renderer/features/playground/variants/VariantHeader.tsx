import type { VariantDraft } from "@shared/domain/draft.ts";
import type { RequestPlan } from "@shared/domain/request-plan.ts";
import type { PreviewView } from "../../../stores/preview.ts";
import { Chip } from "../../../ui/Chip.tsx";
import { ModelPicker } from "./ModelPicker.tsx";
import { ParametersPopover } from "./ParametersPopover.tsx";
import styles from "./VariantColumn.module.css";

interface VariantHeaderProps {
  variant: VariantDraft;
  view: PreviewView | undefined;
}

/** Which model runs and why this one, and what is sent with it. */
export function VariantHeader({ variant, view }: VariantHeaderProps) {
  const plan = view?.preview?.plan;
  return (
    <header className={styles["header"]}>
      <div className={styles["top"]}>
        <ModelPicker variant={variant} shown={plan?.route.model ?? variant.modelOverride ?? undefined} />
        <ParametersPopover variant={variant} />
      </div>
      <div className={styles["facts"]}>
        {plan ? (
          <>
            <span>{[plan.route.providerLabel, ...parameterSummary(plan)].join(" · ")}</span>
            <Chip title={plan.route.rule}>{plan.route.source}</Chip>
          </>
        ) : (
          <span>{view?.preview?.error?.message}</span>
        )}
        {plan?.route.provider === "demo" && <Chip tone="warn">no model is called</Chip>}
      </div>
    </header>
  );
}

const shortNames: Record<string, string> = { temperature: "temp", max_tokens: "max", max_completion_tokens: "max" };

/** The sent parameters in a few words: "temp 0.2". */
function parameterSummary(plan: RequestPlan): string[] {
  const sent = plan.parameters.filter((parameter) => parameter.sent && parameter.source !== "preset");
  const plain = sent.filter(({ value }) => typeof value === "number" || typeof value === "string");
  const shown = plain.slice(0, 3).map(({ key, value }) => `${shortNames[key] ?? key} ${String(value).slice(0, 16)}`);
  const more = sent.length - shown.length;
  return more > 0 ? [...shown, `+${more}`] : shown;
}
