import { Switch as Radix } from "radix-ui";
import type { ReactNode } from "react";
import styles from "./Switch.module.css";

interface SwitchProps {
  /** The accessible name; the visible text stands beside it. */
  label: string;
  checked: boolean;
  onChange(checked: boolean): void;
  disabled?: boolean;
  id?: string;
}

/** On or off, at once. */
export function Switch({ label, checked, onChange, disabled = false, id }: SwitchProps) {
  return (
    <Radix.Root
      className={styles["switch"]}
      aria-label={label}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      {...(id === undefined ? {} : { id })}
    >
      <Radix.Thumb className={styles["thumb"]} />
    </Radix.Root>
  );
}

/** The words that stand beside a switch, around both: they switch it too. */
export function SwitchLabel({ className, children }: { className: string | undefined; children: ReactNode }) {
  // biome-ignore lint/a11y/noLabelWithoutControl: the switch is among the children
  return <label className={className}>{children}</label>;
}
