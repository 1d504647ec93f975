import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./Tabs.module.css";

export interface TabItem {
  id: string;
  label: ReactNode;
  /** Built only while the tab is chosen. */
  content: ReactNode;
}

interface TabsProps {
  /** What the tabs are about, for screen readers. */
  label: string;
  tabs: TabItem[];
  value: string;
  onChange(id: string): void;
  /** Stands right of the tabs, in their line. */
  end?: ReactNode;
  className?: string | undefined;
}

/** Underlined tabs over a panel that fills the rest and scrolls. Arrow keys move, Home and End jump. */
export function Tabs({ label, tabs, value, onChange, end, className }: TabsProps) {
  return (
    <Radix.Root className={classNames(styles["tabs"], className)} value={value} onValueChange={onChange}>
      <div className={styles["bar"]}>
        <Radix.List className={classNames(styles["list"], tabs.length >= 5 && styles["many"])} aria-label={label}>
          {tabs.map((tab) => (
            <Radix.Trigger key={tab.id} value={tab.id} className={styles["tab"]}>
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {end}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className={styles["panel"]}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
