import { ClipboardPaste, FlaskConical, FolderOpen, Plug } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useApp } from "../../../stores/app.ts";
import { type CommandId, useCommands } from "../../../stores/commands.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { Button } from "../../../ui/Button.tsx";
import styles from "./BeginWith.module.css";

/** What one can begin with besides an empty prompt. */
export function BeginWith() {
  const heading = useId();
  const run = useCommands((state) => state.run);
  const show = useApp((state) => state.show);
  const isConnected = useSettings(({ settings }) => (settings?.langfuse.length ?? 0) > 0);
  const begin = (id: CommandId) => () => run(id);
  return (
    <section className={styles["others"]} aria-labelledby={heading}>
      <h2 id={heading} className={styles["heading"]}>
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
