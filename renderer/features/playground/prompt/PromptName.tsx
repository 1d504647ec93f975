import { Pencil } from "lucide-react";
import { useState } from "react";
import { renameUnsaved } from "../../../stores/prompts/rename-unsaved.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./PromptHeader.module.css";

interface PromptNameProps {
  name: string;
  /** No library has it yet: its name can be another one. */
  isUnsaved: boolean;
}

/** The name of the open prompt. One that was begun here is renamed where it stands. */
export function PromptName({ name, isUnsaved }: PromptNameProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const end = () => {
    setTyped(null);
    setRefusal(null);
  };
  const rename = async () => {
    if (typed === null) return;
    const reason = await renameUnsaved(typed);
    if (reason === null) end();
    else setRefusal(reason);
  };
  if (typed !== null && isUnsaved) {
    return (
      <span className={styles["rename"]}>
        <TextField
          mono
          autoFocus
          aria-label="Name of the prompt"
          aria-invalid={refusal !== null}
          value={typed}
          onChange={(text) => {
            setTyped(text);
            setRefusal(null);
          }}
          onFocus={({ target }) => target.select()}
          onBlur={() => void rename()}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) void rename();
            if (event.key !== "Escape") return;
            event.preventDefault();
            end();
          }}
        />
        {refusal !== null && (
          <span className={styles["refusal"]} role="alert">
            {refusal}
          </span>
        )}
      </span>
    );
  }
  return (
    <span className={styles["named"]}>
      <h1 className={styles["name"]} title={name}>
        {name}
      </h1>
      {isUnsaved && (
        <IconButton
          size="small"
          label="Rename this prompt"
          icon={<Pencil aria-hidden="true" />}
          onClick={() => setTyped(name)}
        />
      )}
    </span>
  );
}
