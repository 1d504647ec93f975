import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import styles from "./Select.module.css";

export interface SelectOption {
  value: string;
  label: string;
}

interface SelectProps extends Omit<ComponentProps<"select">, "onChange" | "value" | "children"> {
  value: string;
  options: readonly SelectOption[];
  onChange(value: string): void;
}

/** A choice from a list, on the browser's own select. Give it a label. */
export function Select({ value, options, onChange, className, ...rest }: SelectProps) {
  return (
    <span className={classNames(styles["frame"], className)}>
      <select {...rest} className={styles["select"]} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden="true" />
    </span>
  );
}
