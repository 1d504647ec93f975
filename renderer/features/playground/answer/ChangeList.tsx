import type { AskedChange } from "@shared/domain/run/asked-changes.ts";
import styles from "./OutOfDateBar.module.css";

/** All that a person has changed since an answer was asked for, one thing a line. */
export function ChangeList({ changes }: { changes: readonly AskedChange[] }) {
  return (
    <span className={styles["list"]}>
      <b>Changed since this answer</b>
      {changes.map(({ text, detail }) => (
        <span key={text}>
          {text}
          {detail !== undefined && <span className={styles["detail"]}>: {detail}</span>}
        </span>
      ))}
    </span>
  );
}
