import { SquareTerminal } from "lucide-react";
import { useCommandKey } from "../../stores/command-key.ts";
import { type CommandId, commandInfo, useCommands } from "../../stores/commands.ts";
import { writablePlaces } from "../../stores/prompts/writable-places.ts";
import { useOpenLibrary } from "../../stores/settings/libraries.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { Button } from "../../ui/Button.tsx";
import styles from "./NothingOpen.module.css";
import { BeginWith } from "./prompt/BeginWith.tsx";

/** Before a prompt is open: write one, find one, or what else one can begin with. */
export function NothingOpen() {
  const run = useCommands((state) => state.run);
  const newKey = useCommandKey("prompt.new");
  const library = useOpenLibrary();
  const canWrite = useSettings(({ settings }) => writablePlaces(settings).length > 0);
  const own = library !== undefined && !library.needsConnection && library.can.write ? library.connection : null;
  const begin = (id: CommandId) => () => run(id);
  return (
    <div className={styles["place"]}>
      <SquareTerminal className={styles["sign"]} aria-hidden="true" />
      <p className={styles["text"]}>
        {own
          ? `Write a prompt, run it, and save it as a text file in ${own.label}.`
          : "Open a prompt to fill its variables and see what a model answers."}
      </p>
      <div className={styles["buttons"]}>
        {canWrite && (
          <Button variant={own ? "primary" : "quiet"} shortcut={newKey} onClick={begin("prompt.new")}>
            New prompt
          </Button>
        )}
        <Button
          variant={own ? "quiet" : "primary"}
          shortcut={commandInfo("palette.open").shortcut}
          onClick={begin("palette.open")}
        >
          Find a prompt
        </Button>
      </div>
      <div className={styles["others"]}>
        <BeginWith />
      </div>
    </div>
  );
}
