import { shortcuts } from "../../stores/commands.ts";
import { Kbd } from "../../ui/Kbd.tsx";
import { SettingsSection } from "./SettingsSection.tsx";
import styles from "./ShortcutsSection.module.css";

/** The table of keys. */
export function ShortcutsSection() {
  return (
    <SettingsSection id="shortcuts" title="Keyboard">
      <ul className={styles["list"]}>
        {shortcuts.map(({ command, title, keys }) => (
          <li key={command} className={styles["row"]}>
            {title}
            <Kbd shortcut={keys} />
          </li>
        ))}
      </ul>
    </SettingsSection>
  );
}
