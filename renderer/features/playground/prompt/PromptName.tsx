import { Pencil } from "lucide-react";
import { useEffect } from "react";
import { valuesKey } from "../../../stores/draft/values-key.ts";
import { useNaming } from "../../../stores/prompts/naming.ts";
import { useNewPrompt } from "../../../stores/prompts/new-prompt.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { renameUnsaved } from "../../../stores/prompts/rename-unsaved.ts";
import { useSaving } from "../../../stores/prompts/saving.ts";
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
  const { typed, refusal, type, refuse, end } = useNaming();
  useEffect(() => {
    const { unnamed } = useNewPrompt.getState();
    const { ref } = usePrompt.getState();
    if (!isUnsaved || unnamed === null || ref === null || valuesKey(ref) !== unnamed) return;
    useNewPrompt.setState({ unnamed: null });
    type(name);
  }, [isUnsaved, name, type]);
  const rename = async (): Promise<void> => {
    const wanted = useNaming.getState().typed;
    // Saving asks for the name itself.
    if (wanted === null || useSaving.getState().open) return;
    const reason = await renameUnsaved(wanted);
    if (useNaming.getState().typed !== wanted) return;
    if (reason === null) end();
    else refuse(reason);
  };
  /** From the name to the text, as from one field to the next. */
  const goOn = async (): Promise<void> => {
    await rename();
    const { ref } = usePrompt.getState();
    if (ref && useNaming.getState().typed === null) useNewPrompt.setState({ begun: valuesKey(ref) });
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
          onChange={type}
          onFocus={({ target }) => target.select()}
          onBlur={() => void rename()}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) void goOn();
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
          onClick={() => type(name)}
        />
      )}
    </span>
  );
}
