import type { DiffForm } from "../../../stores/run/compare.ts";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { Switch, SwitchLabel } from "../../../ui/Switch.tsx";
import styles from "./compare.module.css";

const forms: { value: DiffForm; label: string }[] = [
  { value: "words", label: "Words" },
  { value: "lines", label: "Lines" },
  { value: "json", label: "JSON paths" },
];

interface DiffControlsProps {
  form: DiffForm;
  folded: boolean;
  onForm(form: DiffForm): void;
  onFolded(folded: boolean): void;
}

/** How answers are compared, and whether what is the same is shown. */
export function DiffControls({ form, folded, onForm, onFolded }: DiffControlsProps) {
  return (
    <>
      <SegmentedControl label="Compare by" value={form} segments={forms} onChange={onForm} />
      {form !== "json" && (
        <SwitchLabel className={styles["fold"]}>
          <Switch label="Fold what is the same" checked={folded} onChange={onFolded} />
          Fold
        </SwitchLabel>
      )}
    </>
  );
}
