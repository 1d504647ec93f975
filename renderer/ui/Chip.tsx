import type { ComponentProps } from "react";
import styles from "./Chip.module.css";
import { classNames } from "./class-names.ts";

interface ChipProps extends ComponentProps<"span"> {
  tone?: "neutral" | "ok" | "warn" | "bad" | "accent" | "variable";
  mono?: boolean;
}

/**
 * A small pill with a word or a figure: a label, a tag, a count. A colour never stands without the word. What has no room
 * ends in an ellipsis, and the hint says the whole of it.
 */
export function Chip({ tone = "neutral", mono = false, className, children, ...rest }: ChipProps) {
  const isText = typeof children === "string";
  return (
    <span
      className={classNames(styles["chip"], styles[tone], mono && styles["mono"], className)}
      title={isText ? children : undefined}
      {...rest}
    >
      {isText ? <span className={styles["text"]}>{children}</span> : children}
    </span>
  );
}
