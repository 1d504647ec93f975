import type { JsonValue } from "@shared/domain/json/json.ts";
import { useId, useState } from "react";
import { NumberField } from "../../../ui/NumberField.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { linesOfStop, type ParameterField, stopOfLines } from "./parameter-catalog.ts";

interface ParameterValueFieldProps {
  field: ParameterField;
  /** The accessible name where the parameter's own does not say enough. */
  label?: string;
  value: JsonValue | undefined;
  shownValue: JsonValue;
  noteId: string;
  onChange(value: JsonValue, on: boolean): void;
}

/** The value of a parameter, by what kind it is of. `onChange` tells as well whether there is one to be sent. */
export function ParameterValueField({ field, label, value, shownValue, noteId, onChange }: ParameterValueFieldProps) {
  const named = { "aria-label": label ?? field.label, "aria-describedby": noteId };
  if (field.kind === "text list") return <StopField {...named} value={value ?? []} onChange={onChange} />;
  if (field.kind === "text") return <WordField {...named} field={field} value={shownValue} onChange={onChange} />;
  if (field.kind === "json") return <JsonField {...named} value={shownValue} onChange={onChange} />;
  return (
    <NumberField
      {...named}
      value={typeof value === "number" ? value : null}
      placeholder={String(shownValue)}
      integer={field.kind === "integer"}
      {...(field.min === undefined ? {} : { min: field.min })}
      {...(field.max === undefined ? {} : { max: field.max })}
      {...(field.step === undefined ? {} : { step: field.step })}
      onChange={(number) => (number === null ? onChange(shownValue, false) : onChange(number, true))}
    />
  );
}

interface NamedFieldProps {
  "aria-label": string;
  "aria-describedby": string;
  value: JsonValue;
  onChange(value: JsonValue, on: boolean): void;
}

/** Stop sequences, one a line. What is typed stays as typed until the field is left. */
function StopField({ value, onChange, ...named }: NamedFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextArea
      {...named}
      mono
      maxLines={4}
      placeholder="one sequence a line"
      value={typed ?? linesOfStop(value)}
      onChange={(text) => {
        setTyped(text);
        const sequences = stopOfLines(text);
        onChange(sequences, sequences.length > 0);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

/** A word; those that are usual are offered. */
function WordField({ field, value, onChange, ...named }: NamedFieldProps & { field: ParameterField }) {
  const listId = useId();
  return (
    <>
      <TextField
        {...named}
        mono
        list={listId}
        value={typeof value === "string" ? value : JSON.stringify(value)}
        onChange={(text) => onChange(text, text !== "")}
      />
      <datalist id={listId}>
        {field.suggestions?.map((word) => (
          <option key={word} value={word} />
        ))}
      </datalist>
    </>
  );
}

/** Any JSON value. Text that is not JSON stays in the field, marked, and is not passed on. */
function JsonField({ value, onChange, ...named }: NamedFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? JSON.stringify(value);
  const parsed = parse(shown);
  return (
    <TextArea
      {...named}
      mono
      maxLines={4}
      aria-invalid={parsed === undefined}
      value={shown}
      onChange={(text) => {
        setTyped(text);
        const next = parse(text);
        if (next) onChange(next.value, true);
      }}
      onBlur={() => {
        if (parsed) setTyped(null);
      }}
    />
  );
}

function parse(text: string): { value: JsonValue } | undefined {
  try {
    return { value: JSON.parse(text) as JsonValue };
  } catch {
    // Half-typed JSON is marked by the field.
    return undefined;
  }
}
