import type { ReactNode } from "react";
import styles from "./SettingsSection.module.css";

interface SettingsSectionProps {
  /** The name `useApp().show("settings", id)` uses. */
  id: string;
  title: string;
  text?: ReactNode;
  /** Right of the title: the state in a word. */
  state?: ReactNode;
  children: ReactNode;
}

/** One card of the settings view. */
export function SettingsSection({ id, title, text, state, children }: SettingsSectionProps) {
  const titleId = `settings-${id}-title`;
  return (
    <section id={`settings-${id}`} className={styles["section"]} aria-labelledby={titleId} tabIndex={-1}>
      <header className={styles["header"]}>
        <h3 id={titleId} className={styles["title"]}>
          {title}
        </h3>
        {state}
      </header>
      {text === undefined ? null : <p className={styles["text"]}>{text}</p>}
      {children}
    </section>
  );
}
