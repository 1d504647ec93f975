import { readPassRule } from "@shared/domain/experiment/pass-rule.ts";
import type { PromptSource } from "@shared/domain/experiment/prompt-source.ts";
import { refOfSource } from "@shared/domain/experiment/source-of-prompt.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { useState } from "react";
import { Button } from "../../../../ui/Button.tsx";
import { Field, type FieldControl } from "../../../../ui/Field.tsx";
import { NumberField } from "../../../../ui/NumberField.tsx";
import { Select } from "../../../../ui/Select.tsx";
import { Switch, SwitchLabel } from "../../../../ui/Switch.tsx";
import { TextArea } from "../../../../ui/TextArea.tsx";
import { TextField } from "../../../../ui/TextField.tsx";
import { ModelPicker } from "../parts/ModelPicker.tsx";
import { PromptPicker } from "../parts/PromptPicker.tsx";
import styles from "./Evaluators.module.css";
import type { EvaluatorField } from "./evaluator-kinds.ts";
import { RuleField } from "./RuleField.tsx";
import { readTypedJson } from "./typed-json.ts";

interface EvaluatorFieldProps {
  field: EvaluatorField;
  value: JsonValue | undefined;
  /** Undefined takes the field away. */
  onChange(value: JsonValue | undefined): void;
}

/** One field of an evaluator. */
export function EvaluatorFieldControl({ field, value, onChange }: EvaluatorFieldProps) {
  if (field.kind === "switch") {
    return (
      <SwitchLabel className={styles["toggle"]}>
        <Switch label={field.label} checked={value === true} onChange={(on) => onChange(on ? true : undefined)} />
        <span>{field.label}</span>
      </SwitchLabel>
    );
  }
  if (field.kind === "json") return <JsonField field={field} value={value} onChange={onChange} />;
  return (
    <Field label={field.label} hint={"hint" in field ? field.hint : undefined} error={errorOf(field, value)}>
      {(control) => <Control field={field} value={value} onChange={onChange} control={control} />}
    </Field>
  );
}

/** What can be seen to be wrong at once; the rest the card says. */
function errorOf(field: EvaluatorField, value: JsonValue | undefined): string | undefined {
  if (field.key === "value" && field.kind === "text" && field.mono && typeof value === "string" && value !== "") {
    try {
      new RegExp(value);
    } catch (error) {
      return error instanceof Error ? error.message : "This is no pattern.";
    }
  }
  if (field.kind === "rule" && value !== undefined && (typeof value !== "string" || !readPassRule(value)))
    return "This is no comparison.";
  return undefined;
}

type Single = Exclude<EvaluatorField, { kind: "switch" | "json" }>;

function Control({
  field,
  value,
  onChange,
  control,
}: Omit<EvaluatorFieldProps, "field"> & { field: Single; control: FieldControl }) {
  const text = typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
  switch (field.kind) {
    case "text": {
      const props = {
        ...control,
        value: text,
        placeholder: field.placeholder,
        mono: field.mono ?? false,
        onChange: (next: string) => onChange(next === "" ? undefined : next),
      };
      return field.lines ? <TextArea {...props} /> : <TextField {...props} />;
    }
    case "texts":
      return <TextsField control={control} value={value} onChange={onChange} />;
    case "code":
      return (
        <TextArea
          {...control}
          mono
          maxLines={24}
          value={text}
          onChange={(next) => onChange(next === "" ? undefined : next)}
        />
      );
    case "number":
      return (
        <NumberField
          {...control}
          value={typeof value === "number" ? value : null}
          {...(field.min === undefined ? {} : { min: field.min })}
          step={0.1}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case "rule":
      return <RuleField control={control} unit={field.unit} value={text} onChange={onChange} />;
    case "choice":
      return <Select {...control} value={text} options={field.choices} onChange={onChange} />;
    case "model":
      return (
        <ModelPicker
          control={control}
          needed
          model={text === "" ? undefined : text}
          onChoose={(next) => onChange(next ?? "")}
        />
      );
    case "prompt":
      return <JudgePrompt value={value} onChange={onChange} />;
  }
}

/** A list of texts, one a line; blank lines are none. */
function TextsField({ control, value, onChange }: Omit<EvaluatorFieldProps, "field"> & { control: FieldControl }) {
  const [typed, setTyped] = useState<string | null>(null);
  const lines = Array.isArray(value) ? value.map((one) => (typeof one === "string" ? one : JSON.stringify(one))) : [];
  return (
    <TextArea
      {...control}
      value={typed ?? lines.join("\n")}
      onBlur={() => setTyped(null)}
      onChange={(next) => {
        setTyped(next);
        onChange(next.split("\n").filter((line) => line.trim() !== ""));
      }}
    />
  );
}

function JsonField({ field, value, onChange }: EvaluatorFieldProps & { field: { label: string } }) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (value === undefined ? "" : JSON.stringify(value, null, 2));
  const isEmpty = text.trim() === "";
  const bad = !isEmpty && !isJsonObject(readTypedJson(text));
  return (
    <Field
      label={field.label}
      hint={"hint" in field ? field.hint : undefined}
      error={bad ? "This is no JSON object yet; the one before holds." : undefined}
    >
      {(control) => (
        <TextArea
          {...control}
          mono
          maxLines={12}
          value={text}
          onBlur={() => {
            if (!bad) setTyped(null);
          }}
          onChange={(next) => {
            setTyped(next);
            if (next.trim() === "") onChange(undefined);
            const read = readTypedJson(next);
            if (isJsonObject(read)) onChange(read);
          }}
        />
      )}
    </Field>
  );
}

/** A prompt of a library that judges, in place of words. */
function JudgePrompt({ value, onChange }: Omit<EvaluatorFieldProps, "field">) {
  const ref = isJsonObject(value) ? refOfSource(value as PromptSource) : undefined;
  return (
    <div className={styles["judgePrompt"]}>
      <PromptPicker
        label="Choose a prompt that judges"
        trigger={
          <Button size="small">{ref ? `${ref.name} ${ref.version ?? ref.label ?? ""}` : "Choose a prompt"}</Button>
        }
        onChoose={(source) => onChange(source as JsonValue)}
      />
      {value !== undefined && (
        <Button size="small" variant="ghost" onClick={() => onChange(undefined)}>
          None
        </Button>
      )}
    </div>
  );
}
