import type { JsonObject } from "@shared/domain/json/json.ts";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { IconButton } from "../../../../ui/IconButton.tsx";
import { Select } from "../../../../ui/Select.tsx";
import { TextArea } from "../../../../ui/TextArea.tsx";
import { TextField } from "../../../../ui/TextField.tsx";
import { shownValue, typedValue } from "./parameter-words.ts";
import styles from "./Variants.module.css";

/** Parameters that are offered, with the value each begins with. */
const offered: Readonly<JsonObject> = {
  temperature: 0,
  max_tokens: 500,
  top_p: 1,
  seed: 1,
  stop: ["\n\n"],
  reasoning_effort: "low",
  response_format: { type: "json_object" },
  tools: [{ type: "function", function: { name: "lookup", parameters: { type: "object", properties: {} } } }],
  tool_choice: "auto",
};

interface ParameterFieldsProps {
  parameters: JsonObject;
  onChange(parameters: JsonObject): void;
}

/** Parameters over those of the prompt's config; tools are one of them. */
export function ParameterFields({ parameters, onChange }: ParameterFieldsProps) {
  const [own, setOwn] = useState<string | null>(null);
  const keys = Object.keys(parameters);
  const left = Object.keys(offered).filter((key) => !keys.includes(key));
  const add = (key: string) => {
    if (key === "other") setOwn("");
    else if (key !== "") onChange({ ...parameters, [key]: offered[key] ?? "" });
  };
  return (
    <div className={styles["parameterList"]}>
      <span className={styles["label"]}>Parameters</span>
      {keys.map((key) => (
        <div key={key} className={styles["parameter"]}>
          <code>{key}</code>
          <ValueField
            name={key}
            text={shownValue(parameters[key] ?? null)}
            onText={(text) => onChange({ ...parameters, [key]: typedValue(text) })}
          />
          <IconButton
            size="small"
            label={`Do not send ${key}`}
            icon={<Trash2 aria-hidden="true" />}
            onClick={() => onChange(Object.fromEntries(Object.entries(parameters).filter(([one]) => one !== key)))}
          />
        </div>
      ))}
      {own !== null && (
        <TextField
          aria-label="Name of the parameter"
          placeholder="name, then Enter"
          mono
          autoFocus
          value={own}
          onChange={setOwn}
          onBlur={() => setOwn(null)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || own.trim() === "") return;
            onChange({ ...parameters, [own.trim()]: "" });
            setOwn(null);
          }}
        />
      )}
      <Select
        aria-label="Add a parameter"
        value=""
        options={[
          { value: "", label: "Add a parameter…" },
          ...left.map((key) => ({ value: key, label: key })),
          { value: "other", label: "another…" },
        ]}
        onChange={add}
      />
    </div>
  );
}

/** A value is JSON where it is some, else a text; it is kept as typed while it is written. */
function ValueField({ name, text, onText }: { name: string; text: string; onText(text: string): void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const props = {
    "aria-label": `Value of ${name}`,
    mono: true,
    value: typed ?? text,
    onChange: (next: string) => {
      setTyped(next);
      onText(next);
    },
    onBlur: () => setTyped(null),
  };
  return text.length > 24 || /^[[{]/.test(text) ? <TextArea {...props} /> : <TextField {...props} />;
}
