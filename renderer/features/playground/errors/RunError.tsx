import { errorProps } from "../../../stores/error-props.ts";
import type { RunView } from "../../../stores/run/runs.ts";
import { ErrorCard } from "../../../ui/ErrorCard.tsx";
import { runVariant } from "../runs/run-actions.ts";
import { ErrorActions } from "./ErrorActions.tsx";
import { stageNames } from "./stage-names.ts";

/** Why a run did not come to a good end: what, where, the other side's words, and the ways out. */
export function RunError({ variantId, run }: { variantId: string; run: RunView }) {
  const { outcome } = run;
  const failed = outcome && "error" in outcome && outcome.kind !== "cancelled" ? outcome.error : undefined;
  const error = failed ?? run.error;
  if (!error) return null;
  const props = errorProps(error);
  return (
    <ErrorCard
      {...props}
      stage={props.stage && stageNames[props.stage]}
      actions={
        <ErrorActions
          error={error}
          variantId={variantId}
          failedAt={run.endedAt}
          onRetry={() => runVariant(variantId)}
        />
      }
    />
  );
}
