import { useDraft } from "../../../stores/draft.ts";
import { RunBar } from "./RunBar.tsx";
import { VariantColumn } from "./VariantColumn.tsx";
import styles from "./VariantsArea.module.css";

/** The run bar and one column for each variant, side by side. */
export function VariantsArea() {
  const variants = useDraft((state) => state.draft.variants);
  return (
    <section className={styles["area"]} aria-label="Variants">
      <RunBar />
      <div className={styles["columns"]}>
        {variants.map((variant) => (
          <VariantColumn key={variant.id} variant={variant} />
        ))}
      </div>
    </section>
  );
}
