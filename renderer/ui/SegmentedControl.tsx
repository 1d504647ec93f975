import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./SegmentedControl.module.css";

export interface Segment<Value extends string> {
  value: Value;
  label: ReactNode;
  /** The accessible name where the label is an icon. */
  name?: string;
}

interface SegmentedControlProps<Value extends string> {
  label: string;
  value: Value;
  segments: readonly Segment<Value>[];
  onChange(value: Value): void;
  /** For a hint that stands elsewhere. */
  describedBy?: string;
  /** `small` fits into a line of tabs. */
  size?: "normal" | "small";
}

/** One of two to four choices, all in sight. Arrow keys move. */
export function SegmentedControl<Value extends string>({
  label,
  value,
  segments,
  onChange,
  describedBy,
  size = "normal",
}: SegmentedControlProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      className={classNames(styles["group"], size === "small" && styles["small"])}
      aria-label={label}
      aria-describedby={describedBy}
      value={value}
      onValueChange={(next) => {
        const chosen = segments.find((segment) => segment.value === next);
        if (chosen) onChange(chosen.value);
      }}
    >
      {segments.map((segment) => (
        <ToggleGroup.Item
          key={segment.value}
          value={segment.value}
          className={styles["segment"]}
          aria-label={segment.name}
        >
          {segment.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
