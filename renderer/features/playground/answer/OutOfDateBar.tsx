import type { AskedChange } from "@shared/domain/run/asked-changes.ts";
import { History } from "lucide-react";
import { Button } from "../../../ui/Button.tsx";
import styles from "./OutOfDateBar.module.css";

interface OutOfDateBarProps {
  changes: readonly AskedChange[];
  onRunAgain(): void;
}

/** Says over an answer that it is not the answer to what is shown now, and what has changed since. */
export function OutOfDateBar({ changes, onRunAgain }: OutOfDateBarProps) {
  const all = changes.map(({ text }) => text).join(", ");
  return (
    <div className={styles["bar"]} role="note" title={`Since then: ${all}`}>
      <History aria-hidden="true" size={13} />
      <strong className={styles["word"]}>Out of date</strong>
      <span className={styles["what"]}>· {all}</span>
      <Button size="small" onClick={onRunAgain}>
        Run again
      </Button>
    </div>
  );
}
