import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./Table.module.css";

interface TableBoxProps {
  label: string;
  className?: string | undefined;
  /** It has the focus when the dialog it stands in opens. */
  autofocus?: boolean;
  children: ReactNode;
}

/** A box in which a table scrolls, reachable by keyboard; it may hold what stands for the table until that is there. */
export function TableBox({ label, className, autofocus, children }: TableBoxProps) {
  return (
    <section
      className={classNames(styles["box"], className)}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
      {...(autofocus ? { "data-autofocus": true } : {})}
    >
      {children}
    </section>
  );
}

interface TableProps {
  /** Titles of the columns, one each; an empty one heads a column of buttons. */
  columns: readonly { title: string; figures?: boolean }[];
  /** Rows, each begun by a `RowHead`. */
  children: ReactNode;
}

export function Table({ columns, children }: TableProps) {
  return (
    <table className={styles["table"]}>
      <thead>
        <tr>
          {columns.map(({ title, figures }) =>
            title === "" ? (
              <td key="" />
            ) : (
              <th key={title} scope="col" className={figures ? styles["figure"] : undefined}>
                {title}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** What a row is about, and beside it what tells it from another of that name. */
export function RowHead({ aside, children }: { aside?: string | null | undefined; children: ReactNode }) {
  return (
    <th scope="row">
      {children}
      {aside !== null && aside !== undefined && <span className={styles["aside"]}> {aside}</span>}
    </th>
  );
}

export function FigureCell({ children }: { children: ReactNode }) {
  return <td className={styles["figure"]}>{children}</td>;
}
