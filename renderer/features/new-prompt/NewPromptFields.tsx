import { useEffect, useRef } from "react";
import { type NewPromptSource, useNewPrompt } from "../../stores/prompts/new-prompt.ts";
import type { WritablePlace } from "../../stores/prompts/writable-places.ts";
import { Field } from "../../ui/Field.tsx";
import { PlaceField } from "../../ui/PlaceField.tsx";
import { SegmentedControl } from "../../ui/SegmentedControl.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import type { Begun } from "./begun-content.ts";
import { nameError } from "./blocked-by.ts";
import styles from "./NewPrompt.module.css";

interface NewPromptFieldsProps {
  places: readonly WritablePlace[];
  hasRun: boolean;
  begun: Begun;
  /** Enter in the name. */
  onEnter(): void;
}

/** The left half of the dialog. */
export function NewPromptFields({ places, hasRun, begun, onEnter }: NewPromptFieldsProps) {
  const state = useNewPrompt();
  const { name, place, source, type, pasted, checking, checkError, change } = state;
  const nameField = useRef<HTMLInputElement>(null);
  const pasteField = useRef<HTMLTextAreaElement>(null);
  // Who comes to paste pastes at once; anyone else names the prompt.
  useEffect(() => {
    if (source === "paste") pasteField.current?.focus();
    else nameField.current?.select();
  }, [source]);
  const isTyped = source === "nothing";
  const shownType = isTyped || !("content" in begun) ? type : begun.content.type;

  return (
    <div className={styles["fields"]}>
      <Field
        label="Name"
        note={checking ? <Spinner label="Asking the library" /> : undefined}
        hint={
          checkError
            ? `The library could not be asked: ${checkError.message}`
            : "A / makes folders: support/reply-draft"
        }
        error={nameError(state)}
      >
        {(control) => (
          <TextField
            {...control}
            ref={nameField}
            data-autofocus={isTyped ? true : undefined}
            mono
            value={name}
            onChange={(next) => change({ name: next })}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !event.nativeEvent.isComposing) onEnter();
            }}
          />
        )}
      </Field>
      <PlaceField label="Saved to" places={places} place={place} onChange={(next) => change({ place: next })} />
      <div className={styles["choice"]}>
        <span className={styles["label"]}>Begin with</span>
        <SegmentedControl<NewPromptSource>
          label="Begin with"
          value={source}
          segments={[
            { value: "nothing", label: "Nothing" },
            { value: "paste", label: "A copied request" },
            ...(hasRun ? [{ value: "run" as const, label: "The open run" }] : []),
          ]}
          onChange={(next) => change({ source: next })}
        />
      </div>
      {isTyped ? (
        <div className={styles["choice"]}>
          <span className={styles["label"]}>Type</span>
          <SegmentedControl
            label="Type"
            value={shownType}
            segments={[
              { value: "chat", label: "Chat: messages" },
              { value: "text", label: "Text" },
            ]}
            onChange={(next) => change({ type: next })}
          />
        </div>
      ) : null}
      {source === "paste" ? (
        <Field
          label="Request"
          note="curl, JSON, Python, TypeScript"
          hint="Read on this machine; keys in it are left out and the text is not kept."
        >
          {(control) => (
            <TextArea
              {...control}
              ref={pasteField}
              mono
              maxLines={12}
              className={styles["paste"] ?? ""}
              placeholder={"curl https://api.openai.com/v1/chat/completions \\\n  -d '{\"model\": …}'"}
              value={pasted}
              onChange={(next) => change({ pasted: next })}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}
