import type { JsonValue } from "@shared/domain/json/json.ts";
import type { VariableNotes } from "@shared/domain/prompt/prompt.ts";
import { TriangleAlert } from "lucide-react";
import { type ClipboardEvent, useState } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { Field } from "../../../ui/Field.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import styles from "./VariablesFields.module.css";
import { fieldText } from "./value-note.ts";

interface VariableFieldProps {
  name: string;
  value: JsonValue | undefined;
  note: string;
  /** What the prompt's file says of it. */
  about?: VariableNotes[string] | undefined;
  onPaste(event: ClipboardEvent<HTMLTextAreaElement>, name: string): void;
}

/** Longer text has a line of its own. Characters. */
const shortest = 60;

/** One variable of the template. An empty field means unset; empty text has a button of its own. */
export function VariableField({ name, value, note, about, onPaste }: VariableFieldProps) {
  const setVariable = useDraft((state) => state.setVariable);
  const unset = value === undefined;
  const text = fieldText(value);
  const needsRoom = unset || text.length > shortest || text.includes("\n");
  // A field keeps its width while somebody types in it.
  const [held, setHeld] = useState(false);
  const emptyToggle = unset ? (
    <button type="button" className={styles["inline"]} onClick={() => setVariable(name, "")}>
      send empty
    </button>
  ) : (
    value === "" && (
      <button type="button" className={styles["inline"]} onClick={() => setVariable(name, undefined)}>
        unset
      </button>
    )
  );
  return (
    <Field
      oneLine
      hint={about?.description}
      className={needsRoom || held ? undefined : styles["short"]}
      label={
        <span className={styles["name"]} title={name}>
          {unset && <TriangleAlert aria-hidden="true" size={13} />}
          <span className={styles["nameText"]}>{name}</span>
        </span>
      }
      note={
        <span className={styles["note"]}>
          <span className={styles["noteText"]} title={note}>
            {note}
          </span>
          {emptyToggle}
        </span>
      }
    >
      {(control) => (
        <TextArea
          {...control}
          className={unset ? styles["unset"] : undefined}
          data-unset={unset || undefined}
          data-field={name}
          attention={unset}
          maxLines={12}
          placeholder={unset ? unsetText(about?.example) : ""}
          value={text}
          onFocus={() => setHeld(needsRoom)}
          onBlur={() => afterKeyOrClick(() => setHeld(false))}
          onChange={(typed) => setVariable(name, typed === "" ? undefined : typed)}
          onPaste={(event) => onPaste(event, name)}
        />
      )}
    </Field>
  );
}

function unsetText(example: JsonValue | undefined): string {
  return example === undefined ? "Not set" : `Not set; an example: ${fieldText(example)}`;
}

/** When the key or click that took the focus away has ended: what it hits must not move before. */
function afterKeyOrClick(act: () => void): void {
  const ended = new AbortController();
  const end = () => {
    ended.abort();
    requestAnimationFrame(act);
  };
  for (const event of ["keyup", "pointerup"]) window.addEventListener(event, end, { signal: ended.signal });
}
