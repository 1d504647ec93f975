import { type PassRule, readPassRule } from "@shared/domain/experiment/pass-rule.ts";
import type { FieldControl } from "../../../../ui/Field.tsx";
import { NumberField } from "../../../../ui/NumberField.tsx";
import { Select } from "../../../../ui/Select.tsx";
import styles from "./Evaluators.module.css";

export type RuleUnit = "share" | "time" | "tokens" | "cost" | "length";

interface RuleFieldProps {
  control: FieldControl;
  unit: RuleUnit;
  /** As the file has it: `>= 0.8`. Empty: none. */
  value: string;
  onChange(value: string | undefined): void;
}

const comparisons: readonly { value: PassRule["compare"]; label: string }[] = [
  { value: ">=", label: "at least" },
  { value: "<=", label: "at most" },
  { value: ">", label: "more than" },
  { value: "<", label: "less than" },
];
const suffix: Readonly<Record<RuleUnit, string>> = {
  share: "of 1",
  time: "s",
  tokens: "tokens",
  cost: "US dollars",
  length: "",
};

/** When a score passes: a comparison with a figure in the unit of the score. */
export function RuleField({ control, unit, value, onChange }: RuleFieldProps) {
  const rule = readPassRule(value);
  const compare = rule?.compare ?? (unit === "share" ? ">=" : "<=");
  const divisor = unit === "time" ? 1_000 : 1;
  const figure = rule ? rule.value / divisor : null;
  const write = (next: PassRule["compare"], shown: number | null) =>
    onChange(shown === null ? undefined : `${next} ${shown}${unit === "time" ? " s" : ""}`);
  return (
    <span className={styles["rule"]}>
      <Select
        aria-label="Comparison"
        value={compare}
        options={comparisons}
        onChange={(next) => write(comparisons.find((one) => one.value === next)?.value ?? compare, figure)}
      />
      <NumberField
        {...control}
        value={figure}
        min={0}
        {...(unit === "share" ? { max: 1 } : {})}
        step={unit === "share" ? 0.05 : unit === "cost" ? 0.001 : 1}
        onChange={(next) => write(compare, next)}
      />
      <span className={styles["quiet"]}>{suffix[unit]}</span>
    </span>
  );
}
