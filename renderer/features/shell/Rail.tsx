import { CalendarClock, FlaskConical, History, RadioTower, Settings, SquareTerminal } from "lucide-react";
import type { ReactNode } from "react";
import { useApp, type View } from "../../stores/app.ts";
import { commandInfo } from "../../stores/commands.ts";
import { paneAttribute } from "../../ui/panes.ts";
import { Tooltip } from "../../ui/Tooltip.tsx";
import styles from "./Rail.module.css";

/** The views of the product. */
export function Rail() {
  return (
    <nav className={styles["rail"]} aria-label="Views" tabIndex={-1} {...{ [paneAttribute]: "views" }}>
      <RailButton view="playground" label="Playground" icon={<SquareTerminal aria-hidden="true" />} />
      <RailButton
        view="experiments"
        label="Experiments"
        icon={<FlaskConical aria-hidden="true" />}
        shortcut={commandInfo("view.experiments").shortcut}
      />
      <RailButton
        view="history"
        label="History"
        icon={<History aria-hidden="true" />}
        shortcut={commandInfo("view.history").shortcut}
      />
      <RailButton
        view="gateway"
        label="Gateway"
        icon={<RadioTower aria-hidden="true" />}
        shortcut={commandInfo("view.gateway").shortcut}
      />
      <RailButton view="models" label="Models" icon={<CalendarClock aria-hidden="true" />} />
      <span className={styles["space"]} />
      <RailButton
        view="settings"
        label="Settings"
        icon={<Settings aria-hidden="true" />}
        shortcut={commandInfo("settings.open").shortcut}
      />
    </nav>
  );
}

interface RailButtonProps {
  view: View;
  label: string;
  icon: ReactNode;
  shortcut?: string | undefined;
}

function RailButton({ view, label, icon, shortcut }: RailButtonProps) {
  const current = useApp((state) => state.view === view);
  const show = useApp((state) => state.show);
  return (
    <Tooltip text={label} shortcut={shortcut} side="right">
      <button
        type="button"
        className={styles["button"]}
        aria-label={label}
        aria-current={current ? "page" : undefined}
        onClick={() => show(view)}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
