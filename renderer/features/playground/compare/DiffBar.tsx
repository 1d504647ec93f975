import { useDraft } from "../../../stores/draft/draft.ts";
import { letterAt } from "../../../stores/draft/variant-list.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { Select } from "../../../ui/Select.tsx";
import styles from "./compare.module.css";
import { DiffControls } from "./DiffControls.tsx";
import { useBase } from "./use-base.ts";

/** Against which answer the others are compared, and how. */
export function DiffBar() {
  const { form, folded, set } = useCompare();
  const base = useBase();
  return (
    <section className={styles["line"]} aria-label="Output diff">
      <BaseSelect label="Compare with" base={base} />
      <DiffControls
        form={form}
        folded={folded}
        onForm={(next) => set({ form: next })}
        onFolded={(next) => set({ folded: next })}
      />
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
