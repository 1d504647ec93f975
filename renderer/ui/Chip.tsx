import type { ComponentProps } from "react";
import styles from "./Chip.module.css";
import { classNames } from "./class-names.ts";

interface ChipProps extends ComponentProps<"span"> {
  tone?: "neutral" | "ok" | "warn" | "bad" | "accent" | "variable";
  mono?: boolean;
}

/** A small pill with a word or a figure: a label, a tag, a count. A colour never stands without the word. */
export function Chip({ tone = "neutral", mono = false, className, ...rest }: ChipProps) {
  return <span className={classNames(styles["chip"], styles[tone], mono && styles["mono"], className)} {...rest} />;
}
