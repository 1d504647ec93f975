import { useDraft } from "../../../stores/draft/draft.ts";
import { isUnlinked, variantTitle } from "../../../stores/draft/variant-list.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { useFocusedVariant } from "../runs/use-variants.ts";
import { toggleOwnValues } from "../runs/variant-actions.ts";
import styles from "./VariablesFields.module.css";

/** Says when the fields hold the values of one variant and not the shared ones. */
export function OwnValuesNotice() {
  const variant = useFocusedVariant();
  const unlinked = useDraft((state) => isUnlinked(variant, state.draft.openPrompt));
  const title = useDraft((state) => variantTitle(state.draft.variants, variant.id));
  if (!unlinked) return null;
  return (
    <Notice tone="accent">
      <p role="status">Values of variant {title} alone.</p>
      <button type="button" className={styles["inline"]} onClick={() => toggleOwnValues(variant.id)}>
        Share the others’ again
      </button>
    </Notice>
  );
}
