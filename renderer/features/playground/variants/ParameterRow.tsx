import type { JsonValue } from "@shared/domain/json/json.ts";
import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { X } from "lucide-react";
import { useId, useState } from "react";
import { IconButton } from "../../../ui/IconButton.tsx";
import { NumberField } from "../../../ui/NumberField.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import styles from "./ParametersPopover.module.css";
import { linesOfStop, type ParameterField, stopOfLines } from "./parameter-catalog.ts";

interface ParameterRowProps {
  field: ParameterField;
  parameter: VariantDraft["parameters"][string] | undefined;
  /** The prompt's own value, which is sent while this one is off. */
  configValue: JsonValue | undefined;
  /** What becomes of it at the model, where it is not sent as it stands. */
  ruleNote: string;
  onChange(value: JsonValue, on: boolean): void;
  onRemove: (() => void) | undefined;
}

/** One parameter: a switch, its name, its value. Typing a value switches it on. */
export function ParameterRow({ field, parameter, configValue, ruleNote, onChange, onRemove }: ParameterRowProps) {
  const on = parameter?.on ?? false;
  const value = parameter?.value ?? configValue ?? field.initial;
  const noteId = useId();
  return (
    <div className={styles["row"]}>
      <Switch label={`Send ${field.label}`} checked={on} onChange={(next) => onChange(value, next)} />
      <span className={styles["name"]}>{field.label}</span>
      <ValueField field={field} value={parameter?.value} shownValue={value} noteId={noteId} onChange={onChange} />
      {onRemove && (
        <IconButton size="small" label={`Remove ${field.label}`} icon={<X aria-hidden="true" />} onClick={onRemove} />
      )}
      <span id={noteId} className={styles["note"]}>
        {[noteOf(on, configValue), ruleNote].filter((note) => note !== "").join("; ")}
      </span>
    </div>
  );
}

function noteOf(on: boolean, configValue: JsonValue | undefined): string {
  if (configValue === undefined) return "";
  const shown = JSON.stringify(configValue);
  const short = shown.length > 40 ? `${shown.slice(0, 40)}…` : shown;
  return on ? `overrides the prompt’s ${short}` : `the prompt’s ${short} is sent`;
}

interface ValueFieldProps {
  field: ParameterField;
  value: JsonValue | undefined;
  shownValue: JsonValue;
  noteId: string;
  onChange(value: JsonValue, on: boolean): void;
}

function ValueField({ field, value, shownValue, noteId, onChange }: ValueFieldProps) {
  const named = { "aria-label": field.label, "aria-describedby": noteId };
  if (field.kind === "text list") return <StopField {...named} value={value ?? []} onChange={onChange} />;
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
