import { PanelBottom, Play, Square } from "lucide-react";
import { commandInfo, useCommands } from "../../../stores/commands.ts";
import { useDraft } from "../../../stores/draft.ts";
import { isRunning, useRuns } from "../../../stores/runs.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import styles from "./VariantsArea.module.css";

/** Run, which becomes Stop while something runs, and the switch of the inspector. */
export function RunBar() {
  const running = useRuns((state) => Object.values(state.runs).some(isRunning));
  const run = useCommands((state) => state.run);
  const inspectorOpen = useDraft((state) => state.draft.layout["inspectorClosed"] !== true);
  return (
    <div className={styles["bar"]}>
      {running ? (
        <Button
          variant="primary"
          icon={<Square aria-hidden="true" />}
          shortcut={commandInfo("run.stop").shortcut}
          onClick={() => run("run.stop")}
        >
          Stop
        </Button>
      ) : (
        <Button
          variant="primary"
          icon={<Play aria-hidden="true" />}
          shortcut={commandInfo("run.start").shortcut}
          onClick={() => run("run.start")}
        >
          Run
        </Button>
      )}
      <span className={styles["spacer"]} />
      <IconButton
        label={inspectorOpen ? "Hide the inspector" : "Show the inspector"}
        shortcut={commandInfo("inspector.toggle").shortcut}
        aria-pressed={inspectorOpen}
        icon={<PanelBottom aria-hidden="true" />}
        onClick={() => run("inspector.toggle")}
      />
    </div>
  );
}
