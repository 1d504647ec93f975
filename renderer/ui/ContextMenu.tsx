import { ContextMenu as Radix } from "radix-ui";
import { type ReactElement, use } from "react";
import { FloatingPlace } from "./floating-place.ts";
import styles from "./Menu.module.css";

export interface ContextEntry {
  id: string;
  label: string;
  disabled?: boolean;
  onSelect(): void;
}

interface ContextMenuProps {
  /** What the menu is about, for screen readers. */
  label: string;
  entries: readonly ContextEntry[];
  /** The element that is clicked with the right button, or has the focus when the menu key is pressed. */
  children: ReactElement;
}

/** A menu where the pointer is. Not modal, as `Menu`. */
export function ContextMenu({ label, entries, children }: ContextMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={use(FloatingPlace)}>
        <Radix.Content className={styles["menu"]} collisionPadding={8} loop aria-label={label}>
          {entries.map(({ id, label: text, disabled, onSelect }) => (
            <Radix.Item key={id} className={styles["item"]} disabled={disabled ?? false} onSelect={onSelect}>
              <span className={styles["text"]}>
                <span className={styles["label"]}>{text}</span>
              </span>
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
