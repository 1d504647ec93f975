import { type ClipboardEvent, useState } from "react";
import { type PromptValues, useDraft } from "../../../stores/draft/draft.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { type Fields, isSample } from "../edit/use-fields.ts";
import { FromBeforeNotice } from "./FromBeforeNotice.tsx";
import { type FillResult, matchFill, parseJsonObject } from "./fill-json.ts";
import { OwnValuesNotice } from "./OwnValuesNotice.tsx";
import { PlaceholderField } from "./PlaceholderField.tsx";
import { VariableField } from "./VariableField.tsx";
import styles from "./VariablesTab.module.css";
import { valueNote } from "./value-note.ts";

interface Filled {
  result: FillResult;
  before: PromptValues;
  field: string;
  text: string;
}

/** A field for every variable and placeholder of the template. */
export function VariablesTab({ fields }: { fields: Fields }) {
  const { fill, restoreValues, setVariable, setPlaceholder } = useDraft();
  const [filled, setFilled] = useState<Filled | null>(null);
  const { variables, placeholders, values, samples, unused, compileMode } = fields;

  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>, field: string) => {
    const text = event.clipboardData.getData("text/plain");
    const object = parseJsonObject(text);
    if (!object) return;
    const result = matchFill(object, { variables, placeholders });
    // An object that names none of the fields is a value like any other.
    if (result.filled.length === 0) return;
    event.preventDefault();
    fill(result);
    setFilled({ result, before: values, field, text });
  };

  if (variables.length + placeholders.length === 0 && unused.length === 0) {
    return <p className={styles["none"]}>This prompt has no variables. It is sent as it stands.</p>;
  }
  return (
    <div className={styles["fields"]}>
      <FromBeforeNotice />
      <OwnValuesNotice />
      {filled && (
        <FillNotice
          filled={filled}
          onUndo={() => {
            restoreValues(filled.before);
            setFilled(null);
          }}
          onAsText={() => {
            restoreValues(filled.before);
            setVariable(filled.field, filled.text);
            setFilled(null);
          }}
          onDismiss={() => setFilled(null)}
        />
      )}
      {variables.map((name) => {
        const value = Object.hasOwn(values.variables, name) ? values.variables[name] : undefined;
        const sample = isSample(value, samples.variables[name]);
        return (
          <VariableField
            key={name}
            name={name}
            value={value}
            note={valueNote(name, value, compileMode, sample)}
            onPaste={onPaste}
          />
        );
      })}
      {placeholders.map((name) => {
        const value = Object.hasOwn(values.placeholders, name) ? values.placeholders[name] : undefined;
        return (
          <PlaceholderField key={name} name={name} value={value} sample={isSample(value, samples.placeholders[name])} />
        );
      })}
      {unused.length > 0 && (
        <p className={styles["unused"]}>
          Kept, not used by this version:{" "}
          {unused.map((name) => (
            <button
              key={name}
              type="button"
              className={styles["inline"]}
              title={`Remove the value of ${name}`}
              onClick={() => {
                setVariable(name, undefined);
                setPlaceholder(name, undefined);
              }}
            >
              {name} ×
            </button>
          ))}
        </p>
      )}
    </div>
  );
}

interface FillNoticeProps {
  filled: Filled;
  onUndo(): void;
  onAsText(): void;
  onDismiss(): void;
}

function FillNotice({ filled, onUndo, onAsText, onDismiss }: FillNoticeProps) {
  const { result } = filled;
  return (
    <div className={styles["sticky"]}>
      <Notice tone="accent" onDismiss={onDismiss}>
        <p role="status">
          Filled {result.filled.join(", ")}.
          {result.ignored.length > 0 && ` Not in this prompt: ${result.ignored.join(", ")}.`}
        </p>
        <button type="button" className={styles["inline"]} onClick={onUndo}>
          Undo
        </button>
        <button type="button" className={styles["inline"]} onClick={onAsText}>
          Paste as text instead
        </button>
      </Notice>
    </div>
  );
}
