import type { JsonValue } from "@shared/domain/json/json.ts";
import { Trash2 } from "lucide-react";
import { IconButton } from "../../../ui/IconButton.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { JsonSchemaField } from "./JsonSchemaField.tsx";
import styles from "./parameters.module.css";
import { isToolForm, type ToolForm } from "./tool-form.ts";

interface ToolFieldsProps {
  /** Counted from 1. */
  place: number;
  tool: ToolForm | JsonValue;
  onChange(tool: ToolForm | JsonValue): void;
  onRemove(): void;
}

/** One tool: name, description, JSON schema of its parameters. */
export function ToolFields({ place, tool, onChange, onRemove }: ToolFieldsProps) {
  const remove = (
    <IconButton size="small" label={`Remove tool ${place}`} icon={<Trash2 aria-hidden="true" />} onClick={onRemove} />
  );
  if (!isToolForm(tool)) {
    return (
      <div className={styles["tool"]}>
        <JsonSchemaField label={`Tool ${place} as JSON`} value={tool} onChange={onChange} />
        {remove}
      </div>
    );
  }
  return (
    <div className={styles["tool"]}>
      <div className={styles["toolTop"]}>
        <TextField
          aria-label={`Name of tool ${place}`}
          placeholder="get_weather"
          mono
          attention={tool.name === ""}
          value={tool.name}
          onChange={(name) => onChange({ ...tool, name })}
        />
        {remove}
      </div>
      <TextArea
        aria-label={`Description of tool ${place}`}
        placeholder="What it does, for the model"
        maxLines={4}
        value={tool.description}
        onChange={(description) => onChange({ ...tool, description })}
      />
      <JsonSchemaField
        label={`Parameters of tool ${place}`}
        value={tool.parameters}
        onChange={(parameters) => onChange({ ...tool, parameters })}
      />
    </div>
  );
}
