import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import {
  schemaOfResponseFormat,
  toOpenAiResponseFormat,
  withResponseFormat,
} from "@shared/domain/message/response-format.ts";
import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { JsonSchemaField } from "../parameters/JsonSchemaField.tsx";
import styles from "../parameters/parameters.module.css";

type Form = "config" | "text" | "json_object" | "json_schema";

const firstSchema: JsonObject = {
  type: "object",
  properties: { answer: { type: "string" } },
  required: ["answer"],
  additionalProperties: false,
};

/** The form the answer is asked for in: as the prompt's config says, free text, any JSON, or a JSON schema. */
export function OutputFormEditor({ variant }: { variant: VariantDraft }) {
  const config = usePrompt((state) => state.resolved?.prompt.config);
  const { setParameter, removeParameter } = useDraft();
  const fromConfig = isJsonObject(config) ? withResponseFormat(config)["response_format"] : undefined;
  const kept = variant.parameters["response_format"];
  const own = kept?.on ? toOpenAiResponseFormat(kept.value).value : undefined;
  const form = formOf(own);
  const set = (format: JsonValue) => setParameter(variant.id, "response_format", format, true);
  const choose = (next: Form) => {
    if (next === "config") removeParameter(variant.id, "response_format");
    else if (next !== "json_schema") set({ type: next });
    else set(configSchema(fromConfig) ?? schemaFormat("answer", true, firstSchema));
  };
  const wrapping = isJsonObject(own) && isJsonObject(own["json_schema"]) ? own["json_schema"] : undefined;
  return (
    <>
      <p className={styles["hint"]}>
        {fromConfig === undefined
          ? "The prompt’s config says nothing about the form of the answer."
          : `The prompt’s config asks for ${JSON.stringify(fromConfig).slice(0, 80)}`}
      </p>
      <SegmentedControl<Form>
        label="Form of the answer"
        value={form}
        segments={[
          { value: "config", label: "As the config" },
          { value: "text", label: "Text" },
          { value: "json_object", label: "JSON" },
          { value: "json_schema", label: "JSON schema" },
        ]}
        onChange={choose}
      />
      {wrapping && (
        <>
          <div className={styles["toolTop"]}>
            <TextField
              aria-label="Name of the schema"
              mono
              value={typeof wrapping["name"] === "string" ? wrapping["name"] : ""}
              onChange={(name) => set({ type: "json_schema", json_schema: { ...wrapping, name } })}
            />
            <Switch
              label="Strict"
              checked={wrapping["strict"] === true}
              onChange={(strict) => set({ type: "json_schema", json_schema: { ...wrapping, strict } })}
            />
            strict
          </div>
          <JsonSchemaField
            label="JSON schema of the answer"
            value={schemaOfResponseFormat(own) ?? {}}
            onChange={(schema) => set({ type: "json_schema", json_schema: { ...wrapping, schema } })}
          />
          <p className={styles["hint"]}>Every whole answer is checked against it.</p>
        </>
      )}
    </>
  );
}

function formOf(format: JsonValue | undefined): Form {
  const type = isJsonObject(format) ? format["type"] : undefined;
  return type === "text" || type === "json_object" || type === "json_schema" ? type : "config";
}

function configSchema(format: JsonValue | undefined): JsonValue | undefined {
  const value = format === undefined ? undefined : toOpenAiResponseFormat(format).value;
  return schemaOfResponseFormat(value) ? value : undefined;
}

function schemaFormat(name: string, strict: boolean, schema: JsonObject): JsonObject {
  return { type: "json_schema", json_schema: { name, strict, schema } };
}
