import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./IconButton.tsx";
import styles from "./ViewHeader.module.css";

interface ViewHeaderProps {
  title: string;
  /** Of the title, for what it names. */
  id?: string;
  /** A way back stands before the title. */
  back?: { label: string; onGo(): void };
  /** Behind the title. */
  beside?: ReactNode;
  /** Nothing divides it from what is below, as tabs do themselves. */
  open?: boolean;
  /** At the end: what can be done with the view. */
  children?: ReactNode;
}

/** The line above a view: what it is called, how it stands, and what can be done with all of it. */
export function ViewHeader({ title, id, back, beside, open = false, children }: ViewHeaderProps) {
  return (
    <header className={open ? styles["header"] : `${styles["header"]} ${styles["line"]}`}>
      {back && <IconButton label={back.label} icon={<ArrowLeft aria-hidden="true" />} onClick={back.onGo} />}
      <h2 id={id} className={styles["title"]} title={title}>
        {title}
      </h2>
      {beside}
      <span className={styles["space"]} />
      {children}
    </header>
  );
}
