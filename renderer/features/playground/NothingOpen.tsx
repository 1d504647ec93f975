import { ClipboardPaste, FlaskConical, FolderOpen, Plug, SquareTerminal } from "lucide-react";
import type { ReactNode } from "react";
import { useApp } from "../../stores/app.ts";
import { useCommandKey } from "../../stores/command-key.ts";
import { type CommandId, commandInfo, useCommands } from "../../stores/commands.ts";
import { writablePlaces } from "../../stores/prompts/writable-places.ts";
import { useOpenLibrary } from "../../stores/settings/libraries.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { Button } from "../../ui/Button.tsx";
import styles from "./NothingOpen.module.css";

/** Before a prompt is open: write one, find one, or what else one can begin with. */
export function NothingOpen() {
  const run = useCommands((state) => state.run);
  const show = useApp((state) => state.show);
  const newKey = useCommandKey("prompt.new");
  const library = useOpenLibrary();
  const canWrite = useSettings(({ settings }) => writablePlaces(settings).length > 0);
  const isConnected = useSettings(({ settings }) => (settings?.langfuse.length ?? 0) > 0);
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
      <section className={styles["others"]} aria-labelledby="begin-with">
        <h2 id="begin-with" className={styles["heading"]}>
          Or begin with
        </h2>
        <ul className={styles["list"]}>
          <Way
            icon={<ClipboardPaste aria-hidden="true" />}
            title="A request you have"
            text="Paste a curl command, a JSON body, or an OpenAI or Anthropic call in Python or TypeScript"
            action="Paste"
            onClick={begin("prompt.paste")}
          />
          <Way
            icon={<FolderOpen aria-hidden="true" />}
            title="A folder of prompts"
            text=".prompt.yml, .prompt and .txt; files stay as they are"
            action="Open folder"
            onClick={() => show("settings", "local")}
          />
          <Way
            icon={<FlaskConical aria-hidden="true" />}
            title="A demo prompt"
            text="Sample answers side by side without a key"
            action="Open"
            onClick={begin("workspace.demo")}
          />
          {!isConnected && (
            <Way
              icon={<Plug aria-hidden="true" />}
              title="Your Langfuse project"
              text="Prompts with versions and labels; you can save back"
              action="Connect"
              onClick={() => show("settings", "langfuse")}
            />
          )}
        </ul>
      </section>
    </div>
  );
}

interface WayProps {
  icon: ReactNode;
  title: string;
  text: string;
  action: string;
  onClick(): void;
}

function Way({ icon, title, text, action, onClick }: WayProps) {
  return (
    <li className={styles["way"]}>
      <span className={styles["icon"]}>{icon}</span>
      <div className={styles["what"]}>
        <b>{title}</b>
        <span>{text}</span>
      </div>
      <Button size="small" aria-label={`${action}: ${title}`} onClick={onClick}>
        {action}
      </Button>
    </li>
  );
}
