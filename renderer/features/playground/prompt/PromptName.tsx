import { Pencil } from "lucide-react";
import { useEffect } from "react";
import { valuesKey } from "../../../stores/draft/values-key.ts";
import { useNaming } from "../../../stores/prompts/naming.ts";
import { useNewPrompt } from "../../../stores/prompts/new-prompt.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { enterName } from "../../../stores/prompts/rename-unsaved.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./PromptHeader.module.css";

interface PromptNameProps {
  name: string;
  /** No library has it yet: its name can be another one. */
  isUnsaved: boolean;
}

/** The name of the open prompt. One that was begun here is named where it stands, and begins with that. */
export function PromptName({ name, isUnsaved }: PromptNameProps) {
  const { typed, asked, refused, type, end } = useNaming();
  useEffect(() => {
    const { unnamed } = useNewPrompt.getState();
    const { ref } = usePrompt.getState();
    if (!isUnsaved || unnamed === null || ref === null || valuesKey(ref) !== unnamed) return;
    useNewPrompt.setState({ unnamed: null });
    type(name);
  }, [isUnsaved, name, type]);
  /** From the name to the text, as from one field to the next. */
  const goOn = (): void => {
    const { ref } = usePrompt.getState();
    if (enterName() && ref) useNewPrompt.setState({ begun: valuesKey(ref) });
  };
  if (typed !== null && isUnsaved) {
    return (
      <span className={styles["rename"]}>
        <TextField
          mono
          autoFocus
          aria-label="Name of the prompt"
          aria-invalid={refused !== null}
          value={typed}
          onChange={type}
          onFocus={({ target }) => target.select()}
          onBlur={() => enterName()}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            const isEnter = event.key === "Enter" && !event.ctrlKey && !event.metaKey;
            if (!isEnter && event.key !== "Escape") return;
            // The text has the focus before the key is done: it would begin with a line of its own.
            event.preventDefault();
            if (isEnter) goOn();
            else end();
          }}
        />
        {refused && (
          <span className={styles["refusal"]} role="alert">
            {refused.reason}
          </span>
        )}
      </span>
    );
  }
  const shown = (isUnsaved ? asked : null) ?? name;
  return (
    <span className={styles["rename"]}>
      <span className={styles["named"]}>
        <h1 className={styles["name"]} title={shown}>
          {shown}
        </h1>
        {isUnsaved && (
          <IconButton
            size="small"
            label="Rename this prompt"
            icon={<Pencil aria-hidden="true" />}
            onClick={() => type(refused?.name ?? shown)}
          />
        )}
      </span>
      {refused && (
        <span className={styles["refusal"]} role="alert">
          “{refused.name}”: {refused.reason}
        </span>
      )}
    </span>
  );
}
