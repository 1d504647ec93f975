import { type DiffForm, useCompare } from "../../../stores/compare.ts";
import { useDraft } from "../../../stores/draft.ts";
import { letterAt } from "../../../stores/variant-list.ts";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { Select } from "../../../ui/Select.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import styles from "./compare.module.css";
import { useBase } from "./use-base.ts";

const forms: { value: DiffForm; label: string }[] = [
  { value: "words", label: "Words" },
  { value: "lines", label: "Lines" },
  { value: "json", label: "JSON paths" },
];

/** Against which answer the others are compared, and how. */
export function DiffBar() {
  const { form, folded, set } = useCompare();
  const base = useBase();
  return (
    <section className={styles["line"]} aria-label="Output diff">
      <BaseSelect label="Compare with" base={base} />
      <SegmentedControl label="Compare by" value={form} segments={forms} onChange={(next) => set({ form: next })} />
      {form !== "json" && (
        <span className={styles["fold"]}>
          <Switch label="Fold what is the same" checked={folded} onChange={(next) => set({ folded: next })} />
          Fold
        </span>
      )}
    </section>
  );
}

/** The choice of the variant that the others are compared with. */
export function BaseSelect({ label, base }: { label: string; base: string }) {
  const variants = useDraft((state) => state.draft.variants);
  const set = useCompare((state) => state.set);
  const options = variants.map(({ id, name }, index) => ({
    value: id,
    label: name === undefined ? `Base ${letterAt(index)}` : `Base ${letterAt(index)} · ${name}`,
  }));
  return (
    <Select
      className={styles["base"]}
      data-autofocus
      aria-label={label}
      value={base}
      options={options}
      onChange={(id) => set({ base: id })}
    />
  );
}
