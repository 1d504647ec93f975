import { type ClipboardEvent, memo, useEffect, useEffectEvent, useState } from "react";
import { type PromptValues, useDraft } from "../../../stores/draft/draft.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { type Fields, isSample } from "../edit/use-fields.ts";
import { FromBeforeNotice } from "./FromBeforeNotice.tsx";
import { type FillResult, matchFill, parseJsonObject } from "./fill-json.ts";
import { OwnValuesNotice } from "./OwnValuesNotice.tsx";
import { PlaceholderField } from "./PlaceholderField.tsx";
import { VariableField } from "./VariableField.tsx";
import styles from "./VariablesFields.module.css";
import { valueNote } from "./value-note.ts";

interface Filled {
  result: FillResult;
  before: PromptValues;
  /** Where it was pasted, when into a field: there it may have been meant as text. */
  field?: string;
  text: string;
}

interface VariablesFieldsProps {
  fields: Fields;
  /** Text to fill the fields from; null when there is none. */
  pasted: string | null;
  /** The text has been taken. */
  onPasted(): void;
}

/** A field for every variable and placeholder of the template. */
export const VariablesFields = memo(function VariablesFields({ fields, pasted, onPasted }: VariablesFieldsProps) {
  const { fill, restoreValues, setVariable, setPlaceholder } = useDraft();
  const [filled, setFilled] = useState<Filled | null>(null);
  const [refusal, setRefusal] = useState("");
  const { variables, placeholders, values, samples, notes, unused, mode } = fields;

  /** Whether the text was an object that names a field; one that names none is a value like any other. */
  const fillFrom = (text: string, field?: string): boolean => {
    setRefusal("");
    const object = parseJsonObject(text);
    const result = object && matchFill(object, { variables, placeholders });
    if (!result || result.filled.length === 0) return false;
    fill(result);
    setFilled({ result, before: values, text, ...(field === undefined ? {} : { field }) });
    return true;
  };
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>, field: string) => {
    if (fillFrom(event.clipboardData.getData("text/plain"), field)) event.preventDefault();
  };
  const takePasted = useEffectEvent((text: string) => {
    if (!fillFrom(text)) setRefusal("The clipboard holds no JSON object with one of these names.");
    onPasted();
  });
  useEffect(() => {
    if (pasted !== null) takePasted(pasted);
  }, [pasted]);

  if (variables.length + placeholders.length === 0 && unused.length === 0) {
    return <p className={styles["none"]}>This prompt has no variables. It is sent as it stands.</p>;
  }
  return (
    <div className={styles["fields"]}>
      <FromBeforeNotice />
      <OwnValuesNotice />
      {refusal !== "" && (
        <p className={styles["invalid"]} role="status">
          {refusal}
        </p>
      )}
      {filled && (
        <FillNotice
          filled={filled}
          onUndo={() => {
            restoreValues(filled.before);
            setFilled(null);
          }}
          onAsText={
            filled.field === undefined
              ? undefined
              : () => {
                  restoreValues(filled.before);
                  setVariable(filled.field ?? "", filled.text);
                  setFilled(null);
                }
          }
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
            note={valueNote(name, value, mode, sample)}
            about={Object.hasOwn(notes, name) ? notes[name] : undefined}
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
});

interface FillNoticeProps {
  filled: Filled;
  onUndo(): void;
  onAsText: (() => void) | undefined;
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
        {onAsText && (
          <button type="button" className={styles["inline"]} onClick={onAsText}>
            Paste as text instead
          </button>
        )}
      </Notice>
    </div>
  );
}
