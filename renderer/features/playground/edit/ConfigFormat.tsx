import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { schemaOfResponseFormat } from "@shared/domain/message/response-format.ts";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { JsonSchemaField } from "../parameters/JsonSchemaField.tsx";
import styles from "./ConfigFields.module.css";
import type { ConfigFieldsProps } from "./ConfigFields.tsx";

type Form = "none" | "text" | "json_object" | "json_schema";

const firstSchema: JsonObject = {
  type: "object",
  properties: { answer: { type: "string" } },
  required: ["answer"],
  additionalProperties: false,
};

/** The form of the answer that a config asks for. One in a form of its own is left to the JSON. */
export function ConfigFormat({ format, onSet }: { format: JsonValue | undefined; onSet: ConfigFieldsProps["onSet"] }) {
  const form = formOf(format);
  if (form === undefined) {
    return <p className={styles["note"]}>In a form of its own: it is edited in the JSON below.</p>;
  }
  const set = (next: JsonValue | undefined) => onSet("response_format", next);
  const wrapping = isJsonObject(format) && isJsonObject(format["json_schema"]) ? format["json_schema"] : undefined;
  const put = (more: JsonObject) => {
    if (isJsonObject(format)) set({ ...format, json_schema: { ...wrapping, ...more } });
  };
  const choose = (next: Form) => {
    if (next === "none") set(undefined);
    else if (next !== "json_schema") set({ type: next });
    else set({ type: next, json_schema: { name: "answer", strict: true, schema: firstSchema } });
  };
  return (
    <>
      <span>
        <SegmentedControl<Form>
          label="Form of the answer in the config"
          size="small"
          value={form}
          segments={[
            { value: "none", label: "Not said" },
            { value: "text", label: "Text" },
            { value: "json_object", label: "JSON" },
            { value: "json_schema", label: "JSON schema" },
          ]}
          onChange={choose}
        />
      </span>
      {wrapping && (
        <>
          <div className={styles["line"]}>
            <TextField
              aria-label="Name of the config's schema"
              mono
              value={typeof wrapping["name"] === "string" ? wrapping["name"] : ""}
              onChange={(name) => put({ name })}
            />
            <span className={styles["strict"]}>
              <Switch label="Strict" checked={wrapping["strict"] === true} onChange={(strict) => put({ strict })} />
              strict
            </span>
          </div>
          <JsonSchemaField
            label="JSON schema in the config"
            value={schemaOfResponseFormat(format) ?? {}}
            onChange={(schema) => isJsonObject(schema) && put({ schema })}
          />
        </>
      )}
    </>
  );
}

/** Undefined for a value that these fields cannot show whole. */
function formOf(format: JsonValue | undefined): Form | undefined {
  if (format === undefined) return "none";
  if (!isJsonObject(format)) return undefined;
  const { type } = format;
  if (type === "text" || type === "json_object") return type;
  return type === "json_schema" && isJsonObject(format["json_schema"]) ? type : undefined;
}
