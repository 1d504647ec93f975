import { Command } from "cmdk";
import { CornerDownLeft } from "lucide-react";
import type { ViewCommand } from "../../stores/view-commands.ts";
import styles from "./Palette.module.css";

/** What the open view can do besides the named commands, each with what it belongs to. */
export function OfferedHere({ commands, onDone }: { commands: readonly ViewCommand[]; onDone(): void }) {
  if (commands.length === 0) return null;
  return (
    <Command.Group heading="Here" className={styles["group"]}>
      {commands.map(({ id, title, group, run }) => (
        <Command.Item
          key={id}
          value={`here ${id}`}
          className={styles["item"]}
          onSelect={() => {
            onDone();
            run();
          }}
        >
          <CornerDownLeft aria-hidden="true" />
          <span className={styles["title"]}>{title}</span>
          <span className={styles["note"]}>{group}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}
