import type { GridCheck } from "@shared/domain/experiment/grid.ts";
import { memo } from "react";
import { classNames } from "../../../ui/class-names.ts";
import { checkWords } from "./cell-words.ts";
import styles from "./ExperimentGrid.module.css";
import { mostSquares } from "./grid-size.ts";

interface CheckSquaresProps {
  /** Stands before them; null where they are in their variant's own cell. */
  letter: string | null;
  checks: readonly GridCheck[];
  /** How many there will be. */
  planned: number;
}

/** A square a check: filled passes, with × fails, empty has not run, dashed gave no score. */
export const CheckSquares = memo(function CheckSquares({ letter, checks, planned }: CheckSquaresProps) {
  const shown = checks.slice(0, mostSquares);
  const words = checks.length === 0 ? "not run yet" : checks.map(checkWords).join("; ");
  return (
    <span className={styles["squares"]} role="img" aria-label={`${letter ?? "Checks"}: ${words}`} title={words}>
      {letter !== null && <span className={styles["squareLetter"]}>{letter}</span>}
      {shown.map((check, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: checks stand in the order of the set-up
        <span key={index} className={classNames(styles["square"], styles[squareOf(check)])} />
      ))}
      {Array.from({ length: Math.max(0, Math.min(planned, mostSquares) - shown.length) }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: empty ones are alike
        <span key={`empty ${index}`} className={styles["square"]} />
      ))}
    </span>
  );
});

function squareOf({ passed, value, error }: GridCheck): "passes" | "fails" | "missing" | "measured" | "empty" {
  if (error !== undefined) return "missing";
  if (passed === null) return value === null ? "empty" : "measured";
  return passed ? "passes" : "fails";
}
