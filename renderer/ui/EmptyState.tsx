import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";

interface EmptyStateProps {
  icon?: ReactNode;
  /** One sentence. */
  text: ReactNode;
  /** One button. */
  action?: ReactNode;
}

/** What stands where nothing is yet: one sentence, one button. */
export function EmptyState({ icon, text, action }: EmptyStateProps) {
  return (
    <div className={styles["empty"]}>
      {icon}
      <p>{text}</p>
      {action}
    </div>
  );
}
