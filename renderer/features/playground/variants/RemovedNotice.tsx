import { useEffect, useState } from "react";
import { letGoOfRemoved, useCompare } from "../../../stores/run/compare.ts";
import { Button } from "../../../ui/Button.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { useIsBlind } from "../compare/blind-vote.ts";
import { bringBackVariant } from "../runs/variant-actions.ts";
import styles from "./VariantsArea.module.css";

/** Milliseconds for which a removed variant is offered back. */
const offeredMs = 20_000;

/** Says that a variant was taken away, and brings it back with its answer. */
export function RemovedNotice() {
  const removed = useCompare((state) => state.removed);
  const blind = useIsBlind();
  const [held, setHeld] = useState(false);
  // The offer ends by itself, but not under the hand that reaches for it.
  useEffect(() => {
    if (!removed || held) return;
    const timer = setTimeout(letGoOfRemoved, offeredMs);
    return () => clearTimeout(timer);
  }, [removed, held]);
  // It names a model, which may be one that is voted on.
  if (!removed || blind) return null;
  const { variant } = removed;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only stays while somebody is at it
    <div
      className={styles["notice"]}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Notice
        actions={
          <Button size="small" onClick={bringBackVariant}>
            Bring it back
          </Button>
        }
        onDismiss={letGoOfRemoved}
      >
        <span role="status">Variant {variant.name ?? variant.modelOverride ?? ""} removed.</span>
      </Notice>
    </div>
  );
}
