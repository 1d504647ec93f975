import type { ReactNode } from "react";
import styles from "./PanelHeader.module.css";

interface PanelHeaderProps {
  title: ReactNode;
  /** Ties a region to its heading with `aria-labelledby`. */
  id?: string;
  /** Right: chips, icon buttons. */
  children?: ReactNode;
}

/** The small uppercase heading line of a panel. */
export function PanelHeader({ title, id, children }: PanelHeaderProps) {
  return (
    <div className={styles["header"]}>
      <h2 className={styles["title"]} id={id}>
        {title}
      </h2>
      {children === undefined ? null : <div className={styles["end"]}>{children}</div>}
    </div>
  );
}
