import type { ComponentProps, ReactNode } from "react";
import { classNames } from "../../../../ui/class-names.ts";
import styles from "./SourceCards.module.css";

export interface SourceCardProps extends Omit<ComponentProps<"button">, "title"> {
  icon: ReactNode;
  title: string;
  note: string | undefined;
  chosen: boolean | undefined;
}

/** One source of rows. Works as a trigger of menus and popovers. */
export function SourceCard({ icon, title, note, chosen, className, ...rest }: SourceCardProps) {
  return (
    <button
      type="button"
      className={classNames(styles["card"], chosen && styles["chosen"], className)}
      aria-pressed={chosen === true}
      {...rest}
    >
      <span className={styles["cardTitle"]}>
        {icon}
        {title}
      </span>
      <span className={styles["cardNote"]}>{note}</span>
    </button>
  );
}
