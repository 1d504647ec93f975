import { useCompare } from "../../../stores/run/compare.ts";
import { useRuns } from "../../../stores/run/runs.ts";
import { Button } from "../../../ui/Button.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { useIsBlind } from "../compare/blind-vote.ts";
import { bringBackVariant } from "../runs/variant-actions.ts";
import styles from "./VariantsArea.module.css";

/** Says that a variant was taken away, and brings it back with its answer. */
export function RemovedNotice() {
  const { removed, set } = useCompare();
  const blind = useIsBlind();
  // It names a model, which may be one that is voted on.
  if (!removed || blind) return null;
  const { variant } = removed;
  return (
    <div className={styles["notice"]}>
      <Notice
        actions={
          <Button size="small" onClick={bringBackVariant}>
            Bring it back
          </Button>
        }
        onDismiss={() => {
          useRuns.getState().forget(variant.id);
          set({ removed: null });
        }}
      >
        <span role="status">Variant {variant.name ?? variant.modelOverride ?? ""} removed.</span>
      </Notice>
    </div>
  );
}
