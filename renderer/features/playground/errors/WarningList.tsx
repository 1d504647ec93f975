import type { Warning } from "@shared/domain/error/error.ts";
import { Info } from "lucide-react";
import styles from "./WarningList.module.css";

/** What is worth telling and stops nothing; quiet on purpose. */
export function WarningList({ warnings }: { warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul className={styles["list"]} aria-label="Warnings">
      {warnings.map((warning) => (
        <li key={`${warning.code} ${warning.subject ?? ""} ${warning.message}`} className={styles["item"]}>
          <Info aria-hidden="true" size={13} />
          <span>{warning.message}</span>
        </li>
      ))}
    </ul>
  );
}
