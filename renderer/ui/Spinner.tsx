import styles from "./Spinner.module.css";
import { VisuallyHidden } from "./VisuallyHidden.tsx";

/** Something is under way; `label` says what. */
export function Spinner({ label }: { label: string }) {
  return (
    <span className={styles["spinner"]} role="status">
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  );
}
