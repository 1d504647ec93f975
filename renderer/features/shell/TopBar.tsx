import { MoonStar, Search, Sun, SunMoon } from "lucide-react";
import { useApp } from "../../stores/app.ts";
import { commandInfo } from "../../stores/commands.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Kbd } from "../../ui/Kbd.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { ariaShortcut } from "../../ui/shortcut-text.ts";
import { GatewayPill } from "./GatewayPill.tsx";
import styles from "./TopBar.module.css";
import { WorkspaceSwitch } from "./WorkspaceSwitch.tsx";

const paletteKey = commandInfo("palette.open").shortcut ?? "";

/** Product, workspace, search, the gateway's state and theme. */
export function TopBar() {
  const setPalette = useApp((state) => state.setPalette);
  return (
    <header className={styles["bar"]}>
      <h1 className={styles["product"]}>
        <span className={styles["logo"]} aria-hidden="true" />
        <span className={styles["word"]}>Promptscope</span>
      </h1>
      <WorkspaceSwitch />
      <button
        type="button"
        className={styles["search"]}
        aria-keyshortcuts={ariaShortcut(paletteKey)}
        onClick={() => setPalette(true)}
      >
        <Search aria-hidden="true" />
        <span className={styles["hint"]}>Search prompts, runs, commands…</span>
        <Kbd shortcut={paletteKey} />
      </button>
      <div className={styles["end"]}>
        <GatewayPill />
        <ThemeMenu />
      </div>
    </header>
  );
}

const themes = [
  { theme: "system", label: "Follow the system", icon: <SunMoon aria-hidden="true" /> },
  { theme: "light", label: "Light", icon: <Sun aria-hidden="true" /> },
  { theme: "dark", label: "Dark", icon: <MoonStar aria-hidden="true" /> },
] as const;

function ThemeMenu() {
  const chosen = useSettings((state) => state.settings?.preferences.theme ?? "system");
  const save = useSettings((state) => state.save);
  const icon = themes.find(({ theme }) => theme === chosen)?.icon;
  return (
    <Menu
      align="end"
      trigger={<IconButton label="Theme" icon={icon} />}
      entries={themes.map(({ theme, label, icon }) => ({
        id: theme,
        label,
        icon,
        checked: theme === chosen,
        onSelect: () => void save({ theme }),
      }))}
    />
  );
}
