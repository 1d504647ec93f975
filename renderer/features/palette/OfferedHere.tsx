import { Command } from "cmdk";
import { CornerDownLeft } from "lucide-react";
import type { ViewCommand } from "../../stores/view-commands.ts";
import styles from "./Palette.module.css";
import { PaletteItem } from "./PaletteItem.tsx";

/** What the open view can do besides the named commands, each with what it belongs to. */
export function OfferedHere({ commands, onDone }: { commands: readonly ViewCommand[]; onDone(): void }) {
  if (commands.length === 0) return null;
  return (
    <Command.Group heading="Here" className={styles["group"]}>
      {commands.map(({ id, title, group, run }) => (
        <PaletteItem
          key={id}
          value={`here ${id}`}
          icon={<CornerDownLeft aria-hidden="true" />}
          title={title}
          note={group}
          onSelect={() => {
            onDone();
            run();
          }}
        />
      ))}
    </Command.Group>
  );
}
