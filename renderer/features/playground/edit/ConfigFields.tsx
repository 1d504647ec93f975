import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { withModel } from "@shared/domain/prompt/langfuse-config.ts";
import { Plus, X } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { useModels } from "../../../stores/settings/models.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Select } from "../../../ui/Select.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { ParameterValueField } from "../parameters/ParameterValueField.tsx";
import { addedFields, type ParameterField, parameterFields } from "../parameters/parameter-catalog.ts";
import styles from "./ConfigFields.module.css";
import { ConfigFormat } from "./ConfigFormat.tsx";
import { ConfigTools } from "./ConfigTools.tsx";

export interface ConfigFieldsProps {
  config: JsonObject;
  /** Puts a key to a value, or takes it away. */
  onSet(key: string, value: JsonValue | undefined): void;
}

/** Keys that have a part of their own; all others are parameters. */
const ownParts = new Set(["model", "tools", "tool_choice", "response_format"]);

const choices = [
  { value: "", label: "not in the config" },
  { value: "auto", label: "auto" },
  { value: "none", label: "none" },
  { value: "required", label: "required" },
];

/** A prompt's config as fields. What no field knows stands there as JSON and stays as it is. */
export function ConfigFields({ config, onSet }: ConfigFieldsProps) {
  const others = Object.keys(config).filter((key) => !ownParts.has(key));
  const choice = config["tool_choice"];
  return (
    <div className={styles["fields"]}>
      <ModelField config={config} onSet={onSet} />
      <Part title="Parameters">
        {parameterFields
          .concat(addedFields(others))
          .filter(({ key }) => Object.hasOwn(config, key))
          .map((field) => (
            <ParameterLine key={field.key} field={field} value={config[field.key] ?? null} onSet={onSet} />
          ))}
        <AddParameter taken={Object.keys(config)} onSet={onSet} />
      </Part>
      <Part title="Tools">
        <ConfigTools tools={config["tools"]} onSet={onSet} />
        {(config["tools"] !== undefined || choice !== undefined) && (
          <div className={styles["line"]}>
            <span className={styles["key"]}>tool_choice</span>
            {choice === undefined || typeof choice === "string" ? (
              <Select
                aria-label="tool_choice of the config"
                value={choice ?? ""}
                options={
                  choices.some(({ value }) => value === (choice ?? "")) ? choices : [...choices, asOption(choice)]
                }
                onChange={(value) => onSet("tool_choice", value === "" ? undefined : value)}
              />
            ) : (
              <code className={styles["asJson"]} title="Edited in the JSON below">
                {JSON.stringify(choice)}
              </code>
            )}
          </div>
        )}
      </Part>
      <Part title="Response format">
        <ConfigFormat format={config["response_format"]} onSet={onSet} />
      </Part>
    </div>
  );
}

function asOption(value: string | undefined) {
  return { value: value ?? "", label: value ?? "" };
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles["part"]} aria-labelledby={id}>
      <h2 id={id} className={styles["title"]}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Known names are offered, any other is taken. An empty field leaves the model to the variants. */
function ModelField({ config, onSet }: ConfigFieldsProps) {
  const { groups, loading, load } = useModels();
  const value = config["model"];
  // Where Langfuse keeps the provider apart, both change.
  const set = (typed: string) => {
    const choice = groups.flatMap(({ models }) => models).find(({ id }) => id === typed);
    const whole = choice ? `${choice.provider}/${choice.label}` : typed;
    const isApart = typeof config["provider"] === "string";
    const { model, provider } = withModel(config, typed === "" ? undefined : isApart ? whole : typed);
    onSet("model", model);
    if (provider !== config["provider"]) onSet("provider", provider);
  };
  const listId = useId();
  return (
    <div className={styles["line"]}>
      <span className={styles["key"]}>model</span>
      <TextField
        aria-label="Model of the config"
        mono
        list={listId}
        placeholder="decided by each variant"
        value={typeof value === "string" ? value : ""}
        onFocus={() => {
          if (groups.length === 0 && !loading) void load(false);
        }}
        onChange={set}
      />
      <datalist id={listId}>
        {groups.flatMap(({ models }) => models.map(({ id }) => <option key={id} value={id} />))}
      </datalist>
    </div>
  );
}

interface ParameterLineProps {
  field: ParameterField;
  value: JsonValue;
  onSet: ConfigFieldsProps["onSet"];
}

function ParameterLine({ field, value, onSet }: ParameterLineProps) {
  const noteId = useId();
  return (
    <div className={styles["line"]}>
      <span className={styles["key"]} title={field.key}>
        {field.label}
      </span>
      <ParameterValueField
        field={kindOf(field, value)}
        label={`${field.label} of the config`}
        value={value}
        shownValue={value}
        noteId={noteId}
        onChange={(next, isFilled) => {
          // A number that has been emptied is about to be typed anew.
          if (isFilled || field.kind === "text list") onSet(field.key, next);
        }}
      />
      <IconButton
        size="small"
        label={`Take ${field.label} out of the config`}
        icon={<X aria-hidden="true" />}
        onClick={() => onSet(field.key, undefined)}
      />
    </div>
  );
}

/** A value that its own field could not show is shown as JSON: `"temperature": "0.2"`, `"stop": null`. */
function kindOf(field: ParameterField, value: JsonValue): ParameterField {
  const isFit =
    field.kind === "text list"
      ? typeof value === "string" || (Array.isArray(value) && value.every((item) => typeof item === "string"))
      : typeof value === "number";
  return isFit ? field : { ...field, kind: "json" };
}

function AddParameter({ taken, onSet }: { taken: string[]; onSet: ConfigFieldsProps["onSet"] }) {
  const [name, setName] = useState("");
  const listId = useId();
  const key = name.trim();
  const isTaken = taken.includes(key) || ownParts.has(key);
  const add = () => {
    if (key === "" || isTaken) return;
    onSet(key, parameterFields.find((field) => field.key === key)?.initial ?? null);
    setName("");
  };
  return (
    <form
      className={styles["line"]}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <TextField
        aria-label="Name of a parameter for the config"
        placeholder="parameter"
        mono
        list={listId}
        value={name}
        onChange={setName}
      />
      <datalist id={listId}>
        {parameterFields
          .filter((field) => !taken.includes(field.key))
          .map((field) => (
            <option key={field.key} value={field.key} />
          ))}
      </datalist>
      <span>
        <Button
          size="small"
          type="submit"
          icon={<Plus aria-hidden="true" size={14} />}
          disabled={key === "" || isTaken}
        >
          Add
        </Button>
      </span>
    </form>
  );
}
