import { type ReactNode, useId } from "react";
import styles from "./Section.module.css";

interface SectionProps {
  number: number;
  title: string;
  /** Beside the title, quiet. */
  note?: ReactNode;
  /** At the end of the line. */
  end?: ReactNode;
  children: ReactNode;
}

/** One of the four parts of a set-up. */
export function Section({ number, title, note, end, children }: SectionProps) {
  const id = useId();
  return (
    <section className={styles["section"]} aria-labelledby={id}>
      <div className={styles["head"]}>
        <span className={styles["number"]} aria-hidden="true">
          {number}
        </span>
        <h2 className={styles["title"]} id={id}>
          {title}
        </h2>
        {note !== undefined && <span className={styles["note"]}>{note}</span>}
        <span className={styles["space"]} />
        {end}
      </div>
      {children}
    </section>
  );
}
