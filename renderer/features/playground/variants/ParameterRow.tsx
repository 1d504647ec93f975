import type { JsonValue } from "@shared/domain/json/json.ts";
import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { X } from "lucide-react";
import { useId } from "react";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import { ParameterValueField } from "../parameters/ParameterValueField.tsx";
import type { ParameterField } from "../parameters/parameter-catalog.ts";
import styles from "../parameters/parameters.module.css";

interface ParameterRowProps {
  field: ParameterField;
  parameter: VariantDraft["parameters"][string] | undefined;
  /** The prompt's own value, which is sent while this one is off. */
  configValue: JsonValue | undefined;
  /** What becomes of it at the model, where it is not sent as it stands. */
  ruleNote: string;
  /** Sends it though the model is said to refuse it; absent where nothing keeps it back. */
  onInsist?: (() => void) | undefined;
  onChange(value: JsonValue, on: boolean): void;
  onRemove: (() => void) | undefined;
}

/** One parameter: a switch, its name, its value. Typing a value switches it on. */
export function ParameterRow({
  field,
  parameter,
  configValue,
  ruleNote,
  onInsist,
  onChange,
  onRemove,
}: ParameterRowProps) {
  const on = parameter?.on ?? false;
  const value = parameter?.value ?? configValue ?? field.initial;
  const noteId = useId();
  return (
    <div className={styles["row"]}>
      <Switch label={`Send ${field.label}`} checked={on} onChange={(next) => onChange(value, next)} />
      <span className={styles["name"]}>{field.label}</span>
      <ParameterValueField
        field={field}
        value={parameter?.value}
        shownValue={value}
        noteId={noteId}
        onChange={onChange}
      />
      {onRemove && (
        <IconButton size="small" label={`Remove ${field.label}`} icon={<X aria-hidden="true" />} onClick={onRemove} />
      )}
      <span id={noteId} className={styles["note"]}>
        {[noteOf(on, configValue), ruleNote].filter((note) => note !== "").join("; ")}
        {onInsist && (
          <button type="button" className={styles["insist"]} onClick={onInsist}>
            Send it all the same
          </button>
        )}
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
