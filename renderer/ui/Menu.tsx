import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { type ReactNode, use } from "react";
import { FloatingPlace } from "./floating-place.ts";
import { Kbd } from "./Kbd.tsx";
import styles from "./Menu.module.css";

export type MenuEntry =
  | {
      id: string;
      label: ReactNode;
      /** A second, quieter line. */
      detail?: ReactNode;
      /** Right aligned and quiet: a count, a version. */
      note?: ReactNode;
      icon?: ReactNode;
      shortcut?: string | undefined;
      /** Present makes the item one of a choice. */
      checked?: boolean;
      disabled?: boolean;
      onSelect(): void;
    }
  | { id: string; separator: true }
  | { id: string; heading: ReactNode };

interface MenuProps {
  /** One element that takes a ref and props, e.g. `Button` or `IconButton`. */
  trigger: ReactNode;
  entries: MenuEntry[];
  align?: "start" | "center" | "end";
  /** What the menu is about, for screen readers; by default the trigger's name. */
  label?: string;
  /** When it is opened, e.g. to ask for what its entries are made of. */
  onOpen?: () => void;
}

/** A drop-down menu. Not modal: the modal form injects a style element, which the content security policy refuses. */
export function Menu({ trigger, entries, align = "start", label, onOpen }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} onOpenChange={(open) => open && onOpen?.()}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={use(FloatingPlace)}>
        <DropdownMenu.Content
          className={styles["menu"]}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          loop
          {...(label === undefined ? {} : { "aria-label": label })}
        >
          {entries.map(renderEntry)}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function renderEntry(entry: MenuEntry): ReactNode {
  if ("separator" in entry) return <DropdownMenu.Separator key={entry.id} className={styles["separator"]} />;
  if ("heading" in entry) {
    return (
      <DropdownMenu.Label key={entry.id} className={styles["heading"]}>
        {entry.heading}
      </DropdownMenu.Label>
    );
  }
  const shared = { className: styles["item"], disabled: entry.disabled ?? false, onSelect: entry.onSelect };
  const content = (
    <>
      {entry.icon}
      <span className={styles["text"]}>
        <span className={styles["label"]}>{entry.label}</span>
        {entry.detail === undefined ? null : <span className={styles["detail"]}>{entry.detail}</span>}
      </span>
      {entry.note === undefined ? null : <span className={styles["note"]}>{entry.note}</span>}
      {entry.shortcut === undefined ? null : <Kbd shortcut={entry.shortcut} bare />}
    </>
  );
  if (entry.checked === undefined) {
    return (
      <DropdownMenu.Item key={entry.id} {...shared}>
        {content}
      </DropdownMenu.Item>
    );
  }
  return (
    <DropdownMenu.CheckboxItem key={entry.id} {...shared} checked={entry.checked}>
      <span className={styles["check"]}>
        <DropdownMenu.ItemIndicator>
          <Check aria-hidden="true" />
        </DropdownMenu.ItemIndicator>
      </span>
      {content}
    </DropdownMenu.CheckboxItem>
  );
}
