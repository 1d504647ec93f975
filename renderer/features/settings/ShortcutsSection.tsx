import { useApp } from "../../stores/app.ts";
import { shortcuts } from "../../stores/commands.ts";
import { Kbd } from "../../ui/Kbd.tsx";
import { SettingsSection } from "./SettingsSection.tsx";
import styles from "./ShortcutsSection.module.css";

/** The table of keys. */
export function ShortcutsSection() {
  const isWeb = useApp((state) => state.info?.host === "web");
  return (
    <SettingsSection id="shortcuts" title="Keyboard">
      <ul className={styles["list"]}>
        {shortcuts.map(({ command, title, keys, browserKeys }) => (
          <li key={command} className={styles["row"]}>
            {title}
            <Kbd shortcut={isWeb ? (browserKeys ?? keys) : keys} />
          </li>
        ))}
      </ul>
    </SettingsSection>
  );
}
