import { ArrowRightLeft, CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./NoteList.module.css";

const icons = {
  good: <CircleCheck aria-hidden="true" />,
  changed: <ArrowRightLeft aria-hidden="true" />,
  lost: <TriangleAlert aria-hidden="true" />,
  bad: <CircleAlert aria-hidden="true" />,
};

export type NoteTone = keyof typeof icons;

/** What is kept, changed, lost or refused, a line each. Not there while it has no lines. */
export function NoteList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={styles["notes"]} aria-label={label}>
      {children}
    </ul>
  );
}

/** One line of a `NoteList`; the word before it says what its sign says. */
export function Note({ tone, word, children }: { tone: NoteTone; word?: string; children: ReactNode }) {
  return (
    <li className={classNames(styles["note"], styles[tone])}>
      {icons[tone]}
      <span>
        {word !== undefined && <span className={styles["word"]}>{word} </span>}
        {children}
      </span>
    </li>
  );
}
