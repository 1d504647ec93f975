import { TriangleAlert } from "lucide-react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePreview } from "../../../stores/draft/preview.ts";
import { useView } from "../../../stores/view.ts";
import { roomNow } from "../../../ui/window-form.ts";
import { useFocusedVariant } from "../runs/use-variants.ts";
import styles from "./VariantsArea.module.css";

/** What of the prompt has no value yet, beside Run; a click goes to its field. */
export function MissingNote() {
  const variant = useFocusedVariant();
  const compiled = usePreview((state) => state.views[variant.id]?.preview?.compiled);
  const hasPrompt = useDraft((state) => state.draft.openPrompt !== null);
  const names = [...(compiled?.unresolvedPlaceholders ?? []), ...(compiled?.missingVariables ?? [])];
  const [first] = names;
  if (!hasPrompt || first === undefined) return null;
  return (
    <button
      type="button"
      className={styles["missing"]}
      title={`${names.join(", ")}: nothing is given. Go to the field.`}
      onClick={() => goToField(first)}
    >
      <TriangleAlert aria-hidden="true" size={13} />
      <span className={styles["missingText"]}>
        <span className={styles["missingName"]}>{names.length === 1 ? first : `${names.length} values`}</span> not set
      </span>
      <span className={styles["missingCount"]} aria-hidden="true">
        {names.length}
      </span>
    </button>
  );
}

function goToField(name: string): void {
  const { setPromptTab, setInFront } = useView.getState();
  const { form } = roomNow();
  if (form === "small") setInFront({ promptInFront: true });
  if (form === "small" || form === "narrow") setPromptTab("values");
  // The field may have to be drawn first.
  requestAnimationFrame(() => focusField(name));
}

function focusField(name: string): void {
  const field = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
  const target = field?.matches("input, textarea") ? field : field?.querySelector<HTMLElement>("button, textarea");
  field?.scrollIntoView({ block: "nearest" });
  target?.focus();
}
