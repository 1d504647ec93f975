import type { JsonValue } from "@shared/domain/json/json.ts";
import { TriangleAlert } from "lucide-react";
import type { ClipboardEvent } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { Field } from "../../../ui/Field.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import styles from "./VariablesTab.module.css";
import { fieldText } from "./value-note.ts";

interface VariableFieldProps {
  name: string;
  value: JsonValue | undefined;
  note: string;
  onPaste(event: ClipboardEvent<HTMLTextAreaElement>, name: string): void;
}

/** One variable of the template. An empty field means unset; empty text has a button of its own. */
export function VariableField({ name, value, note, onPaste }: VariableFieldProps) {
  const setVariable = useDraft((state) => state.setVariable);
  const unset = value === undefined;
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
      label={
        <span className={styles["name"]}>
          {unset && <TriangleAlert aria-hidden="true" size={13} />}
          {name}
        </span>
      }
      note={
        <span className={styles["note"]}>
          {note} {emptyToggle}
        </span>
      }
    >
      {(control) => (
        <TextArea
          {...control}
          className={unset ? styles["unset"] : undefined}
          data-unset={unset || undefined}
          attention={unset}
          maxLines={12}
          placeholder={unset ? "Not set" : ""}
          value={fieldText(value)}
          onChange={(text) => setVariable(name, text === "" ? undefined : text)}
          onPaste={(event) => onPaste(event, name)}
        />
      )}
    </Field>
  );
}
