import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./TextField.module.css";

interface TextFieldProps extends Omit<ComponentProps<"input">, "onChange" | "value"> {
  value: string;
  onChange(value: string): void;
  mono?: boolean;
  /** Amber frame: something is missing here. Say so in words as well. */
  attention?: boolean;
  /** Inside the field, left. */
  icon?: ReactNode;
  /** Inside the field, right. */
  end?: ReactNode;
}

/** One line of text. Give it a label (`Field`, `<label>` or `aria-label`). */
export function TextField({ value, onChange, mono, attention, icon, end, className, ...rest }: TextFieldProps) {
  return (
    <span className={classNames(styles["frame"], attention && styles["attention"], className)}>
      {icon}
      <input
        spellCheck={false}
        autoComplete="off"
        dir="auto"
        {...rest}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={classNames(styles["input"], mono && styles["mono"])}
      />
      {end}
    </span>
  );
}
