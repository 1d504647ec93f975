import { Switch as Radix } from "radix-ui";
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
