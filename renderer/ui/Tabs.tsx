import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Boundary } from "./Boundary.tsx";
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
  /** Names what all tabs are of: when it is another, a tab that could not be shown is tried again. */
  about?: unknown;
  /** Stands right of the tabs, in their line. */
  end?: ReactNode;
  className?: string | undefined;
}

/** Underlined tabs over a panel that fills the rest and scrolls; what cannot be drawn costs its own tab. Arrow keys move, Home and End jump. */
export function Tabs({ label, tabs, value, onChange, about, end, className }: TabsProps) {
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
          <Boundary what={typeof tab.label === "string" ? tab.label : "This tab"} about={about}>
            {tab.content}
          </Boundary>
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
