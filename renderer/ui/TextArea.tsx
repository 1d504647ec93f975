import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import styles from "./TextArea.module.css";

interface TextAreaProps extends Omit<ComponentProps<"textarea">, "onChange" | "value"> {
  value: string;
  onChange(value: string): void;
  mono?: boolean;
  /** Amber frame: something is missing here. Say so in words as well. */
  attention?: boolean;
  /** Grows with its text up to this many lines, then scrolls. */
  maxLines?: 4 | 12 | 24;
}

/** Text of one or more lines that grows with its content. Give it a label. */
export function TextArea({ value, onChange, mono, attention, maxLines = 12, className, ...rest }: TextAreaProps) {
  return (
    <textarea
      rows={1}
      spellCheck={false}
      dir="auto"
      {...rest}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={classNames(
        styles["area"],
        styles[`lines${maxLines}`],
        mono && styles["mono"],
        attention && styles["attention"],
        className,
      )}
    />
  );
}
