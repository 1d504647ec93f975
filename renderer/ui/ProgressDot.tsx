import { classNames } from "./class-names.ts";
import styles from "./ProgressDot.module.css";

interface ProgressDotProps {
  tone?: "ok" | "warn" | "bad" | "accent" | "neutral";
  /** Pulses while work is under way. */
  active?: boolean;
}

/** A coloured dot beside a word that says the same. */
export function ProgressDot({ tone = "neutral", active = false }: ProgressDotProps) {
  return <span aria-hidden="true" className={classNames(styles["dot"], styles[tone], active && styles["active"])} />;
}
