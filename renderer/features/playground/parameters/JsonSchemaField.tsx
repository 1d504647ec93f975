import type { JsonValue } from "@shared/domain/json/json.ts";
import { useState } from "react";
import { Field } from "../../../ui/Field.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";

interface JsonSchemaFieldProps {
  label: string;
  value: JsonValue;
  onChange(value: JsonValue): void;
}

/** JSON to be typed. Text that is not JSON stays in the field, marked with what is wrong, and is not passed on. */
export function JsonSchemaField({ label, value, onChange }: JsonSchemaFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? JSON.stringify(value, null, 2);
  const parsed = parse(shown);
  return (
    <Field label={label} error={"error" in parsed ? parsed.error : undefined}>
      {(control) => (
        <TextArea
          {...control}
          mono
          maxLines={12}
          value={shown}
          onChange={(text) => {
            setTyped(text);
            const next = parse(text);
            if ("value" in next) onChange(next.value);
          }}
          onBlur={() => {
            if ("value" in parsed) setTyped(null);
          }}
        />
      )}
    </Field>
  );
}

function parse(text: string): { value: JsonValue } | { error: string } {
  try {
    return { value: JSON.parse(text) as JsonValue };
  } catch (thrown) {
    return { error: `Not valid JSON: ${thrown instanceof Error ? thrown.message : "cannot be read"}` };
  }
}
